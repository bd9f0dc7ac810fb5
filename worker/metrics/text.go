package metrics

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// exposition writes the families of samples, in version 0.0.4 of the format.
func exposition(all []standing) []byte {
	var p page
	p.family("erpbridge_documents", "Documents by the state they are in.")
	for _, s := range all {
		for _, state := range docstore.States() {
			p.sample("erpbridge_documents", s.counts[state], "scheme", s.scheme, "state", string(state))
		}
	}
	p.family("erpbridge_documents_fetched", "Documents that were fetched; the sum of erpbridge_documents_balance.")
	for _, s := range all {
		p.sample("erpbridge_documents_fetched", s.balance.Fetched, "scheme", s.scheme)
	}
	p.family("erpbridge_documents_balance", "Where they are; lost is never anything but 0.")
	for _, s := range all {
		p.balance(s)
	}
	p.family("erpbridge_documents_changed", "Documents of which newer content came after they were delivered.")
	for _, s := range all {
		p.sample("erpbridge_documents_changed", s.changed, "scheme", s.scheme)
	}
	p.standings(all)
	p.comparisons(all)
	return p.Bytes()
}

func (p *page) standings(all []standing) {
	p.family("erpbridge_watermark_timestamp_seconds", "Up to when the source has been read; not there for one that never was.")
	for _, s := range all {
		if !s.watermark.IsZero() {
			p.sample("erpbridge_watermark_timestamp_seconds", int(s.watermark.Unix()), "scheme", s.scheme)
		}
	}
	p.family("erpbridge_paused", "1 while a person has stopped the scheme.")
	for _, s := range all {
		p.sample("erpbridge_paused", oneIf(s.paused), "scheme", s.scheme)
	}
	p.family("erpbridge_scheme_gone", "1 where only documents are left of the scheme, and no file.")
	for _, s := range all {
		p.sample("erpbridge_scheme_gone", oneIf(s.gone), "scheme", s.scheme)
	}
}

func oneIf(so bool) int {
	if so {
		return 1
	}
	return 0
}

func (p *page) balance(s standing) {
	for _, part := range []struct {
		name string
		n    int
	}{
		{"done", s.balance.Done},
		{"skipped", s.balance.Skipped},
		{"failed", s.balance.Failed},
		{"compensated", s.balance.Compensated},
		{"in_flight", s.balance.InFlight},
		{"lost", s.balance.Lost},
	} {
		p.sample("erpbridge_documents_balance", part.n, "scheme", s.scheme, "part", part.name)
	}
}

// page is what is told.
type page struct{ bytes.Buffer }

func (p *page) family(name, help string) {
	fmt.Fprintf(p, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

// sample writes a value with its labels, given as names and values.
func (p *page) sample(name string, value int, labels ...string) {
	var pairs []string
	for i := 0; i+1 < len(labels); i += 2 {
		pairs = append(pairs, labels[i]+`="`+escaped.Replace(labels[i+1])+`"`)
	}
	fmt.Fprintf(p, "%s{%s} %d\n", name, strings.Join(pairs, ","), value)
}

// escaped is how the format writes the value of a label.
var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
