package mysql

// like is LIKE and NOT LIKE.
type like struct {
	value, pattern, escape node // escape may be nil: a backslash
	not, binary            bool
}

func (l like) kind(*run) kind { return kind{class: truth} }

func (l like) eval(r *run) (any, error) {
	texts, err := evalTexts(r, l.value, l.pattern)
	if err != nil || texts == nil {
		return nil, err
	}
	escape := '\\'
	if l.escape != nil {
		given, err := evalTexts(r, l.escape)
		if err != nil || given == nil {
			return nil, err
		}
		escape = firstRune(given[0])
	}
	if len(texts[1]) > longestPattern {
		return nil, errLongPattern
	}
	m := matcher{escape: escape, same: sameRune}
	if l.binary {
		m.same = func(a, b rune) bool { return a == b }
	}
	return m.match([]rune(texts[0]), []rune(texts[1])) != l.not, nil
}

func sameRune(a, b rune) bool { return a == b || weight(a) == weight(b) }

// firstRune is 0, which escapes nothing, of an empty text.
func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// evalTexts gives nil when one of the values is NULL.
func evalTexts(r *run, nodes ...node) ([]string, error) {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		v, err := n.eval(r)
		if err != nil || v == nil {
			return nil, err
		}
		texts[i] = asText(v)
	}
	return texts, nil
}

// matcher compares a text with a pattern of % and _.
type matcher struct {
	escape rune
	same   func(a, b rune) bool
}

// match goes back only to the last %, so its time is at most the product of the
// two lengths.
func (m matcher) match(text, pattern []rune) bool {
	t, p, lastT, lastP := 0, 0, 0, -1
	for t < len(text) {
		width, ok := m.one(text[t], pattern[p:])
		switch {
		case p < len(pattern) && pattern[p] == '%':
			p++
			lastT, lastP = t, p
		case ok:
			t, p = t+1, p+width
		case lastP >= 0:
			lastT++
			t, p = lastT, lastP
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '%' {
		p++
	}
	return p == len(pattern)
}

// one compares a rune with the beginning of a pattern that is not a %, and says
// how long that is.
func (m matcher) one(r rune, pattern []rune) (int, bool) {
	const escaped = 2
	switch {
	case len(pattern) == 0 || pattern[0] == '%':
		return 0, false
	case pattern[0] == m.escape && len(pattern) >= escaped:
		return escaped, m.same(r, pattern[1])
	case pattern[0] == '_':
		return 1, true
	}
	return 1, m.same(r, pattern[0])
}
