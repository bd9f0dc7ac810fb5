package mysql

// choice is CASE, IF, IFNULL and COALESCE: one of several values, with the type
// that holds them all.
type choice struct {
	pick    func(r *run) (any, error)
	options []node
}

func (c choice) eval(r *run) (any, error) {
	v, err := c.pick(r)
	if err != nil || v == nil {
		return nil, err
	}
	if _, isText := v.(string); isText {
		return v, nil
	}
	return as(v, c.kind(r)), nil
}

func (c choice) kind(r *run) kind { return together(r, c.options) }

func together(r *run, nodes []node) kind {
	var all kind
	for _, n := range nodes {
		all = all.with(n.kind(r))
	}
	return all
}

// when is one WHEN … THEN ….
type when struct{ condition, value node }

// searched is CASE WHEN condition THEN value.
func searched(whens []when, otherwise node) choice {
	return choice{options: options(whens, otherwise), pick: func(r *run) (any, error) {
		for _, w := range whens {
			if yes, err := holds(r, w.condition); err != nil || yes {
				return evalIf(r, w.value, err)
			}
		}
		return otherwise.eval(r)
	}}
}

// simple is CASE operand WHEN value THEN value.
func simple(operand node, whens []when, otherwise node) choice {
	return choice{options: options(whens, otherwise), pick: func(r *run) (any, error) {
		v, err := operand.eval(r)
		if err != nil {
			return nil, err
		}
		for _, w := range whens {
			if yes, err := matches(r, v, w.condition); err != nil || yes {
				return evalIf(r, w.value, err)
			}
		}
		return otherwise.eval(r)
	}}
}

func evalIf(r *run, n node, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return n.eval(r)
}

func options(whens []when, otherwise node) []node {
	var all []node
	for _, w := range whens {
		all = append(all, w.value)
	}
	return append(all, otherwise)
}

func matches(r *run, v any, n node) (bool, error) {
	other, err := n.eval(r)
	if err != nil || v == nil || other == nil {
		return false, err
	}
	return r.same(v, other, false)
}

// firstOf is IFNULL and COALESCE.
func firstOf(nodes []node) node {
	return choice{options: nodes, pick: func(r *run) (any, error) {
		for _, n := range nodes[:len(nodes)-1] {
			if v, err := evalOrNull(r, n); err != nil || v != nil {
				return v, err
			}
		}
		return nodes[len(nodes)-1].eval(r)
	}}
}

func ifElse(nodes []node) node {
	return searched([]when{{nodes[0], nodes[1]}}, nodes[2])
}

// nullIf is NULL when its arguments are equal, otherwise the first.
type nullIf struct{ value, other node }

func (n nullIf) kind(r *run) kind { return n.value.kind(r) }

func (n nullIf) eval(r *run) (any, error) {
	v, err := n.value.eval(r)
	if err != nil || v == nil {
		return nil, err
	}
	if equal, err := matches(r, v, n.other); err != nil || equal {
		return nil, err
	}
	return v, nil
}

// oneOf is IN and NOT IN.
type oneOf struct {
	value node
	list  []node
	not   bool
}

func (o oneOf) kind(*run) kind { return kind{class: truth} }

func (o oneOf) eval(r *run) (any, error) {
	v, err := o.value.eval(r)
	if err != nil || v == nil {
		return nil, err
	}
	unknown := false
	for _, n := range o.list {
		other, err := n.eval(r)
		if err != nil {
			return nil, err
		}
		if other == nil {
			unknown = true
			continue
		}
		if equal, err := r.same(v, other, false); err != nil || equal {
			return equal != o.not, err
		}
	}
	if unknown {
		return nil, nil
	}
	return o.not, nil
}

// between is value BETWEEN low AND high.
type between struct {
	value, low, high node
	not              bool
}

func (b between) kind(*run) kind { return kind{class: truth} }

func (b between) eval(r *run) (any, error) {
	v, err := b.value.eval(r)
	if err != nil {
		return nil, err
	}
	value := constant{v}
	both := connective{"and", comparison{">=", value, b.low, false}, comparison{"<=", value, b.high, false}}
	if b.not {
		return not{both}.eval(r)
	}
	return both.eval(r)
}
