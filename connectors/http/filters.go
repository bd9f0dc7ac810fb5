package http

import (
	"crypto/md5" //nolint:gosec // systems ask for it
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// timeFilters write a time, textFilters change a text.
func timeFilters() []string {
	return []string{"datetime", "date", "compact", "iso", "unix", "unixms"}
}
func textFilters() []string { return []string{"md5", "base64", "upper", "lower"} }

// filter: a description whose filters do not fit its values is not accepted.
func filter(name string, v any) any {
	if at, ok := v.(time.Time); ok {
		return written(name, at)
	}
	text := plain(v)
	switch name {
	case "md5":
		sum := md5.Sum([]byte(text)) //nolint:gosec // systems ask for it
		return hex.EncodeToString(sum[:])
	case "base64":
		return base64.StdEncoding.EncodeToString([]byte(text))
	case "upper":
		return strings.ToUpper(text)
	case "lower":
		return strings.ToLower(text)
	}
	return text
}

func written(format string, at time.Time) any {
	switch format {
	case "date":
		return at.Format(time.DateOnly)
	case "compact":
		return at.Format("20060102150405")
	case "iso":
		return at.Format(time.RFC3339)
	case "unix":
		return json.Number(strconv.FormatInt(at.Unix(), 10))
	case "unixms":
		return json.Number(strconv.FormatInt(at.UnixMilli(), 10))
	}
	return at.Format(time.DateTime)
}
