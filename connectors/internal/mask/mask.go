// Package mask keeps secrets and phone numbers out of what is shown.
package mask

import (
	"regexp"
	"slices"
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

// A Masker takes secrets and phone numbers out of what is shown.
type Masker struct {
	known   []string
	secrets atomic.Pointer[strings.Replacer]
}

// New makes a masker of secrets that stay.
func New(known ...string) *Masker {
	m := &Masker{known: known}
	m.Hide()
	return m
}

// Hide adds secrets that change, such as tokens; those of the call before are
// dead and need no hiding.
func (m *Masker) Hide(secrets ...string) {
	var pairs []string
	for _, s := range slices.Concat(secrets, m.known) {
		if len(s) >= shortestSecret {
			pairs = append(pairs, s, "***")
		}
	}
	m.secrets.Store(strings.NewReplacer(pairs...))
}

// Clean takes out secrets and phone numbers.
func (m *Masker) Clean(s string) string {
	s = m.secrets.Load().Replace(strings.ToValidUTF8(s, "�"))
	s = keyed.ReplaceAllString(s, "$1$2***")
	return phones.ReplaceAllStringFunc(s, func(p string) string { return p[:3] + "****" + p[len(p)-2:] })
}

// Excerpt is the beginning of an answer that could not be read. It is cleaned
// well beyond what is shown: half a phone number is not recognised as one.
func (m *Masker) Excerpt(body []byte) string {
	s := strings.Join(strings.Fields(string(body[:min(len(body), 64<<10)])), " ")
	s = m.Clean(s[:min(len(s), 8*excerptRunes)])
	if utf8.RuneCountInString(s) > excerptRunes {
		s = string([]rune(s)[:excerptRunes-1]) + "…"
	}
	return s
}
