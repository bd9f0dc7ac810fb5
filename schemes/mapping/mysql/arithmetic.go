package mysql

// arithmetic is + - * / % and DIV.
type arithmetic struct {
	operator    string
	left, right node
}

func (a arithmetic) eval(r *run) (any, error) {
	left, err := a.left.eval(r)
	if err != nil || left == nil {
		return nil, err
	}
	right, err := a.right.eval(r)
	if err != nil || right == nil {
		return nil, err
	}
	return r.calculate(a.operator, left, right)
}

func (r *run) calculate(operator string, left, right any) (any, error) {
	if isDouble(left) || isDouble(right) {
		return r.calculateDouble(operator, left, right)
	}
	x, err := r.number(left)
	if err != nil {
		return nil, err
	}
	y, err := r.number(right)
	if err != nil {
		return nil, err
	}
	if operator == "/" && (isText(left) || isText(right)) && !y.IsZero() {
		return fits(longQuotient(x, y))
	}
	return calculateExact(operator, x, y)
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

func isDouble(v any) bool {
	_, ok := v.(double)
	return ok
}

func calculateExact(operator string, x, y number) (any, error) {
	scale := scaleOf(operator, x.scale, y.scale)
	isDecimal := operator != "div" && (x.decimal || y.decimal || operator == "/")
	switch operator {
	case "+":
		return fits(number{x.Add(y.Decimal), scale, isDecimal})
	case "-":
		return fits(number{x.Sub(y.Decimal), scale, isDecimal})
	case "*":
		return fits(number{atMost(x.Mul(y.Decimal)), scale, isDecimal})
	}
	if y.IsZero() {
		return nil, &noResult{"division by 0"}
	}
	switch operator {
	case "/":
		return fits(number{quotient(x, y), scale, isDecimal})
	case "%":
		return fits(number{x.Mod(y.Decimal), scale, isDecimal})
	default: // div
		q, _ := x.QuoRem(y.Decimal, 0)
		return fits(number{q, scale, isDecimal})
	}
}

func (a arithmetic) kind(r *run) kind {
	left, right := a.left.kind(r), a.right.kind(r)
	if left.class == nothing || right.class == nothing {
		return kind{}
	}
	ofText := a.operator == "/" && (left.class == text || right.class == text)
	if left.class == floating || right.class == floating || ofText {
		return kind{class: floating}
	}
	left, right = numericKind(r, a.left), numericKind(r, a.right)
	if a.operator == "div" || (left.class != exact && right.class != exact && a.operator != "/") {
		return kind{class: integral}
	}
	return kind{exact, scaleOf(a.operator, left.scale, right.scale)}
}

// numericKind is the type of what is read as a number.
func numericKind(r *run, n node) kind {
	k := n.kind(r)
	if h, ok := n.(hole); ok && k.class == text {
		if digits, err := r.number(r.values[h]); err == nil {
			return kindOf(digits)
		}
	}
	return k
}

// negative is the minus before a value.
type negative struct{ of node }

func (n negative) eval(r *run) (any, error) {
	v, err := n.of.eval(r)
	if err != nil || v == nil {
		return nil, err
	}
	if d, ok := v.(double); ok {
		return double{-d.float64, d.decimals}, nil
	}
	x, err := r.number(v)
	return number{x.Neg(), x.scale, x.decimal}, err
}

func (n negative) kind(r *run) kind {
	return numericKind(r, n.of)
}
