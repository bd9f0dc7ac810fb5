package mapping

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

// Types lists the types a field may declare. A decimal may also say how many
// digits it has: decimal(18,2).
func Types() []string {
	return []string{
		"string", "text", "sql", "int", "integer", "float", "double", "number", "decimal", "bool", "boolean",
		"date", "datetime", "timestamp", "timestamp_ms", "object", "array",
	}
}

// DecimalPattern is how a decimal says how many digits it has, and how many of
// them follow the point.
func DecimalPattern() string { return `^decimal\((\d{1,2}),\s*(\d{1,2})\)$` }

// converter gives a value that is not empty the type a field declares.
type converter func(v any, in *time.Location) (any, error)

// CheckType says what is wrong with a type; "" is no type, and right.
func CheckType(kind string) error {
	_, err := converterOf(kind)
	return err
}

// converterOf is nil for a type that leaves values as they are: the SaaS labels
// nearly everything "string" and still sends numbers as numbers.
func converterOf(kind string) (converter, error) {
	if parts := regexp.MustCompile(DecimalPattern()).FindStringSubmatch(kind); parts != nil {
		return fitting(parts[1], parts[2])
	}
	c, ok := converters()[kind]
	if !ok {
		return nil, fmt.Errorf("%q is not one of %s%s", kind, strings.Join(Types(), ", "), suggest.DidYouMean(kind, Types()))
	}
	return c, nil
}

func converters() map[string]converter {
	return map[string]converter{
		"": nil, "string": nil, "text": nil, "sql": nil, // as they are
		"int": toInt, "integer": toInt,
		"float": toNumber, "double": toNumber, "number": toNumber, "decimal": toNumber,
		"bool": toBool, "boolean": toBool,
		"date": converter(layout(time.DateOnly)), "datetime": converter(layout(time.DateTime)),
		"timestamp": converter(unix(time.Time.Unix)), "timestamp_ms": converter(unix(time.Time.UnixMilli)),
		"object": toObject, "array": toList,
	}
}

// fitting is a decimal of at most so many digits, as databases declare them.
func fitting(precision, scale string) (converter, error) {
	digits, _ := strconv.Atoi(precision)
	places, _ := strconv.Atoi(scale)
	if places > digits || digits == 0 {
		return nil, fmt.Errorf("decimal(%s,%s): the places after the point are among the digits", precision, scale)
	}
	return func(v any, in *time.Location) (any, error) {
		n, err := toNumber(v, in)
		if err != nil {
			return nil, err
		}
		return fit(n, digits, places)
	}, nil
}
