package mysql

import "github.com/shopspring/decimal"

// bitwise is & | ^ << >> on numbers of 64 bits.
type bitwise struct {
	operator    string
	left, right node
}

func (b bitwise) kind(*run) kind { return kind{class: integral} }

func (b bitwise) eval(r *run) (any, error) {
	values, err := present(r, []node{b.left, b.right})
	const two = 2
	if err != nil || len(values) < two {
		return nil, err
	}
	x, err := r.bits(values[0])
	if err != nil {
		return nil, err
	}
	y, err := r.bits(values[1])
	return bits64(b.operator, x, y), err
}

// bits reads a value as 64 bits; a negative number has its sign among them.
func (r *run) bits(v any) (uint64, error) {
	n, err := r.number(v)
	if rounded := n.shown().Round(0).BigInt(); err == nil && rounded.IsUint64() {
		return rounded.Uint64(), nil
	}
	signed, err := r.whole(v)
	return uint64(signed), err
}

func bits64(operator string, x, y uint64) number {
	switch operator {
	case "&":
		x &= y
	case "|":
		x |= y
	case "^":
		x ^= y
	case "<<":
		x <<= y
	default:
		x >>= y
	}
	return integer(decimal.NewFromUint64(x))
}

// inverted is ~.
type inverted struct{ of node }

func (i inverted) kind(*run) kind { return kind{class: integral} }

func (i inverted) eval(r *run) (any, error) {
	return bitwise{"^", i.of, constant{whole(-1)}}.eval(r)
}

// trimmed is TRIM: what stands at one end or both is taken away.
type trimmed struct {
	of, what     node
	start, atEnd bool
}

func (t trimmed) kind(*run) kind { return kind{class: text} }

func (t trimmed) eval(r *run) (any, error) {
	texts, err := evalTexts(r, t.of, t.what)
	if err != nil || texts == nil {
		return nil, err
	}
	s, what := texts[0], texts[1]
	for t.start && what != "" && len(s) >= len(what) && s[:len(what)] == what {
		s = s[len(what):]
	}
	for t.atEnd && what != "" && len(s) >= len(what) && s[len(s)-len(what):] == what {
		s = s[:len(s)-len(what)]
	}
	return s, nil
}

// binary is text that compares byte by byte.
type binary struct{ node }
