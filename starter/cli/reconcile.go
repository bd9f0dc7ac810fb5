package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// reconcileFlags say what is compared, and how much of it is shown.
type reconcileFlags struct {
	from, to string
	limit    int
	last     bool
}

func (a *app) reconcile() *cobra.Command {
	var f reconcileFlags
	c := &cobra.Command{
		Use: "reconcile SCHEME", Short: a.say.Text("reconcile.short"), Long: a.say.Text("reconcile.long"),
		Example: "  starter reconcile jushuitan-refund-to-kingdee-return --from 2026-11-01 --to 2026-11-02", Args: a.between(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if f.last && (c.Flags().Changed("from") || c.Flags().Changed("to")) {
				return a.usage("usage.reconcile.last")
			}
			return a.runReconcile(c.Context(), args[0], f)
		},
	}
	c.Flags().StringVar(&f.from, "from", "3d", a.say.Text("flag.reconcile.from"))
	c.Flags().StringVar(&f.to, "to", "", a.say.Text("flag.reconcile.to"))
	c.Flags().IntVar(&f.limit, "limit", 50, a.say.Text("flag.reconcile.limit"))
	c.Flags().BoolVar(&f.last, "last", false, a.say.Text("flag.reconcile.last"))
	return c
}

func (a *app) runReconcile(ctx context.Context, name string, f reconcileFlags) error {
	if f.limit < 1 {
		return a.usage("usage.limit", "Value", f.limit)
	}
	if f.last {
		return a.lastComparison(ctx, name, f.limit)
	}
	window, err := a.stretch(f.from, f.to)
	if err != nil {
		return err
	}
	lib, err := a.library()
	if err != nil {
		return err
	}
	s, err := a.scheme(lib, name)
	if err != nil {
		return err
	}
	if s.Target == nil {
		return a.fail("reconcile.notarget", "Scheme", name)
	}
	return a.withComparer(ctx, s, func(r *reconcile.Reconciler) error { return a.compare(ctx, r, s, window, f.limit) })
}

// stretch reads --from and --to; without --to it ends now.
func (a *app) stretch(from, to string) (connectors.Window, error) {
	w := connectors.Window{To: a.env.Now().In(zone()).Truncate(time.Second)}
	var err error
	if w.From, err = a.since(from); err != nil {
		return w, err
	}
	if to != "" {
		if w.To, err = a.since(to); err != nil {
			return w, err
		}
	}
	if !w.From.Before(w.To) {
		return w, a.usage("reconcile.backwards", "From", shown(w.From), "To", shown(w.To))
	}
	return w, nil
}

func (a *app) compare(ctx context.Context, r *reconcile.Reconciler, s *schemes.Scheme, w connectors.Window, limit int) error {
	found, err := r.Compare(ctx, s, w)
	switch {
	case errors.Is(err, reconcile.ErrCalled):
		return a.fail("reconcile.called", "Scheme", s.Name, "System", s.Source.Connector)
	case errors.Is(err, reconcile.ErrEach):
		return a.fail("reconcile.each", "Scheme", s.Name, "System", s.Source.Connector)
	case err != nil:
		return a.fail("reconcile.failed", "Error", err)
	}
	if err := a.print(comparison{Result: masked(found), limit: limit, stored: r.Store != nil}); err != nil {
		return err
	}
	return a.differs(s.Name, len(found.Differences), found.Documents, found.Unexplained)
}

// comparing is the part of the store that a comparison reads.
type comparing interface {
	searchable
	Get(ctx context.Context, ref docstore.Ref) (docstore.Document, error)
}

// withComparer hands over what compares. Only the accounts of source and target
// are needed: where there is no store, nobody says why something differs.
func (a *app) withComparer(ctx context.Context, s *schemes.Scheme, do func(*reconcile.Reconciler) error) (err error) {
	set, err := a.settings()
	if err != nil {
		return err
	}
	if file, isFile := storeFile(set.StoreURL); isFile {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			a.note("reconcile.storeless", "Store", file)
			return do(&reconcile.Reconciler{Accounts: a.env.Accounts, Lookups: s.Among(nil)})
		}
	}
	st, err := set.Store(ctx)
	if err != nil {
		return a.fail("store.failed", "Error", err)
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return do(a.comparer(st))
}

func (a *app) comparer(st comparing) *reconcile.Reconciler {
	return &reconcile.Reconciler{
		Accounts: collection.Among(a.env.Accounts, st), Lookups: storeFinder{st}, Store: st,
	}
}
