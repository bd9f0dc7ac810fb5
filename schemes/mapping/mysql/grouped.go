package mysql

import "slices"

// joinedRows is GROUP_CONCAT.
func joinedRows(r *run, a aggregate, rows []summand) (any, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	of := &arguments{run: r}
	var texts []any
	for _, s := range rows {
		texts = append(texts, of.joined("", s.args))
	}
	v := of.joined(a.between, texts)
	return v, of.err
}

// sort puts rows in the order GROUP_CONCAT asks for; NULL comes first.
func (a aggregate) sort(r *run, rows []summand) error {
	var failed error
	if len(a.order) == 0 {
		return nil
	}
	slices.SortStableFunc(rows, func(x, y summand) int {
		for i, o := range a.order {
			c, err := r.nullsFirst(x.key[i], y.key[i])
			if err != nil {
				failed = err
			}
			if o.descending {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return failed
}

func (r *run) nullsFirst(a, b any) (int, error) {
	switch {
	case a == nil && b == nil:
		return 0, nil
	case a == nil:
		return -1, nil
	case b == nil:
		return 1, nil
	}
	return r.compare(a, b, false)
}
