package mysql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// speller writes an expression as the parser wants it where that is narrower
// than MySQL: compound units of an interval, SUBSTRING(a FROM b FOR c), CAST AS
// INT and --1. It refuses comments, which could hide a value, and full-width
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

func isLetter(r rune) bool {
	return r == '_' || (r <= unicode.MaxASCII && unicode.IsLetter(r))
}

func fullWidth(r rune) error {
	const fromASCII, first, last = 0xfee0, '！', '～'
	if r >= first && r <= last {
		return fmt.Errorf("%q is a full-width character; write %q", r, r-fromASCII)
	}
	quotes := map[rune]string{'‘': "'", '’': "'", '“': `"`, '”': `"`, '。': ".", '、': ",", '《': "<", '》': ">", '×': "*", '÷': "/", '≥': ">=", '≤': "<=", '≠': "<>"}
	if ascii, ok := quotes[r]; ok {
		return fmt.Errorf("%q is not a character of MySQL; write %s", r, ascii)
	}
	return fmt.Errorf("%q stands outside of quotes; text is written 'in quotes', a field {{in braces}}", r)
}

func (s *speller) top() *frame { return &s.frames[len(s.frames)-1] }

func (s *speller) parenthesis(r rune) {
	switch {
	case r == '(':
		commas := s.afterWord && slices.Contains([]string{"substring", "substr", "mid"}, s.lastWord)
		s.frames = append(s.frames, frame{commas, -1})
	case r == ')' && len(s.frames) > 1:
		s.frames = s.frames[:len(s.frames)-1]
	}
}

func (s *speller) word() {
	end := strings.IndexFunc(s.in, func(r rune) bool { return !isLetter(r) && (r < '0' || r > '9') })
	if end < 0 {
		end = len(s.in)
	}
	word := strings.ToLower(s.in[:end])
	if s.unit(word) {
		s.in = s.in[end:]
		return
	}
	afterAs := s.afterWord && s.lastWord == "as"
	switch {
	case s.top().commas && (word == "from" || word == "for"):
		s.out, s.in = s.out+",", s.in[end:]
	case afterAs && (word == "int" || word == "integer"):
		s.out, s.in = s.out+"signed", s.in[end:]
	default:
		s.take(end)
	}
	s.lastWord, s.afterWord = word, true
	s.open += map[string]int{"case": 1, "end": -1}[word]
	if word == "interval" {
		s.top().interval = len(s.out)
	}
}

const compoundPrefix = "interval_of_"

// unit ends an open interval. The quantity of a compound unit becomes the
// argument of a function that names it.
func (s *speller) unit(word string) bool {
	from := s.top().interval
	if from < 0 {
		return false
	}
	_, isCompound := compoundUnits()[word]
	if isCompound {
		s.out = s.out[:from] + " " + compoundPrefix + word + "(" + s.out[from:] + ") day"
	}
	if isCompound || isUnit(word) {
		s.top().interval, s.lastWord = -1, word
	}
	return isCompound
}

func isUnit(word string) bool {
	return slices.Contains(strings.Fields("microsecond second minute hour day week month quarter year"), word)
}
