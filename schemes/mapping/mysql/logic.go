package mysql

// comparison is = <> < <= > >= and <=>.
type comparison struct {
	operator    string
	left, right node
	binary      bool // COLLATE utf8mb4_bin or BINARY
}

func (c comparison) kind(*run) kind { return kind{class: truth} }

func (c comparison) eval(r *run) (any, error) {
	left, err := c.left.eval(r)
	if err != nil {
		return nil, err
	}
	right, err := c.right.eval(r)
	if err != nil {
		return nil, err
	}
	if left == nil || right == nil {
		if c.operator == "<=>" {
			return left == nil && right == nil, nil
		}
		return nil, nil
	}
	return c.of(r, left, right)
}

func (c comparison) of(r *run, left, right any) (any, error) {
	switch c.operator {
	case "=", "<=>":
		return r.same(left, right, c.binary)
	case "!=":
		equal, err := r.same(left, right, c.binary)
		return !equal, err
	}
	order, err := r.compare(left, right, c.binary)
	switch c.operator {
	case "<":
		return order < 0, err
	case "<=":
		return order <= 0, err
	case ">":
		return order > 0, err
	default:
		return order >= 0, err
	}
}

// connective is AND, OR and XOR. NULL is what nobody knows: false AND NULL is
// false, true OR NULL is true.
type connective struct {
	operator    string
	left, right node
}

func (c connective) kind(*run) kind { return kind{class: truth} }

func (c connective) eval(r *run) (any, error) {
	left, err := condition(r, c.left)
	if err != nil || left == c.decides() {
		return left, err
	}
	right, err := condition(r, c.right)
	if err != nil || right == c.decides() {
		return right, err
	}
	if left == nil || right == nil {
		return nil, nil
	}
	return c.operator == "and" || (c.operator == "xor" && left != right), nil
}

// decides is the value of one side that makes the other irrelevant.
func (c connective) decides() any {
	switch c.operator {
	case "and":
		return false
	case "or":
		return true
	}
	return struct{}{}
}

// condition is true, false or nil.
func condition(r *run, n node) (any, error) {
	v, err := n.eval(r)
	if err != nil || v == nil {
		return nil, err
	}
	b, err := r.truth(v)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// holds says whether a condition is true; what nobody knows does not hold.
func holds(r *run, n node) (bool, error) {
	v, err := condition(r, n)
	return v == true, err
}

// not is NOT and !.
type not struct{ of node }

func (n not) kind(*run) kind { return kind{class: truth} }

func (n not) eval(r *run) (any, error) {
	v, err := condition(r, n.of)
	if err != nil || v == nil {
		return nil, err
	}
	return v == false, nil
}

// is asks for NULL, true or false; its answer is never NULL.
type is struct {
	of   node
	what any // nil, true or false
}

func (i is) kind(*run) kind { return kind{class: truth} }

func (i is) eval(r *run) (any, error) {
	v, err := evalOrNull(r, i.of)
	if err != nil {
		return nil, err
	}
	if i.what == nil || v == nil {
		return v == i.what, nil
	}
	b, err := r.truth(v)
	return b == i.what, err
}
