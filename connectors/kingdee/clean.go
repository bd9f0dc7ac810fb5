package kingdee

import (
	"encoding/json"
	"regexp"
	"strings"
)

// longestExcerpt is how much of an unexpected answer an error shows.
const longestExcerpt = 200

// cleaner takes out of texts what must not be in errors and logs: secrets,
// session ids, phone numbers.
type cleaner struct {
	secrets *strings.Replacer
	session *regexp.Regexp
	phone   *regexp.Regexp
}

func newCleaner(secrets ...string) cleaner {
	var pairs []string
	for _, s := range secrets {
		if s == "" {
			continue
		}
		pairs = append(pairs, s, "***")
		if quoted, err := json.Marshal(s); err == nil {
			pairs = append(pairs, strings.Trim(string(quoted), `"`), "***")
		}
	}
	return cleaner{
		secrets: strings.NewReplacer(pairs...),
		session: regexp.MustCompile(`[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}`),
		phone:   regexp.MustCompile(`\b1[3-9]\d{9}\b`),
	}
}

func (c cleaner) text(s string) string {
	s = c.secrets.Replace(s)
	s = c.session.ReplaceAllString(s, "***")
	return c.phone.ReplaceAllStringFunc(s, func(p string) string { return p[:3] + "****" + p[7:] })
}

// excerpt is the beginning of a body, on one line. It is cut after cleaning, so
// that no half of a secret is left.
func (c cleaner) excerpt(body []byte) string {
	const enough = 16 << 10
	text := strings.ToValidUTF8(string(body[:min(len(body), enough)]), "�")
	text = strings.Join(strings.Fields(c.text(text)), " ")
	if text == "" {
		return "(empty)"
	}
	if r := []rune(text); len(r) > longestExcerpt {
		return string(r[:longestExcerpt]) + "…"
	}
	return text
}
