package mysql

// form is a function that does not evaluate all its arguments, or has an answer
// where some are NULL.
type form struct {
	least, most int
	of          func(args []node) node
}

func forms() map[string]form {
	isNull := func(args []node) node { return is{args[0], nil} }
	all := map[string]form{
		"if":        {3, 3, ifElse},
		"ifnull":    {2, 2, firstOf},
		"nvl":       {2, 2, firstOf},
		"coalesce":  {1, -1, firstOf},
		"nullif":    {2, 2, func(args []node) node { return nullIf{args[0], args[1]} }},
		"isnull":    {1, 1, isNull},
		"elt":       {2, -1, func(args []node) node { return elt(args) }},
		"field":     {2, -1, func(args []node) node { return fieldOf(args) }},
		"concat_ws": {2, -1, func(args []node) node { return joinedWith(args) }},
		"char":      {1, -1, func(args []node) node { return characters(args) }},
	}
	for name, s := range shifts() {
		all[name] = form{2, 2, s}
	}
	return all
}

// shifts are the functions that move a date; a plain number means days.
func shifts() map[string]func(args []node) node {
	by := func(back bool) func(args []node) node {
		return func(args []node) node {
			if i, ok := args[1].(interval); ok {
				return shifted{args[0], i.by, i.unit, back}
			}
			return shifted{args[0], args[1], "day", back}
		}
	}
	return map[string]func(args []node) node{"date_add": by(false), "adddate": by(false), "date_sub": by(true), "subdate": by(true)}
}

// interval is INTERVAL n unit, which is no value of its own.
type interval struct {
	by   node
	unit string
}

func (i interval) eval(*run) (any, error) { return nil, errInterval }
func (i interval) kind(*run) kind         { return kind{} }

// elt is the n-th of its arguments.
type elt []node

func (e elt) kind(r *run) kind { return together(r, e[1:]) }

func (e elt) eval(r *run) (any, error) {
	v, err := e[0].eval(r)
	if err != nil || v == nil {
		return nil, err
	}
	n, err := r.whole(v)
	if err != nil || n < 1 || n >= int64(len(e)) {
		return nil, err
	}
	v, err = e[n].eval(r)
	return as(v, e.kind(r)), err
}

// fieldOf is the place of the first argument among the others.
type fieldOf []node

func (f fieldOf) kind(*run) kind { return kind{class: integral} }

func (f fieldOf) eval(r *run) (any, error) {
	v, err := f[0].eval(r)
	if err != nil || v == nil {
		return whole(0), err
	}
	for i, n := range f[1:] {
		if equal, err := matches(r, v, n); err != nil || equal {
			return whole(int64(i + 1)), err
		}
	}
	return whole(0), nil
}

// joinedWith is CONCAT_WS, which passes over what is NULL.
type joinedWith []node

func (j joinedWith) kind(*run) kind { return kind{class: text} }

func (j joinedWith) eval(r *run) (any, error) {
	separator, err := j[0].eval(r)
	if err != nil || separator == nil {
		return nil, err
	}
	values, err := present(r, j[1:])
	if err != nil {
		return nil, err
	}
	a := &arguments{run: r}
	v := a.joined(asText(separator), values)
	return v, a.err
}

// present are the values that are not NULL.
func present(r *run, nodes []node) ([]any, error) {
	var values []any
	for _, n := range nodes {
		v, err := n.eval(r)
		if err != nil {
			return nil, err
		}
		if v != nil {
			values = append(values, v)
		}
	}
	return values, nil
}

// characters is CHAR: the text with these codes.
type characters []node

func (c characters) kind(*run) kind { return kind{class: text} }

func (c characters) eval(r *run) (any, error) {
	values, err := present(r, c)
	if err != nil {
		return nil, err
	}
	var bytes []byte
	for _, v := range values {
		n, err := r.whole(v)
		if err != nil {
			return nil, err
		}
		bytes = append(bytes, codeBytes(uint32(n))...)
	}
	a := &arguments{run: r, name: "char", values: values}
	v := a.decoded(bytes, nil)
	return v, a.err
}

// codeBytes are the bytes of a code without leading zeros.
func codeBytes(code uint32) []byte {
	const bits = 8
	if code>>bits == 0 {
		return []byte{byte(code)}
	}
	return append(codeBytes(code>>bits), byte(code))
}
