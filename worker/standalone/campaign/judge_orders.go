package campaign

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// judgeOrders: what the gateway has acknowledged is at 旺店通 as the mall sent it last.
func (r *run) judgeOrders(ctx context.Context, s *Summary) error {
	for _, o := range r.mall.orders {
		if o.heard < len(o.Versions) {
			s.Unresolved = append(s.Unresolved, fmt.Sprintf("%s: %d of %d versions were acknowledged", o.TID, o.heard, len(o.Versions)))
			continue
		}
		got, there := r.mall.books.Order(o.TID)
		switch {
		case !there && o.Kind == simulators.UnderWay: // not for 旺店通
		case !there:
			foreign := o.Kind == simulators.ForeignShop // 旺店通 refuses it
			if err := r.missing(ctx, s, docstore.Ref{Scheme: MallScheme, Key: o.TID}, foreign, "nothing"); err != nil {
				return err
			}
		default:
			s.Orders++
			s.judgeOrder(o, got)
		}
	}
	return nil
}

// judgeOrder: an order is one row at 旺店通 however often it is pushed, so nothing
// is there twice; but an old push may come after a new one.
func (s *Summary) judgeOrder(o *sold, got wangdiantongtest.Order) {
	last := o.Versions[len(o.Versions)-1]
	s.compare(o.TID, worth(last), worthThere(got))
	for _, name := range []string{"trade_status", "pay_status", "paid", "post_amount", "receiver_address", "buyer_nick"} {
		if sent, has := fmt.Sprint(last[name]), got.Text(name); sent != has && !equal(sent, has) {
			s.Different = append(s.Different, fmt.Sprintf("%s: %s is %s at the mall, %s at 旺店通", o.TID, name, sent, has))
		}
	}
	if !inOrder(got.Statuses, o.Versions) {
		s.Different = append(s.Different, fmt.Sprintf("%s went through %s at 旺店通", o.TID, strings.Join(got.Statuses, " ")))
	}
}

// inOrder: never back to what the mall had left behind.
func inOrder(statuses []string, versions []map[string]any) bool {
	for _, v := range versions {
		if len(statuses) > 0 && statuses[0] == fmt.Sprint(v["trade_status"]) {
			statuses = statuses[1:]
		}
	}
	return len(statuses) == 0
}

// worth is what the goods of an order cost, as the mall sends it.
func worth(order map[string]any) decimal.Decimal {
	lines, _ := order["order_list"].([]map[string]any)
	return worthOf(lines)
}

func worthThere(o wangdiantongtest.Order) decimal.Decimal { return worthOf(o.Lines) }

func worthOf(lines []map[string]any) (all decimal.Decimal) {
	for _, l := range lines {
		all = all.Add(amount(l["price"]).Mul(amount(l["num"]))).Add(amount(l["adjust_amount"]))
		all = all.Sub(amount(l["discount"])).Sub(amount(l["share_discount"]))
	}
	return all
}

// amount is nothing where nothing was said.
func amount(v any) decimal.Decimal {
	d, err := decimal.NewFromString(fmt.Sprint(v))
	if err != nil {
		return decimal.Zero
	}
	return d
}

func equal(a, b string) bool {
	x, err := decimal.NewFromString(a)
	y, err2 := decimal.NewFromString(b)
	return err == nil && err2 == nil && x.Equal(y)
}

// sellable are those of the world's orders that the mall sells, some of each kind.
func sellable(all []simulators.MallOrder, most int) []simulators.MallOrder {
	var odd, rest []simulators.MallOrder
	seen := map[simulators.MallKind]bool{}
	for _, o := range all {
		if seen[o.Kind] {
			rest = append(rest, o)
			continue
		}
		seen[o.Kind] = true
		odd = append(odd, o)
	}
	both := slices.Concat(odd, rest)
	return both[:min(most, len(both))]
}
