package mysql

import (
	"cmp"
	"fmt"
)

// compare orders two values as MySQL does: text without regard to case, a
// number with text as numbers, a date with text as dates.
func (r *run) compare(a, b any, binary bool) (int, error) {
	x, textA := a.(string)
	y, textB := b.(string)
	switch {
	case textA && textB && binary:
		return cmp.Compare(x, y), nil
	case textA && textB:
		return compareText(x, y), nil
	case isTime(a) && (textB || isTime(b)), isTime(b) && textA:
		return r.compareTimes(a, b)
	case isDouble(a) || isDouble(b):
		return r.compareDoubles(a, b)
	}
	return r.compareNumbers(a, b)
}

func isTime(v any) bool {
	switch v.(type) {
	case moment, clock:
		return true
	}
	return false
}

func (r *run) compareTimes(a, b any) (int, error) {
	if _, ok := a.(clock); ok {
		return r.compareClocks(a, b)
	}
	if _, ok := b.(clock); ok {
		return r.compareClocks(a, b)
	}
	x, err := r.moment(a)
	if err != nil {
		return 0, err
	}
	y, err := r.moment(b)
	return x.Compare(y.Time), err
}

func (r *run) compareClocks(a, b any) (int, error) {
	x, err := r.clock(a)
	if err != nil {
		return 0, err
	}
	y, err := r.clock(b)
	return cmp.Compare(x.Duration, y.Duration), err
}

func (r *run) compareDoubles(a, b any) (int, error) {
	x, err := r.float(a)
	if err != nil {
		return 0, err
	}
	y, err := r.float(b)
	return cmp.Compare(x, y), err
}

func (r *run) compareNumbers(a, b any) (int, error) {
	x, err := r.comparable(a, b)
	if err != nil {
		return 0, err
	}
	y, err := r.comparable(b, a)
	if err != nil {
		return 0, err
	}
	scale := max(x.scale, y.scale)
	return x.Round(scale).Cmp(y.Round(scale)), nil
}

// comparable reads a value that is compared with a number. Beside a truth value
// the words true and false are meant.
func (r *run) comparable(v, with any) (number, error) {
	if s, ok := v.(string); ok {
		if b, isWord := truthWord(s); isWord && kindOf(with).class == truth {
			return r.number(b)
		}
	}
	return r.number(v)
}

// same says whether two values are equal. Text that is no number cannot equal
// one; MySQL reads it as the number it begins with, or 0, so where that would be
// equal nobody can know what was meant.
func (r *run) same(a, b any, binary bool) (bool, error) {
	order, err := r.compare(a, b, binary)
	if err == nil {
		return order == 0, nil
	}
	s, ok := a.(string)
	other := b
	if !ok {
		s, ok = b.(string)
		other = a
	}
	if !ok || !isNumeric(other) {
		return false, err
	}
	if n, err := r.number(other); err != nil || leading(s).Cmp(n.Decimal) != 0 {
		return false, err
	}
	return false, fmt.Errorf("%q is not a number and is compared with %s", s, asText(other))
}

func isNumeric(v any) bool {
	c := kindOf(v).class
	return c >= truth && c <= floating
}
