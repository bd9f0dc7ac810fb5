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
	written, word := s.in[:end], strings.ToLower(s.in[:end])
	s.in = s.in[end:]
	if s.unit(word) {
		return
	}
	s.out += s.spelling(word, written)
	s.lastWord, s.afterWord = word, true
	s.open += map[string]int{"case": 1, "end": -1}[word]
	if word == "interval" {
		s.top().interval = len(s.out)
	}
}

// spelling is a word as the parser knows it.
func (s *speller) spelling(word, written string) string {
	after := ""
	if s.afterWord {
		after = s.lastWord
	}
	switch {
	case word == "from" && (after == "leading" || after == "trailing" || after == "both"):
		return "' ' from"
	case s.top().commas && (word == "from" || word == "for"):
		return ","
	case after == "as" && (word == "int" || word == "integer"):
		return "signed"
	case strings.HasPrefix(word, "sql_tsi_"):
		return strings.TrimPrefix(word, "sql_tsi_")
	}
	return written
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
