package cli

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/schemes"
)

const (
	shopsYAML = `
name: shops
title: x
schedule: {every: 1m}
source: {connector: jushuitan, api: shops.query, id: shop_id}
`
	callsYAML = `
name: calls
title: x
schedule: {every: 1m}
source: {connector: callback, api: OpenCallback, id: tid}
`
	billsYAML = `
name: bills
title: x
schedule: {every: 1m}
source: {connector: callback, api: OpenCallback, id: tid}
target:
  connector: wangdiantong
  api: trade_push
  steps: [save]
  number: tid
  request:
    - {field: tid, value: "_findCollection find shop_id from shops where shop_name={{shop_no}}"}
`
)

// Schemes whose accounts are not set, or those of a collection they need, are left
// out; where none is set the starter cannot tell.
func TestSchemesThatNobodyCouldRun(t *testing.T) {
	t.Parallel()
	library, err := schemes.Load(fstest.MapFS{
		"shops.yaml": {Data: []byte(shopsYAML)}, "calls.yaml": {Data: []byte(callsYAML)}, "bills.yaml": {Data: []byte(billsYAML)},
	})
	if err != nil {
		t.Fatal(err)
	}
	callback := map[string]string{"CALLBACK_MAIN_SECRET": "sixteen characters"}
	target := map[string]string{"WANGDIANTONG_MAIN_SID": "s", "WANGDIANTONG_MAIN_APP_KEY": "k", "WANGDIANTONG_MAIN_APP_SECRET": "x"}
	source := map[string]string{"JUSHUITAN_MAIN_APP_KEY": "k", "JUSHUITAN_MAIN_APP_SECRET": "s", "JUSHUITAN_MAIN_ACCESS_TOKEN": "t"}
	for _, c := range []struct {
		set  []map[string]string
		able string
		why  []string // why the others are left out
	}{
		{nil, "bills calls shops", nil},
		{[]map[string]string{callback}, "calls", []string{"bills WANGDIANTONG_MAIN_SID", "shops JUSHUITAN_MAIN_"}},
		{[]map[string]string{callback, target}, "calls", []string{"bills JUSHUITAN_MAIN_", "shops JUSHUITAN_MAIN_"}},
		{[]map[string]string{callback, target, source}, "bills calls shops", nil},
	} {
		environ := map[string]string{}
		for _, set := range c.set {
			maps.Copy(environ, set)
		}
		a := newApp(Env{Environ: environ, Accounts: all.NewAccounts(environ)})
		everything, err := a.chosen(library, nil)
		if err != nil {
			t.Fatal(err)
		}
		able, out := a.able(library, everything)
		var names []string
		for _, s := range able {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, " "); got != c.able || len(out) != len(c.why) {
			t.Errorf("with %d accounts these can run: %s; left out: %v", len(c.set), got, out)
			continue
		}
		for i, want := range c.why {
			name, variable, _ := strings.Cut(want, " ")
			if out[i].Scheme != name || !strings.Contains(out[i].Reason, variable) {
				t.Errorf("left out is %s, want %s", fmt.Sprint(out[i]), want)
			}
		}
	}
}
