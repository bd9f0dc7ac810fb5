package jushuitan

import (
	"regexp"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

const (
	excerptRunes   = 200
	shortestSecret = 4 // a shorter one is in every other word
)

var (
	phones = regexp.MustCompile(`(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8}`)
	// keyed finds tokens that are not ours yet: a renewal's answer that could not be read.
	keyed = regexp.MustCompile(`(?i)((?:access_|refresh_)?token|secret|sign)("?\s*[:=]\s*"?)[^"&\s,}]+`)
)

// masker takes secrets and phone numbers out of what is shown.
type masker struct {
	known   []string
	secrets atomic.Pointer[strings.Replacer]
}

func newMasker(known ...string) *masker {
	m := &masker{known: known}
	m.hide(Tokens{})
	return m
}

// hide adds tokens; the ones before them are dead and need no hiding.
func (m *masker) hide(t Tokens) {
	var pairs []string
	for _, s := range append([]string{t.Access, t.Refresh}, m.known...) {
		if len(s) >= shortestSecret {
			pairs = append(pairs, s, "***")
		}
	}
	m.secrets.Store(strings.NewReplacer(pairs...))
}

func (m *masker) clean(s string) string {
	s = m.secrets.Load().Replace(strings.ToValidUTF8(s, "�"))
	s = keyed.ReplaceAllString(s, "$1$2***")
	return phones.ReplaceAllStringFunc(s, func(p string) string { return p[:3] + "****" + p[len(p)-2:] })
}

// excerpt is the beginning of an answer that could not be read. It is cleaned
// well beyond what is shown: half a phone number is not recognised as one.
func (m *masker) excerpt(body []byte) string {
	s := strings.Join(strings.Fields(string(body[:min(len(body), 64<<10)])), " ")
	s = m.clean(s[:min(len(s), 8*excerptRunes)])
	if utf8.RuneCountInString(s) > excerptRunes {
		s = string([]rune(s)[:excerptRunes-1]) + "…"
	}
	return s
}
