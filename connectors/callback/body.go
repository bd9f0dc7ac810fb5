package callback

import (
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/erpbridge/erpbridge/connectors"
)

// text is the body in UTF-8.
func text(in connectors.Inbound) ([]byte, *connectors.Invalid) {
	charset, problem := charset(in.Header)
	if problem != "" {
		return nil, broken(http.StatusUnsupportedMediaType, problem)
	}
	body := in.Body
	if charset == "gbk" {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(body)
		if err != nil || strings.ContainsRune(string(decoded), utf8.RuneError) {
			return nil, broken(http.StatusBadRequest, "the body is not in GBK, as its Content-Type says")
		}
		body = decoded
	}
	if !utf8.Valid(body) {
		return nil, broken(http.StatusBadRequest, "the body is not in UTF-8; send it so, or say what it is in: Content-Type: application/json; charset=gbk")
	}
	return []byte(strings.TrimPrefix(string(body), "\ufeff")), nil
}

// charset is what the headers say the body is in.
func charset(h http.Header) (name, problem string) {
	if coding := h.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return "", "the body must not be compressed (Content-Encoding)"
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return "", "Content-Type must be application/json"
	}
	switch strings.ToLower(params["charset"]) {
	case "", "utf-8", "utf8":
		return "utf-8", ""
	case "gbk", "gb2312", "gb18030":
		return "gbk", ""
	default:
		return "", "the charset must be utf-8 or gbk"
	}
}

// broken is a body that cannot be read at all.
func broken(status int, problem string) *connectors.Invalid {
	return &connectors.Invalid{Status: status, Violations: []connectors.Violation{{Path: "$", Message: problem}}}
}

func wrong(path, problem string) *connectors.Invalid {
	return &connectors.Invalid{
		Status:     http.StatusUnprocessableEntity,
		Violations: []connectors.Violation{{Path: path, Message: problem}},
	}
}
