package kingdeetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// parseFilter reads a FilterString: SQL-like text, or the array form. Empty is
// no filter.
func parseFilter(v any) (expr, error) {
	src := ""
	switch v := v.(type) {
	case []any:
		src = fromArray(v)
	default:
		src = text(v)
	}
	if strings.TrimSpace(src) == "" {
		return nil, nil
	}
	tokens, err := lex(src)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	e, err := p.or()
	if err == nil && p.peek().kind != endToken {
		err = p.unexpected()
	}
	return e, err
}

// fromArray writes the array form as text: [{"Left":"(","FieldName":…,
// "Compare":"67","Value":…,"Right":")","Logic":"0"}].
func fromArray(items []any) string {
	var b strings.Builder
	for i, item := range items {
		o, ok := item.(connectors.Object)
		if !ok {
			continue
		}
		get := func(key string) string { v, _ := o.Get(key); return text(v) }
		b.WriteString(get("Left") + " " + get("FieldName") + " " + comparison(get("Compare"), get("Value")) + " " + get("Right"))
		if i < len(items)-1 {
			b.WriteString(logic(get("Logic")))
		}
	}
	return b.String()
}

// comparison knows the codes that were seen, and the operators themselves.
func comparison(code, value string) string {
	quoted := "'" + strings.ReplaceAll(value, "'", "''") + "'"
	switch code {
	case "67", "":
		return "= " + quoted
	case "17":
		return "like '%" + strings.ReplaceAll(value, "'", "''") + "%'"
	case "39":
		return ">= " + quoted
	default:
		return code + " " + quoted
	}
}

func logic(code string) string {
	if code == "1" || strings.EqualFold(code, "or") {
		return " or "
	}
	return " and "
}

type parser struct {
	tokens []token
	at     int
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != endToken {
		p.at++
	}
	return t
}

func (p *parser) take(word string) bool {
	if p.peek().is(word) {
		p.at++
		return true
	}
	return false
}

func (p *parser) unexpected() error {
	return fmt.Errorf("“%s”附近有语法错误", p.peek().text)
}

func (p *parser) or() (expr, error) {
	left, err := p.and()
	for err == nil && p.take("or") {
		var right expr
		right, err = p.and()
		left = anyOf{left, right}
	}
	return left, err
}

func (p *parser) and() (expr, error) {
	left, err := p.not()
	for err == nil && p.take("and") {
		var right expr
		right, err = p.not()
		left = allOf{left, right}
	}
	return left, err
}

func (p *parser) not() (expr, error) {
	if p.take("not") {
		e, err := p.not()
		return negated{e}, err
	}
	if p.take("(") {
		e, err := p.or()
		if err == nil && !p.take(")") {
			err = p.unexpected()
		}
		return e, err
	}
	return p.comparison()
}

func (p *parser) comparison() (expr, error) {
	left := p.next()
	if left.kind == numberToken { // 1=1, 1<>1
		return p.constant(left)
	}
	if left.kind != wordToken {
		return nil, p.unexpected()
	}
	switch {
	case p.take("is"):
		return p.null(left.text)
	case p.take("not"):
		e, err := p.predicate(left.text)
		return negated{e}, err
	default:
		return p.predicate(left.text)
	}
}

func (p *parser) constant(left token) (expr, error) {
	op := p.next()
	right := p.next()
	if op.kind != symbolToken || right.kind != numberToken {
		return nil, p.unexpected()
	}
	return constant(op.is("=") == (left.text == right.text)), nil
}

func (p *parser) null(column string) (expr, error) {
	not := p.take("not")
	if !p.take("null") {
		return nil, p.unexpected()
	}
	if not {
		return negated{isNull(column)}, nil
	}
	return isNull(column), nil
}

func (p *parser) predicate(column string) (expr, error) {
	op := p.next()
	switch {
	case op.is("in"):
		return p.in(column)
	case op.is("like"), slices.Contains([]string{"=", "<>", "!=", ">", ">=", "<", "<="}, op.text) && op.kind == symbolToken:
		v, err := p.literal()
		return compared{column, strings.ToLower(op.text), v}, err
	default:
		return nil, p.unexpected()
	}
}

func (p *parser) in(column string) (expr, error) {
	if !p.take("(") {
		return nil, p.unexpected()
	}
	var values []string
	for {
		v, err := p.literal()
		if err != nil {
			return nil, err
		}
		values = append(values, v)
		if p.take(")") {
			return oneOf{column, values}, nil
		}
		if !p.take(",") {
			return nil, p.unexpected()
		}
	}
}

// literal reads a string, a number, true or false, or {ts'…'}.
func (p *parser) literal() (string, error) {
	if p.take("{") {
		p.next() // ts or d
		t := p.next()
		if t.kind != stringToken || !p.take("}") {
			return "", p.unexpected()
		}
		return t.text, nil
	}
	t := p.peek()
	if t.kind == stringToken || t.kind == numberToken || t.is("true") || t.is("false") {
		p.at++
		return t.text, nil
	}
	return "", p.unexpected()
}
