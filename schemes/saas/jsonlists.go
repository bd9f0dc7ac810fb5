package saas

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

func (r *jsonReader) array() (any, error) {
	items := []any{}
	err := r.elements("[", "]", func() error {
		v, err := r.value()
		items = append(items, v)
		return err
	})
	return items, err
}

func (r *jsonReader) object() (any, error) {
	members := connectors.Object{}
	err := r.elements("{", "}", func() error {
		m, err := r.member()
		if i := slices.IndexFunc(members, func(o connectors.Member) bool { return o.Name == m.Name }); i >= 0 {
			r.notes.add(Note{Kind: Repaired, Code: "json-twice", Field: m.Name})
			members = slices.Delete(members, i, i+1)
		}
		members = append(members, m)
		return err
	})
	return members, err
}

// elements reads what stands between brackets, separated by commas.
func (r *jsonReader) elements(opening, closing string, one func() error) error {
	start := r.pos
	r.pos += len(opening)
	for separated := true; ; {
		if err := r.space(); err != nil {
			return err
		}
		switch {
		case r.pos == len(r.text):
			return r.mistake(start, "%q is never closed: the end of the file is missing", opening)
		case r.text[r.pos] == closing[0]:
			r.pos++
			return nil
		case !separated:
			return r.mistake(r.pos, "a comma or %q belongs before %q", closing, r.next())
		}
		err := one()
		if err == nil {
			separated, err = r.comma(closing)
		}
		if err != nil {
			return err
		}
	}
}

// comma takes a comma; one before the closing bracket is too many.
func (r *jsonReader) comma(closing string) (bool, error) {
	if err := r.space(); err != nil || !r.mark(",，") {
		return false, err
	}
	if err := r.space(); err != nil {
		return false, err
	}
	if strings.HasPrefix(r.text[r.pos:], closing) {
		r.repaired("json-comma")
	}
	return true, nil
}

// mark takes one of two characters: the one JSON has, or its wide twin.
func (r *jsonReader) mark(narrowAndWide string) bool {
	c, size := utf8.DecodeRuneInString(r.text[r.pos:])
	if size == 0 || !strings.ContainsRune(narrowAndWide, c) {
		return false
	}
	if size > 1 {
		r.repaired("json-wide")
	}
	r.pos += size
	return true
}

func (r *jsonReader) member() (connectors.Member, error) {
	m := connectors.Member{}
	name, err := r.name()
	if err != nil {
		return m, err
	}
	if err := r.space(); err != nil {
		return m, err
	}
	if !r.mark(":：") {
		return m, r.mistake(r.pos, "a colon belongs after %q", name)
	}
	if err := r.space(); err != nil {
		return m, err
	}
	m.Name = name
	m.Value, err = r.value()
	return m, err
}
