package messages

import "strings"

// What stands before the parts of a refusal; connectors.Error writes the English
// of the first.
const (
	beforeAdvice, chineseBeforeAdvice = " — ", " —— "
	beforeMessage                     = "："
)

// refusal says what a connector has put beside a system's own words. The kind of
// the refusal is in Chinese by then.
func (p *Printer) refusal(text string) string {
	book := p.book()
	text = p.behind(text, beforeAdvice, chineseBeforeAdvice, phrasebook{Sentences: book.Advice})
	return p.behind(text, beforeMessage, beforeMessage, phrasebook{Words: book.Words, Sentences: book.Messages})
}

// behind says each of the sentences that stands behind a mark, the last first: what
// ends in the one before it is in Chinese then.
func (p *Printer) behind(text, mark, chinese string, known phrasebook) string {
	in := interpreter{known, map[string]heard{}, p.line}
	for at := strings.LastIndex(text, mark); at >= 0; at = strings.LastIndex(text[:at], mark) {
		if said, ok := in.beginning(text[at+len(mark):]); ok {
			text = text[:at] + chinese + said
		}
	}
	return text
}

// beginning says as much of a text as is a sentence, up to its end or to where
// something else was put behind it.
func (in *interpreter) beginning(text string) (string, bool) {
	for end := len(text); end > 0; end = strings.LastIndexAny(text[:end], ";；)）—") {
		part := strings.TrimRight(text[:end], " ")
		if said, ok := in.say(part); ok {
			return said + text[len(part):], true
		}
	}
	return "", false
}
