package http

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// inPath begins the names of what a scheme asks for and the path names:
// {{request.order_no}}.
const inPath = "request."

// addressed says whether the path names one thing, which then may be answered
// with itself and not with a list.
func (a *api) addressed() bool { return a.Path.uses(inPath) }

// pathFields are the fields of a request that may stand in its path.
func (a *api) pathFields() []string {
	var names []string
	for _, f := range a.Request {
		names = append(names, inPath+f.Field)
	}
	return names
}

// place puts what the scheme asks for into the path, and there alone.
func (k *ask) place() error {
	var problems []error
	var placed []string
	k.path = k.api.Path.text(func(name string) any {
		field, ours := strings.CutPrefix(name, inPath)
		if !ours {
			return k.c.wire.variable(name)
		}
		placed = append(placed, field)
		segment, err := segment(k.asked(field))
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", field, err))
		}
		return segment
	})
	k.fields = slices.DeleteFunc(k.fields, func(m connectors.Member) bool { return slices.ContainsFunc(placed, named(m.Name)) })
	return errors.Join(problems...)
}

func (k *ask) asked(field string) string {
	i := slices.IndexFunc(k.fields, func(m connectors.Member) bool { return strings.EqualFold(m.Name, field) })
	if i < 0 {
		return ""
	}
	return plain(k.fields[i].Value)
}

func named(name string) func(string) bool {
	return func(other string) bool { return strings.EqualFold(name, other) }
}

// segment is a text that cannot leave its place in a path.
func segment(text string) (string, error) {
	switch strings.TrimSpace(text) {
	case "":
		return "", errors.New("is empty and stands in the path")
	case ".", "..":
		return "", fmt.Errorf("%q stands in the path, and means another one", text)
	}
	return url.PathEscape(text), nil
}
