package schemes

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// holds says whether a value satisfies the condition at a time.
func (c Condition) holds(v any, now time.Time) (bool, error) {
	switch c.Logic {
	case "isnull":
		return isNull(v), nil
	case "notnull":
		return !isNull(v), nil
	}
	ok, err := c.compares(v, now)
	if err != nil && c.lenient {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("condition on %s: %w", c.Field, err)
	}
	return ok, nil
}

// isNull counts an empty list as nothing: as such PHP writes what has no lines.
func isNull(v any) bool {
	switch v := v.(type) {
	case []any:
		return len(v) == 0
	case connectors.Object:
		return len(v) == 0
	}
	return mapping.IsEmpty(v)
}

func (c Condition) compares(v any, now time.Time) (bool, error) {
	text, err := mapping.Text(v)
	if err != nil {
		return false, fmt.Errorf("the value %w", err)
	}
	values, err := c.values(now)
	if err != nil {
		return false, err
	}
	switch c.Logic {
	case "eq", "eqv2", "in":
		return among(v, text, values), nil
	case "neq", "neqv2", "notin":
		return !among(v, text, values), nil
	case "like":
		return strings.Contains(text, values[0]), nil
	case "notlike":
		return !strings.Contains(text, values[0]), nil
	default:
		return c.inOrder(text, values[0], values[len(values)-1])
	}
}

func (c Condition) values(now time.Time) ([]string, error) {
	values := make([]string, len(c.operands))
	for i, o := range c.operands {
		var err error
		if values[i], err = o.at(now); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func among(v any, text string, values []string) bool {
	_, truth := v.(bool)
	return slices.ContainsFunc(values, func(value string) bool {
		if truth {
			value = truthWord(value)
		}
		return equal(text, value)
	})
}

// truthWord is true and false as the SaaS also writes them.
func truthWord(value string) string {
	switch value = strings.ToLower(value); value {
	case "1":
		return "true"
	case "0":
		return "false"
	}
	return value
}

// inOrder compares sizes; a row without the value does not pass.
func (c Condition) inOrder(text, low, high string) (bool, error) {
	if text == "" {
		return false, nil
	}
	withLow, errLow := compare(text, low)
	withHigh, errHigh := compare(text, high)
	if errLow != nil || errHigh != nil {
		return false, notComparable(mapping.Shown(c.Field, text))
	}
	switch c.Logic {
	case "gt":
		return withLow > 0, nil
	case "egt":
		return withLow >= 0, nil
	case "lt":
		return withLow < 0, nil
	case "elt":
		return withLow <= 0, nil
	}
	return withLow >= 0 && withHigh <= 0, nil
}

// reason is what a person reads of a document that is not carried.
func (c Condition) reason(v any) string {
	if c.Because != "" {
		return c.Because
	}
	text, err := mapping.Text(v)
	if err != nil || text == "" {
		text = "empty"
	}
	return strings.TrimSpace(fmt.Sprintf("%s is %s, wanted %s %s", c.Field, mapping.Shown(c.Field, text), c.Logic, c.Value))
}
