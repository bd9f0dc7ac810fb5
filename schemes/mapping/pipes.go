package mapping

import (
	"time"
)

// pipe formats a value. Empty stays empty.
type pipe func(v any, in *time.Location) (any, error)

// pipes by their names in lower case: the wild has both datetime and dateTime.
func pipes() map[string]pipe {
	return map[string]pipe{
		"date":         layout(time.DateOnly),
		"datetime":     layout(time.DateTime),
		"timestamp":    unix(time.Time.Unix),
		"timestamp_ms": unix(time.Time.UnixMilli),
	}
}

func layout(format string) pipe {
	return func(v any, in *time.Location) (any, error) {
		t, err := asTime(v, in)
		if err != nil {
			return nil, err
		}
		return t.In(in).Format(format), nil
	}
}

func unix(of func(time.Time) int64) pipe {
	return func(v any, in *time.Location) (any, error) {
		t, err := asTime(v, in)
		if err != nil {
			return nil, err
		}
		return integer(int(of(t))), nil
	}
}

func asTime(v any, in *time.Location) (time.Time, error) {
	text, err := Text(v)
	if err != nil {
		return time.Time{}, err
	}
	return ParseTime(text, in)
}
