package cli

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/mask"
)

// lastComparison shows what the newest comparison that ran by itself came to.
func (a *app) lastComparison(ctx context.Context, scheme string, limit int) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	s, err := a.scheme(lib, scheme)
	if err != nil {
		return err
	}
	var last docstore.Reconciliation
	var there bool
	err = a.withStore(ctx, func(st store) error {
		if last, there, err = st.LastReconciliation(ctx, s.Name); err != nil {
			return a.fail("store.failed", "Error", err)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case !there:
		return a.fail("reconcile.none", "Scheme", s.Name)
	case last.Problem != "":
		return a.fail("reconcile.unmade", "Scheme", s.Name, "From", shown(last.From), "To", shown(last.To),
			"At", shown(last.At), "Reason", a.say.Reason(mask.Text(last.Problem)))
	}
	return a.tellLast(last, limit)
}

func (a *app) tellLast(last docstore.Reconciliation, limit int) error {
	found, err := reconcile.ReadKept(last.Result)
	if err != nil {
		return a.fail("store.failed", "Error", err)
	}
	found.Result = masked(found.Result)
	if err := a.print(keptComparison{Kept: found, At: last.At.In(zone()), limit: limit}); err != nil {
		return err
	}
	return a.differs(last.Scheme, last.Differences, last.Documents, last.Unexplained)
}

// differs is the exit of a comparison in which something differs.
func (a *app) differs(scheme string, n, of, unexplained int) error {
	if n == 0 {
		return nil
	}
	return a.fail("reconcile.differs", "Scheme", scheme, "Count", n, "Of", of, "Unexplained", unexplained)
}

// keptComparison is one that was kept; it does not list all that differs.
type keptComparison struct {
	reconcile.Kept

	At    time.Time `json:"at"`
	limit int
}

func (k keptComparison) text(p *page) {
	comparison{Result: k.Result, kinds: k.Kinds, limit: k.limit, stored: true}.text(p)
	if more := k.Differ() - len(k.Differences); more > 0 {
		p.line("reconcile.listed", "Count", more)
	}
	p.line("reconcile.at", "At", shown(k.At))
}
