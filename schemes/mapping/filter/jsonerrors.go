package filter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

func (r *jsonReader) explain(err error) error {
	var damaged *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("it ends too early; %s is missing at its end", missingEnd(r.text))
	case errors.As(err, &damaged) && damaged.Error() == "unexpected end of JSON input":
		return fmt.Errorf("it ends too early; %s is missing at its end", missingEnd(r.text))
	case errors.As(err, &damaged):
		return r.problem(damaged.Offset+1, damaged.Error()) // the offset is of what was understood
	default:
		return r.problem(r.decoder.InputOffset()+1, err.Error())
	}
}

// problem says at which character of the filter something is wrong.
func (r *jsonReader) problem(end int64, message string) error {
	const around = 20
	at := int(max(1, min(end, int64(len(r.text)))))
	near := strings.ToValidUTF8(r.text[max(0, at-around):min(len(r.text), at+around)], "")
	return fmt.Errorf("at character %d, near %q: %s", len([]rune(r.text[:at])), near, message)
}

// missingEnd is what would close all that is open.
func missingEnd(text string) string {
	var open []byte
	quote := ""
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '"':
			n := endOfText(text[i:])
			if i+n == len(text) && (n == 1 || !bytes.HasSuffix([]byte(text), []byte{'"'})) {
				quote = `"`
			}
			i += n - 1
		case '{':
			open = append(open, '}')
		case '[':
			open = append(open, ']')
		case '}', ']':
			open = open[:max(0, len(open)-1)]
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		quote += string(open[i])
	}
	return quote
}
