// Package all is the list of every system. Only mains and their tests import
// it: nothing else may know which systems exist.
package all

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/connectors/erpbridge"
	"github.com/erpbridge/erpbridge/connectors/jushuitan"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen"
)

// A kind opens an account of one system from the variables with its prefix.
type kind struct {
	open func(account, prefix string, environ map[string]string) (connectors.Connector, error)
	apis func() []connectors.API
}

// kinds has one line for each system; a new connector adds its own.
func kinds() map[string]kind {
	return map[string]kind{
		"kingdee":           {open: open(kingdee.New, func(c *kingdee.Config, account string) { c.Account = account }), apis: kingdee.APIs},
		"callback":          {open: open(callback.New, func(c *callback.Config, account string) { c.Account = account }), apis: callback.APIs},
		"collection":        {open: ours, apis: collection.APIs},
		"erpbridge":         {open: open(erpbridge.New, func(c *erpbridge.Config, account string) { c.Account = account }), apis: erpbridge.APIs},
		"jushuitan":         {open: open(jushuitan.New, func(c *jushuitan.Config, account string) { c.Account = account }), apis: jushuitan.APIs},
		"jushuitanqimen":    {open: open(jushuitanqimen.New, func(c *jushuitanqimen.Config, account string) { c.Account = account }), apis: jushuitanqimen.APIs},
		"kuaidi100":         {open: open(kuaidi100.New, func(c *kuaidi100.Config, account string) { c.Account = account }), apis: kuaidi100.APIs},
		"wangdiantong":      {open: open(wangdiantong.New, func(c *wangdiantong.Config, account string) { c.Account = account }), apis: wangdiantong.APIs},
		"wangdiantongqimen": {open: open(wangdiantongqimen.New, func(c *wangdiantongqimen.Config, account string) { c.Account = account }), apis: wangdiantongqimen.APIs},
	}
}

// open reads a system's own Config from the environment and makes its connector.
func open[C any, T connectors.Connector](
	make func(C) (T, error), name func(*C, string),
) func(account, prefix string, environ map[string]string) (connectors.Connector, error) {
	return func(account, prefix string, environ map[string]string) (connectors.Connector, error) {
		cfg, err := env.ParseAsWithOptions[C](env.Options{Prefix: prefix, Environment: environ})
		if err != nil {
			return nil, fmt.Errorf("variables %s*: %w", prefix, err)
		}
		name(&cfg, account)
		return make(cfg)
	}
}

// ours is the document store as a source; collection.Among puts the store there is
// in its place.
func ours(string, string, map[string]string) (connectors.Connector, error) {
	return collection.New(nil), nil
}

// APIs describes what every system written in Go offers, by its name.
func APIs() map[string][]connectors.API { return describe(kinds()) }

// Accounts opens accounts from variables named <SYSTEM>_<ACCOUNT>_<FIELD>,
// each once.
type Accounts struct {
	environ map[string]string
	systems func() (map[string]kind, error)
	mu      sync.Mutex
	open    map[string]connectors.Connector
}

// NewAccounts reads accounts from the given variables.
func NewAccounts(environ map[string]string) *Accounts {
	return &Accounts{
		environ: environ, open: map[string]connectors.Connector{},
		systems: sync.OnceValues(func() (map[string]kind, error) { return known(environ) }),
	}
}

// Open returns the connector of an account.
func (a *Accounts) Open(system, account string) (connectors.Connector, error) {
	systems, err := a.systems()
	if err != nil {
		return nil, err
	}
	k, ok := systems[system]
	if !ok {
		return nil, fmt.Errorf("there is no connector %q; there are %s", system, strings.Join(namesOf(systems), ", "))
	}
	if account == "" {
		account = "MAIN"
	}
	account = strings.ToUpper(account) // as its variables are; one session and one quota
	a.mu.Lock()
	defer a.mu.Unlock()
	if c, ok := a.open[system+"/"+account]; ok {
		return c, nil
	}
	c, err := k.open(account, Prefix(system, account), a.environ)
	if err != nil {
		return nil, err
	}
	a.open[system+"/"+account] = c
	return c, nil
}

// Prefix is how the variables of an account begin.
func Prefix(system, account string) string {
	return strings.ToUpper(system) + "_" + strings.ToUpper(account) + "_"
}

// Systems lists the names of all systems written in Go.
func Systems() []string { return namesOf(kinds()) }

func namesOf(systems map[string]kind) []string { return slices.Sorted(maps.Keys(systems)) }
