package cli

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// documents are looked up and listed.
type documents interface {
	Get(ctx context.Context, ref docstore.Ref) (docstore.Document, error)
	List(ctx context.Context, f docstore.Filter) ([]docstore.Document, error)
}

// diary is what happened to a document out of the ordinary.
type diary interface {
	Events(ctx context.Context, ref docstore.Ref) ([]docstore.Event, error)
}

// decrees are the steps that only a person takes.
type decrees interface {
	Reopen(ctx context.Context, ref docstore.Ref, by, reason string) error
	Skip(ctx context.Context, ref docstore.Ref, by, reason string) error
	Revoke(ctx context.Context, ref docstore.Ref, by, reason string) error
	Settle(ctx context.Context, ref docstore.Ref, d docstore.Settled) error
	Remark(ctx context.Context, ref docstore.Ref, by, what string) error
}

// pauses are noted in the store, so that no run overlooks them.
type pauses interface {
	SetPause(ctx context.Context, scheme string, p docstore.Pause) error
	ClearPause(ctx context.Context, scheme string) error
	Paused(ctx context.Context, scheme string) (docstore.Pause, bool, error)
	UnderWay(ctx context.Context, scheme string) ([]docstore.UnderWay, error)
}

// sums say how a scheme stands.
type sums interface {
	Counts(ctx context.Context, scheme string) (map[docstore.State]int, int, error)
	Reasons(ctx context.Context, scheme string, states ...docstore.State) ([]docstore.ReasonCount, error)
	Watermark(ctx context.Context, scheme string) (time.Time, bool, error)
	SchemesWithDocuments(ctx context.Context) ([]string, error)
	balances
}

// store is what the commands ask of the document store.
type store interface {
	documents
	diary
	decrees
	pauses
	sums
	activities.Revisions
	comparisons
}

func (a *app) settings() (settings.Settings, error) {
	set, err := settings.Read(a.env.Environ)
	if err != nil {
		return set, a.fail("settings.failed", "Error", err)
	}
	return set, nil
}

func (a *app) library() (*schemes.Library, error) {
	set, err := a.settings()
	if err != nil {
		return nil, err
	}
	lib, err := set.Library(a.env.APIs())
	if err != nil {
		return nil, a.fail("schemes.unreadable", "Error", err)
	}
	return lib, nil
}

// scheme is one of the library; a name that is not there gets the nearest one.
func (a *app) scheme(lib *schemes.Library, name string) (*schemes.Scheme, error) {
	if !slices.Contains(lib.Names(), name) {
		return nil, a.unknownScheme(name, lib.Names())
	}
	s, err := lib.Get(name)
	if err != nil {
		return nil, a.fail("schemes.unreadable", "Error", err)
	}
	return s, nil
}

// chosen are the named schemes, or all of them.
func (a *app) chosen(lib *schemes.Library, names []string) ([]*schemes.Scheme, error) {
	if len(names) == 0 {
		names = lib.Names()
	}
	all := make([]*schemes.Scheme, 0, len(names))
	for _, name := range names {
		s, err := a.scheme(lib, name)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (a *app) unknownScheme(name string, known []string) error {
	return a.fail("scheme.unknown", "Scheme", name, "Known", strings.Join(known, ", "), "Hint", a.nearest(name, known))
}

// withStore opens the document store for as long as do needs it. A file that
// is not there is not created: the worker's is somewhere else.
func (a *app) withStore(ctx context.Context, do func(store) error) (err error) {
	set, err := a.settings()
	if err != nil {
		return err
	}
	if file, isFile := storeFile(set.StoreURL); isFile {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return a.fail("store.missing", "File", file)
		}
	}
	s, err := set.Store(ctx)
	if err != nil {
		return a.fail("store.failed", "Error", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

// withReadStore opens the document store to look things up and changes nothing
// in it, not even tables that are older than this program.
func (a *app) withReadStore(ctx context.Context, do func(searchable) error) (err error) {
	set, err := a.settings()
	if err != nil {
		return err
	}
	s, err := set.ReadStore(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		return a.fail("preview.store", "Error", err)
	}
	if err != nil {
		return a.fail("store.failed", "Error", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

// storeFile is the file of a SQLite store.
func storeFile(url string) (string, bool) {
	file, isSQLite := strings.CutPrefix(url, "sqlite:")
	file = strings.TrimPrefix(file, "//")
	return file, isSQLite && file != "" && file != ":memory:"
}

// withOrders connects to Temporal for as long as do needs it.
func (a *app) withOrders(ctx context.Context, do func(orders.Orders) error) error {
	set, err := a.settings()
	if err != nil {
		return err
	}
	c, err := set.Dial(ctx, slog.New(slog.DiscardHandler)) // what goes wrong is returned
	if err != nil {
		return a.fail("temporal.away", "Address", set.TemporalAddress, "Error", innermost(err))
	}
	defer c.Close()
	if err := engine.EnsureSearchAttributes(ctx, c, set.TemporalNamespace); err != nil {
		return a.fail("temporal.refuses", "Address", set.TemporalAddress, "Namespace", set.TemporalNamespace, "Error", err)
	}
	return do(orders.Orders{Temporal: c})
}

// innermost is what happened, without the sentences around it that our own say.
func innermost(err error) error {
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return err
}
