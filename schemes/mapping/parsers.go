package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

// parse is one parser with its parameters, for one field. An empty value comes
// to it, too: of the parsers, one makes something of it.
type parse func(v any) (any, error)

// makeParse reads the parameters of a parser for the field of that name.
type makeParse func(params any, field string) (parse, error)

// Parsers lists the parsers a field may name.
func Parsers() []string { return keys(parsers()) }

func parsers() map[string]makeParse {
	return map[string]makeParse{
		"ConvertObjectParser":         convertObject,
		"ConvertTwoStageObjectParser": convertTwoStageObject,
		"StringToArray":               stringToArray,
		"ArrayToString":               arrayToString,
		"ArrayUnique":                 withoutParams(unique),
		"ConvertJson":                 withoutParams(convertJSON),
		"K3WiseHeiHuCustomParser":     keyNameAndValue,
		"workflowRequestTableFields":  workflowField,
	}
}

// parsers compiles the parsers of a field, in their order. They share their
// parameters, as they do in the SaaS.
func (c *compiler) parsers(f Field) []parse {
	var all []parse
	for _, p := range f.Parsers {
		one, err := c.parser(p, f.Name, len(f.Parsers) > 1)
		if err != nil {
			c.mistake(p.Place, err.Error())
			continue
		}
		all = append(all, one)
	}
	return all
}

func (c *compiler) parser(p Parser, field string, chained bool) (parse, error) {
	makes, ok := c.parses[p.Name]
	if !ok {
		return nil, fmt.Errorf("there is no parser %q%s", p.Name, suggest.DidYouMean(p.Name, keys(c.parses)))
	}
	params := p.Params
	if chained && !takesParams(p.Name) {
		params = nil // they are another's
	}
	one, err := makes(params, field)
	if err != nil {
		return nil, fmt.Errorf("parser %s: %w", p.Name, err)
	}
	return func(v any) (any, error) {
		out, err := one(v)
		if err != nil {
			return nil, fmt.Errorf("parser %s: %w", p.Name, err)
		}
		return out, nil
	}, nil
}

func takesParams(name string) bool {
	return !slices.Contains([]string{"ArrayUnique", "ConvertJson"}, name)
}

func withoutParams(p parse) makeParse {
	return func(params any, _ string) (parse, error) {
		if !IsEmpty(params) {
			return nil, errors.New("it takes no params")
		}
		return unlessEmpty(p), nil
	}
}

// unlessEmpty leaves a value that is not there alone: it is not sent.
func unlessEmpty(p parse) parse {
	return func(v any) (any, error) {
		if IsEmpty(v) {
			return nil, nil
		}
		return p(v)
	}
}

// words reads params that are one text, several separated by commas, a list, or
// keys and values of which those of the given names count.
func words(params any, names ...string) ([]any, error) {
	var found []any
	switch params := params.(type) {
	case Row:
		for _, name := range names {
			found = append(found, At(params, name))
		}
	case []any:
		found = params
	default:
		text, err := Text(params)
		if err != nil {
			return nil, err
		}
		found = commaList(text)
	}
	if len(found) != len(names) || slices.ContainsFunc(found, IsEmpty) {
		return nil, fmt.Errorf("its params must say %s", strings.Join(names, ", "))
	}
	return found, nil
}
