package filter

import (
	"encoding/json"
	"io"
	"strings"
)

// element is a piece of the JSON of a filter, with the place where it ends.
type element struct {
	end     int64
	object  bool
	list    bool
	members []member
	items   []element
	scalar  any
}

type member struct {
	name string
	end  int64
	element
}

// jsonReader reads JSON in which {{x}} may also stand without quotes.
type jsonReader struct {
	text    string // as it was written
	decoder *json.Decoder
	bare    map[int64]string // where a {{x}} without quotes ends
}

func readJSON(text string) (element, error) {
	r := &jsonReader{text: text, bare: map[int64]string{}}
	r.decoder = json.NewDecoder(strings.NewReader(r.quoted()))
	r.decoder.UseNumber()
	e, err := r.element()
	if err == nil {
		err = r.nothingMore()
	}
	return e, err
}

// quoted writes {{x}} outside of texts as "<x>", which is as long.
func (r *jsonReader) quoted() string {
	var b strings.Builder
	for i := 0; i < len(r.text); {
		n := 1
		if r.text[i] == '"' {
			n = endOfText(r.text[i:])
		}
		end := strings.Index(r.text[i:], "}}")
		if !strings.HasPrefix(r.text[i:], "{{") || strings.HasPrefix(r.text[i:], "{{{") || end < 0 {
			b.WriteString(r.text[i : i+n])
			i += n
			continue
		}
		inner := r.text[i+2 : i+end]
		b.WriteString(`"<` + strings.Map(plain, inner) + `>"`)
		i += end + 2
		r.bare[int64(i)] = "{{" + inner + "}}"
	}
	return b.String()
}

// plain keeps what stands in the braces from ending or spoiling the text.
func plain(c rune) rune {
	if c == '"' || c == '\\' || c < ' ' {
		return ' '
	}
	return c
}

// endOfText is the length of the text that begins here.
func endOfText(in string) int {
	for i := 1; i < len(in); i++ {
		switch in[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(in)
}

func (r *jsonReader) element() (element, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return element{}, r.explain(err)
	}
	e := element{end: r.decoder.InputOffset(), scalar: token}
	switch token {
	case json.Delim('{'):
		e.object, e.scalar = true, nil
		e.members, err = r.members()
	case json.Delim('['):
		e.list, e.scalar = true, nil
		e.items, err = r.items()
	default:
		if template, ok := r.bare[e.end]; ok {
			e.scalar = template
		}
	}
	return e, err
}

func (r *jsonReader) members() ([]member, error) {
	var members []member
	for r.decoder.More() {
		key, err := r.decoder.Token()
		if err != nil {
			return nil, r.explain(err)
		}
		name, _ := key.(string) // the decoder lets nothing else be a key
		m := member{name: name, end: r.decoder.InputOffset()}
		if template, ok := r.bare[m.end]; ok {
			m.name = template
		}
		if m.element, err = r.element(); err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return members, r.close()
}

func (r *jsonReader) items() ([]element, error) {
	var items []element
	for r.decoder.More() {
		item, err := r.element()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, r.close()
}

func (r *jsonReader) close() error {
	if _, err := r.decoder.Token(); err != nil {
		return r.explain(err)
	}
	return nil
}

func (r *jsonReader) nothingMore() error {
	at := r.decoder.InputOffset()
	if _, err := r.decoder.Token(); err != io.EOF {
		return r.problem(at+1, "the filter ends before this")
	}
	return nil
}
