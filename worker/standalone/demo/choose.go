package demo

import (
	"errors"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/http"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
)

// All, as the name of a scheme, stands for every scheme whose systems are
// simulated or set.
const All = "all"

// DefaultSchemes are what the demo shows when no scheme is named.
func DefaultSchemes() []string { return []string{"jushuitan-refund-to-kingdee-return"} }

// openSchemes takes the schemes asked for and, before each, those it needs.
func (r *run) openSchemes() error {
	if err := r.openLibrary(); err != nil {
		return err
	}
	names := r.opts.Schemes
	switch {
	case len(names) == 0:
		names = DefaultSchemes()
	case slices.Contains(names, All):
		names = r.playable()
	}
	for _, name := range names {
		if err := r.add(name); err != nil {
			return err
		}
	}
	if len(r.use) == 0 {
		return errors.New("no scheme can be shown: nobody plays the systems they need; set their addresses to use real ones")
	}
	return nil
}

// openLibrary loads the schemes, with those of the made-up system that is
// described and not coded unless the person has schemes of their own.
func (r *run) openLibrary() error {
	apis, err := all.APIsOf(r.opts.Environ)
	if err != nil {
		return err
	}
	examples, err := http.ExampleSchemes()
	if err != nil {
		return err
	}
	r.library, err = r.set.Library(apis, examples)
	return err
}

func (r *run) add(name string) error {
	s, err := r.library.Get(name)
	if err != nil || r.chosen[s.Name] {
		return err
	}
	r.chosen[s.Name] = true // before those it needs: they may need it
	for _, collection := range s.Needs() {
		if err := r.add(collection); err != nil {
			return err
		}
	}
	r.use = append(r.use, s)
	for _, other := range r.prompters(s) {
		if err := r.add(other); err != nil {
			return err
		}
	}
	return nil
}

// prompters are the schemes that write to the account by which a scheme is
// called: 快递100 sends only what it was asked to watch.
func (r *run) prompters(s *schemes.Scheme) []string {
	if !called(s) {
		return nil
	}
	var names []string
	for _, name := range r.library.Names() {
		other, err := r.library.Get(name)
		if err == nil && other.Target != nil && other.Target.Connector == s.Source.Connector && other.Target.Account == s.Source.Account {
			names = append(names, name)
		}
	}
	return names
}

// playable are the schemes whose systems, and those of the collections they
// need, can be had; of the others it says so.
func (r *run) playable() []string {
	var names []string
	for _, name := range r.library.Names() {
		if lacking := r.lacking(name, map[string]bool{}); lacking != "" {
			r.show.line("demo.leftout", "Scheme", name, "System", lacking)
			continue
		}
		names = append(names, name)
	}
	return names
}

// lacking is a system that a scheme needs, and that nobody plays; "" for none.
func (r *run) lacking(name string, seen map[string]bool) string {
	s, err := r.library.Get(name)
	if err != nil || seen[name] {
		return ""
	}
	seen[name] = true
	for _, system := range systemsOf([]*schemes.Scheme{s}) {
		if !slices.Contains(simulators.Systems(), system) && r.opts.Environ[all.Prefix(system, "MAIN")+"URL"] == "" {
			return system
		}
	}
	for _, collection := range s.Needs() {
		if lacking := r.lacking(collection, seen); lacking != "" {
			return lacking
		}
	}
	return ""
}
