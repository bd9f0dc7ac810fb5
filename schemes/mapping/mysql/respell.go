package mysql

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// speller writes an expression as the parser wants it where that is narrower
// than MySQL: compound units of an interval, SUBSTRING(a FROM b FOR c), TRIM(BOTH
// FROM a), CAST AS INT, SQL_TSI_DAY and --1. It refuses comments, which could hide a value, and full-width
// punctuation.
type speller struct {
	in, out   string
	frames    []frame // one for each open parenthesis, and one around all
	lastWord  string
	afterWord bool // nothing but spaces since the last word
	open      int  // CASEs without their END
}

// frame is what is known of the parenthesis at hand.
type frame struct {
	commas   bool // of SUBSTRING: FROM and FOR are commas
	interval int  // where the quantity of an open INTERVAL begins in out; -1: none is open
}

func respell(text string) (string, error) {
	s := &speller{in: text, frames: []frame{{interval: -1}}}
	for s.in != "" {
		if err := s.next(); err != nil {
			return "", err
		}
	}
	if s.open > 0 {
		return "", errors.New("a CASE is not closed by END")
	}
	return s.out, nil
}

var errComment = errors.New("a comment cannot stand in an expression")

func (s *speller) next() error {
	r, size := utf8.DecodeRuneInString(s.in)
	switch {
	case r == '\'' || r == '"' || r == '`':
		return s.quoted()
	case r == '#' || strings.HasPrefix(s.in, "/*") || isDashComment(s.in):
		return errComment
	case strings.HasPrefix(s.in, "=="):
		return errors.New("== is not MySQL; write =")
	case r == '-' && strings.HasSuffix(s.out, "-"):
		s.out += " "
	case isLetter(r):
		s.word()
		return nil
	case unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b':
		s.in, s.out = s.in[size:], s.out+" "
		return nil
	case r > unicode.MaxASCII:
		return fullWidth(r)
	}
	s.parenthesis(r)
	s.take(size)
	return nil
}

// take copies; what is not a space ends the neighbourhood of a word.
func (s *speller) take(size int) {
	s.out, s.in, s.afterWord = s.out+s.in[:size], s.in[size:], false
}

func (s *speller) quoted() error {
	end := closing(s.in)
	if end < 0 {
		return fmt.Errorf("the text that begins with %.20s is not closed", s.in)
	}
	text := s.in[:end+1]
	s.take(end + 1)
	s.out = s.out[:len(s.out)-len(text)] + patternEscapes(text)
	return nil
}

// patternEscapes doubles the backslash of \% and \_, which stays in the text, for
// LIKE reads it; the parser would drop it.
func patternEscapes(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		if text[i+1] == '%' || text[i+1] == '_' {
			b.WriteByte('\\')
		}
		b.WriteString(text[i : i+2])
		i++
	}
	return b.String()
}

// closing finds the end of a quoted text: a backslash escapes, a doubled quote
// is a quote.
func closing(in string) int {
	for i := 1; i < len(in); i++ {
		switch {
		case in[i] == '\\' && in[0] != '`':
			i++
		case in[i] == in[0] && i+1 < len(in) && in[i+1] == in[0]:
			i++
		case in[i] == in[0]:
			return i
		}
	}
	return -1
}

// isDashComment: two dashes begin a comment when a space follows.
func isDashComment(s string) bool {
	rest, ok := strings.CutPrefix(s, "--")
	return ok && (rest == "" || unicode.IsSpace(rune(rest[0])))
}
