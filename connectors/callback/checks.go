package callback

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

// A check says what is wrong with a value, "" when nothing is. It is given
// text: a string as it is, a number with its digits. It never repeats the value,
// which may be a person's.
type check func(value string) string

var (
	decimal  = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,4}0*)?$`)
	nonZero  = regexp.MustCompile(`[1-9]`)
	positive = both(amount, func(v string) string {
		if strings.HasPrefix(v, "-") || !nonZero.MatchString(v) {
			return "must be more than 0"
		}
		return ""
	})
	notNegative = both(amount, func(v string) string {
		if strings.HasPrefix(v, "-") && nonZero.MatchString(v) {
			return "must not be negative"
		}
		return ""
	})
)

func amount(v string) string {
	if !decimal.MatchString(v) {
		return "must be a number with at most 15 digits before the point and 4 after it, without exponent"
	}
	return ""
}

func atMost(length int) check {
	return func(v string) string {
		if n := utf8.RuneCountInString(v); n > length {
			return fmt.Sprintf("has %d characters; at most %d are allowed", n, length)
		}
		return ""
	}
}

// id is what something is known by: with a blank or an invisible character at
// its end it would be another's.
func id(length int) check {
	return both(atMost(length), func(v string) string {
		if strings.TrimSpace(v) != v || strings.ContainsFunc(v, func(r rune) bool { return !unicode.IsPrint(r) }) {
			return "must have no blanks around it and no invisible characters"
		}
		return ""
	})
}

func oneOf(values ...string) check {
	return func(v string) string {
		if !slices.Contains(values, v) {
			return "must be one of " + strings.Join(values, ", ")
		}
		return ""
	}
}

func code(v string) string {
	if n := len(v); n == 0 || n > 4 || strings.Trim(v, "0123456789") != "" {
		return "must be a code of digits, or -1"
	}
	return ""
}

func moment(v string) string {
	if _, err := time.Parse(time.DateTime, v); err != nil || len(v) != len(time.DateTime) {
		return "must be a time that exists, as 2026-11-21 08:30:00"
	}
	return ""
}

// never is how 旺店通 writes the time of what has not happened.
func never(v string) string {
	if v != "0000-00-00 00:00:00" {
		return "must be 0000-00-00 00:00:00"
	}
	return ""
}

func both(first, second check) check {
	return func(v string) string {
		if problem := first(v); problem != "" {
			return problem
		}
		return second(v)
	}
}

// either lets pass what one of them does, and says of the rest what the second has against it.
func either(first, second check) check {
	return func(v string) string {
		if first(v) == "" {
			return ""
		}
		return second(v)
	}
}

// scalar is a value as text; a number keeps its digits.
func scalar(value any) (string, bool) {
	switch v := value.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	default:
		return "", false
	}
}

// typed says what a value is instead of text.
func typed(value any) string {
	switch value.(type) {
	case connectors.Object:
		return "an object"
	case []any:
		return "a list"
	default:
		return "true or false"
	}
}
