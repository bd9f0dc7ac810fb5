package kingdeetest

import (
	"fmt"
	"strings"
	"unicode"
)

type tokenKind int

const (
	wordToken tokenKind = iota
	stringToken
	numberToken
	symbolToken
	endToken
)

type token struct {
	kind tokenKind
	text string
}

func (t token) is(word string) bool {
	return (t.kind == wordToken || t.kind == symbolToken) && strings.EqualFold(t.text, word)
}

// lex cuts a FilterString into tokens: words, 'strings' with ” for a quote,
// numbers, and symbols.
func lex(src string) ([]token, error) {
	var out []token
	runes := []rune(src)
	for i := 0; i < len(runes); {
		if unicode.IsSpace(runes[i]) {
			i++
			continue
		}
		t, next, err := lexOne(runes, i)
		if err != nil {
			return nil, err
		}
		out, i = append(out, t), next
	}
	return append(out, token{kind: endToken}), nil
}

func lexOne(r []rune, i int) (token, int, error) {
	switch c := r[i]; {
	case c == '\'':
		return lexString(r, i)
	case (c == 'N' || c == 'n') && i+1 < len(r) && r[i+1] == '\'':
		return lexString(r, i+1)
	case unicode.IsDigit(c) || c == '-' && i+1 < len(r) && unicode.IsDigit(r[i+1]):
		end := span(r, i+1, func(c rune) bool { return unicode.IsDigit(c) || c == '.' })
		return token{numberToken, string(r[i:end])}, end, nil
	case unicode.IsLetter(c) || c == '_':
		end := span(r, i, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || c == '_' || c == '.' })
		return token{wordToken, string(r[i:end])}, end, nil
	default:
		return lexSymbol(r, i)
	}
}

func span(r []rune, i int, in func(rune) bool) int {
	for i < len(r) && in(r[i]) {
		i++
	}
	return i
}

func lexString(r []rune, i int) (token, int, error) {
	var b strings.Builder
	for i++; i < len(r); i++ {
		if r[i] != '\'' {
			b.WriteRune(r[i])
			continue
		}
		if i+1 >= len(r) || r[i+1] != '\'' {
			return token{stringToken, b.String()}, i + 1, nil
		}
		b.WriteRune('\'')
		i++
	}
	return token{}, i, fmt.Errorf("字符串没有结束：%s", b.String())
}

func lexSymbol(r []rune, i int) (token, int, error) {
	for _, symbol := range []string{"<>", "!=", ">=", "<=", "=", ">", "<", "(", ")", ",", "{", "}"} {
		if strings.HasPrefix(string(r[i:min(i+2, len(r))]), symbol) {
			return token{symbolToken, symbol}, i + len(symbol), nil
		}
	}
	return token{}, i, fmt.Errorf("无法识别的字符：%c", r[i])
}
