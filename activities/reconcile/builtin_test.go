package reconcile_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Each scheme that is built in is compared, or it is said why it cannot be. At
// targets that have nothing, everything is missing.
func TestEverySchemeIsComparedOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	s := setup(t, 20)
	s.environ["CALLBACK_MAIN_SECRET"] = "made-up-secret-of-the-mall-for-tests"
	store, err := sqlstore.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "store.db"))
	s.ok(err)
	t.Cleanup(func() { s.ok(store.Close()) })
	library, err := schemes.Embedded()
	s.ok(err)
	s.ok(store.Follow(t.Context(), library.Followed()...))
	r := reconcile.Reconciler{Accounts: collection.Among(all.NewAccounts(s.environ), store), Lookups: s.finder, Store: store}
	cannot := map[string]error{
		"mall-orders-to-wangdiantong": reconcile.ErrCalled, "wangdiantong-stockouts-to-kuaidi100": connectors.ErrUnsupported,
	}
	window := connectors.Window{From: time.Now().AddDate(0, 0, -32), To: time.Now()}
	for _, name := range library.Names() {
		scheme, err := library.Get(name)
		s.ok(err)
		if scheme.Target == nil || name == refunds {
			continue
		}
		got, err := r.Compare(t.Context(), scheme, window)
		if !errors.Is(err, cannot[name]) {
			t.Errorf("%s: %v, want %v", name, err, cannot[name])
		}
		if err == nil && (got.Of(reconcile.Missing)+got.Of(reconcile.Unread)+got.Overtaken != got.Documents || got.Unexplained == 0 && got.Documents > 0) {
			t.Errorf("%s: %d documents, and %+v", name, got.Documents, got)
		}
		t.Logf("%s: %d rows, %d documents, %d left out, %d unread, %v", name, got.Rows, got.Documents, got.LeftOut, got.Of(reconcile.Unread), err)
	}
}
