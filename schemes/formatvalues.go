package schemes

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// formatter makes the value of a new field. It never gets an empty one.
type formatter func(v any) (any, error)

// formatKind is a format by its name and what its argument makes of it.
type formatKind struct {
	name string
	with func(argument string) (f formatter, problem string)
}

// formatKinds in the order they are documented. dateTime has no seconds: so the
// SaaS documents it, and the pipe {{x|datetime}} has them.
func formatKinds() []formatKind {
	return []formatKind{
		{"date", timeLayout(time.DateOnly)},
		{"time", timeLayout(time.TimeOnly)},
		{"dateTime", timeLayout("2006-01-02 15:04")},
		{"shortDate", timeLayout("01-02")},
		{"shortTime", timeLayout("15:04")},
		{"shortDateTime", timeLayout("01-02 15:04")},
		{"longText", counted(15, longText)},
		{"intval", plain(intval)},
		{"round", counted(2, round)},
		{"amount", plain(amountText)},
		{"implode", func(glue string) (formatter, string) { return implode(firstOf(glue, ",")), "" }},
		{"string", plain(func(v any) (any, error) { return mapping.Text(v) })},
	}
}

func plain(f formatter) func(string) (formatter, string) {
	return func(argument string) (formatter, string) {
		if argument != "" {
			return nil, "it takes nothing in brackets"
		}
		return f, ""
	}
}

// counted formats take a whole number.
func counted(otherwise int, f func(n int) formatter) func(string) (formatter, string) {
	return func(argument string) (formatter, string) {
		const most = 1000
		if argument == "" {
			return f(otherwise), ""
		}
		n, err := strconv.Atoi(argument)
		if err != nil || n < 0 || n > most {
			return nil, fmt.Sprintf("%q is not a whole number from 0 to %d", argument, most)
		}
		return f(n), ""
	}
}

func timeLayout(layout string) func(string) (formatter, string) {
	return plain(func(v any) (any, error) {
		text, err := mapping.Text(v)
		if err != nil {
			return nil, err
		}
		t, err := mapping.ParseTime(text, mapping.Shanghai())
		if err != nil {
			return nil, errors.New("is not a date or time")
		}
		return t.In(mapping.Shanghai()).Format(layout), nil
	})
}

func longText(n int) formatter {
	return func(v any) (any, error) {
		text, err := mapping.Text(v)
		if err != nil {
			return nil, err
		}
		if runes := []rune(text); len(runes) > n {
			return string(runes[:n]) + "…", nil
		}
		return text, nil
	}
}

func intval(v any) (any, error) {
	d, err := asDecimal(v)
	if err != nil {
		return nil, err
	}
	return digits(d.Truncate(0)), nil
}

// round rounds half away from zero. It adds no places: 2 stays 2.
func round(n int) formatter {
	return func(v any) (any, error) {
		d, err := asDecimal(v)
		if err != nil {
			return nil, err
		}
		if d.Exponent() >= int32(-n) {
			return digits(d), nil
		}
		return digits(d.Round(int32(n))), nil
	}
}

func amountText(v any) (any, error) {
	d, err := asDecimal(v)
	if err != nil {
		return nil, err
	}
	const places, group = 2, 3
	sign := ""
	if d.Round(places).IsNegative() {
		sign = "-"
	}
	whole, cents, _ := strings.Cut(d.Abs().StringFixed(places), ".")
	for i := len(whole) - group; i > 0; i -= group {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + "￥" + whole + "." + cents, nil
}

func implode(glue string) formatter {
	return func(v any) (any, error) {
		elements, ok := v.([]any)
		if !ok {
			return mapping.Text(v)
		}
		var texts []string
		for _, element := range elements {
			text, err := mapping.Text(element)
			if err != nil {
				return nil, fmt.Errorf("has an element that %w", err)
			}
			texts = append(texts, text)
		}
		return strings.Join(texts, glue), nil
	}
}

// of makes the new value. Empty stays empty; what cannot be read stops the
// document, or in a compatible scheme stays as it is.
func (f Format) of(value any) (any, error) {
	if isNull(value) || f.compute == nil {
		return value, nil
	}
	made, err := f.compute(value)
	switch {
	case err != nil && f.lenient:
		return value, nil
	case err != nil:
		text, textErr := mapping.Text(value)
		if textErr != nil {
			return nil, fmt.Errorf("the value %w", textErr)
		}
		return nil, fmt.Errorf("%q %w and cannot be formatted as %s", mapping.Shown(f.Old, text), err, f.Format)
	}
	return made, nil
}
