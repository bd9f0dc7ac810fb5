package activities_test

import (
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
	"github.com/erpbridge/erpbridge/schemes"
)

const pushed = "orders-pushed"

// pushing is a stage with a scheme that pushes orders to 旺店通, and again when
// they change.
type pushing struct {
	*stage
	shop *wangdiantongtest.Server
}

// onBothStores runs a test with each database.
func onBothStores(t *testing.T, test func(p *pushing)) {
	t.Helper()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite":     func(testing.TB) string { return "sqlite::memory:" },
		"postgresql": func(t testing.TB) string { return postgrestest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(openPushing(t, url(t), asWritten))
		})
	}
}

func asWritten(yaml string) string { return yaml }

// openPushing opens a stage with the scheme as it is after an edit.
func openPushing(t *testing.T, storeURL string, edit func(yaml string) string) *pushing {
	t.Helper()
	p := &pushing{
		stage: &stage{T: t, environ: map[string]string{}, orders: &orders{}},
		shop:  wangdiantongtest.New(wangdiantongtest.Options{NoLimits: true}),
	}
	p.openShop()
	p.library = p.edited(edit)
	var err error
	p.store, err = sqlstore.Open(t.Context(), storeURL)
	p.ok(err)
	t.Cleanup(func() { p.ok(p.store.Close()) })
	p.acts = p.activities(p.environ)
	return p
}

func (p *pushing) openShop() {
	p.Helper()
	srv := httptest.NewServer(p.shop)
	p.Cleanup(srv.Close)
	variables := p.shop.Variables(srv.URL)
	maps.Copy(variables, map[string]string{"PER_SECOND": "1000", "PER_MINUTE": "10000"})
	for name, value := range variables {
		p.environ["WANGDIANTONG_MAIN_"+name] = value
	}
}

// edited is the library with the scheme as it is after an edit.
func (p *pushing) edited(edit func(yaml string) string) *schemes.Library {
	p.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "updated", pushed+".yaml"))
	p.ok(err)
	dir := p.TempDir()
	p.ok(os.WriteFile(filepath.Join(dir, pushed+".yaml"), []byte(edit(string(text))), 0o600))
	library, err := schemes.LoadDir(dir)
	p.ok(err)
	return library
}

// order is a row of the source.
func order(tid, status, message string) map[string]any {
	return map[string]any{
		"tid": tid, "status": status, "message": message, "items": []any{map[string]any{"no": "1"}},
	}
}

// comes keeps an order as it is now, and names its document.
func (p *pushing) comes(row map[string]any) activities.Ref {
	p.Helper()
	p.rows(pushed, row)
	tid, _ := row["tid"].(string)
	return activities.Ref{Scheme: pushed, Key: tid}
}

// delivered is an order that 旺店通 has.
func (p *pushing) delivered(row map[string]any) activities.Ref {
	p.Helper()
	ref := p.comes(row)
	p.push(ref)
	return ref
}

func (p *pushing) push(ref activities.Ref) {
	p.Helper()
	p.stands(ref, docstore.Mapped, p.acts.Map)
	p.stands(ref, docstore.Saved, p.acts.Save)
}

// lost is an order whose push was answered by nobody.
func (p *pushing) lost(row map[string]any) activities.Ref {
	p.Helper()
	p.shop.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Cut, API: wangdiantongtest.Push, Times: 1})
	ref := p.comes(row)
	p.stands(ref, docstore.Mapped, p.acts.Map)
	p.stands(ref, docstore.Unknown, p.acts.Save)
	return ref
}

// has compares the one order 旺店通 has: its message, the status it went through,
// and how often it was pushed.
func (p *pushing) has(message, statuses string, pushes int) {
	p.Helper()
	all := p.shop.Orders()
	if len(all) != 1 {
		p.Fatalf("旺店通 has %d orders, want one", len(all))
	}
	o := all[0]
	if o.Text("buyer_message") != message || strings.Join(o.Statuses, " ") != statuses || o.Pushes != pushes || len(o.Lines) != 1 {
		p.Errorf("旺店通 has %q at %q with %d lines after %d pushes; want %q at %q after %d",
			o.Text("buyer_message"), o.Statuses, len(o.Lines), o.Pushes, message, statuses, pushes)
	}
}

// next are the keys that a run of the scheme would carry.
func (p *pushing) next() []string {
	p.Helper()
	page, err := p.acts.NextDocuments(p.Context(), activities.NextInput{
		Scheme: pushed, Limit: 10, Goal: docstore.Saved, Updates: true,
	})
	p.ok(err)
	var keys []string
	for _, d := range page.Documents {
		keys = append(keys, d.Key)
	}
	return keys
}

func (p *pushing) nextAre(keys ...string) {
	p.Helper()
	if got := p.next(); !slices.Equal(got, keys) {
		p.Errorf("a run would carry %q, want %q", got, keys)
	}
}
