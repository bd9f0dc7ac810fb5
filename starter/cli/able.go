package cli

import (
	"github.com/erpbridge/erpbridge/schemes"
)

// leftOut is a scheme that gets no schedule, since its runs could do nothing but fail.
type leftOut struct {
	Scheme string `json:"scheme"`
	Reason string `json:"reason"`
}

// accountsAt finds the schemes whose accounts this environment has.
type accountsAt struct {
	app     *app
	library *schemes.Library
	known   map[string]error // by scheme
}

// able are the schemes that can be run with the accounts of this environment.
// The starter needs none: where no scheme's account is set, nothing can be told,
// and all are able.
func (a *app) able(lib *schemes.Library, all []*schemes.Scheme) (able []*schemes.Scheme, out []leftOut) {
	if a.env.Accounts == nil {
		return all, nil
	}
	at := accountsAt{app: a, library: lib, known: map[string]error{}}
	for _, s := range all {
		if err := at.lacks(s); err != nil {
			out = append(out, leftOut{Scheme: s.Name, Reason: err.Error()})
			continue
		}
		able = append(able, s)
	}
	if len(able) == 0 {
		return all, nil
	}
	return able, out
}

// lacks says which account a scheme, or one whose documents it needs, has not.
func (at accountsAt) lacks(s *schemes.Scheme) error {
	if err, asked := at.known[s.Name]; asked {
		return err
	}
	at.known[s.Name] = nil // while it is found out: schemes may need each other
	at.known[s.Name] = at.find(s)
	return at.known[s.Name]
}

func (at accountsAt) find(s *schemes.Scheme) error {
	err := at.open(s.Source.Connector, s.Source.Account)
	if err == nil && s.Target != nil {
		err = at.open(s.Target.Connector, s.Target.Account)
	}
	for _, name := range s.Needs() {
		if err != nil {
			break
		}
		var other *schemes.Scheme
		if other, err = at.library.Get(name); err == nil {
			err = at.lacks(other)
		}
	}
	return err
}

func (at accountsAt) open(system, account string) error {
	if system == schemes.Collection { // of our own store
		return nil
	}
	_, err := at.app.env.Accounts.Open(system, account)
	return err
}
