package jushuitantest

import (
	"crypto/md5" //nolint:gosec // the protocol's signature
	"fmt"
	"net/url"
	"sort"
	"strings"
)

// openSign recomputes over the fields that arrived and are not empty.
func openSign(secret string, form url.Values) string {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	sort.Strings(names)
	text := secret
	for _, name := range names {
		if value := form.Get(name); name != "sign" && value != "" {
			text += name + value
		}
	}
	return fmt.Sprintf("%x", md5.Sum([]byte(text))) //nolint:gosec // see the import
}

// pairs is a query string in the order it arrived: the old gateway signs that.
type pairs [][2]string

func arrival(raw string) pairs {
	var ps pairs
	for part := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(part, "=")
		value, err := url.QueryUnescape(value)
		if err != nil {
			continue
		}
		ps = append(ps, [2]string{name, value})
	}
	return ps
}

func (ps pairs) get(name string) string {
	for _, p := range ps {
		if p[0] == name {
			return p[1]
		}
	}
	return ""
}

func legacySign(key string, query pairs) string {
	text := query.get("method") + query.get("partnerid")
	for _, p := range query {
		switch p[0] {
		case "sign", "method", "partnerid", "partnerkey":
		default:
			text += p[0] + p[1]
		}
	}
	return fmt.Sprintf("%x", md5.Sum([]byte(text+key))) //nolint:gosec // see the import
}
