package kingdeetest

import (
	"cmp"
	"slices"
	"strings"
)

type orderKey struct {
	key  string
	down bool
}

func parseOrder(order string) []orderKey {
	var out []orderKey
	for part := range strings.SplitSeq(order, ",") {
		words := strings.Fields(part)
		if len(words) > 0 {
			out = append(out, orderKey{words[0], len(words) > 1 && strings.EqualFold(words[1], "desc")})
		}
	}
	return out
}

// ordered sorts as asked. Without an order rows come as they come, which with
// ShufflePages is another way each time.
func (s *Server) ordered(q billQuery, rows []record) []record {
	if len(q.order) == 0 {
		s.queries++
		if s.opts.ShufflePages && len(rows) > 1 {
			turn := len(rows) - s.queries%len(rows)
			return slices.Concat(rows[turn:], rows[:turn])
		}
		return rows
	}
	slices.SortStableFunc(rows, func(a, b record) int {
		for _, o := range q.order {
			if c := compareValues(s.value(a, o.key), s.value(b, o.key)); c != 0 {
				return direction(c, o.down)
			}
		}
		return 0
	})
	return rows
}

func direction(c int, down bool) int {
	if down {
		return -c
	}
	return c
}

// compareValues sorts numbers as numbers and everything else as text; what is
// empty comes first, as in SQL Server.
func compareValues(a, b any) int {
	x, xok := numeric(a)
	y, yok := numeric(b)
	if xok && yok {
		return x.Cmp(y)
	}
	return cmp.Compare(strings.ToLower(text(wire(a))), strings.ToLower(text(wire(b))))
}
