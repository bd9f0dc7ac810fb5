package mysql

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

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
