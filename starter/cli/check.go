package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// checkFlags bound the days that are shown.
type checkFlags struct{ from, to, by string }

func (a *app) check() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use: "check [SCHEME]", Short: a.say.Text("check.short"), Long: a.say.Text("check.long"),
		Example: "  starter check jushuitan-refund-to-kingdee-return --from 2026-11-01", Args: a.between(0, 1),
		RunE: func(c *cobra.Command, names []string) error { return a.runCheck(c.Context(), names, f) },
	}
	c.Flags().StringVar(&f.from, "from", "", a.say.Text("flag.check.from"))
	c.Flags().StringVar(&f.to, "to", "", a.say.Text("flag.check.to"))
	c.Flags().StringVar(&f.by, "by", perDay, a.say.Text("flag.check.by"))
	return c
}

// What is counted together.
const (
	perDay    = "day"
	perWindow = "window"
)

// balances say where everything is that was fetched.
type balances interface {
	Days(ctx context.Context, scheme string, from, to time.Time) ([]docstore.Day, error)
	Windows(ctx context.Context, scheme string, from, to time.Time) ([]docstore.WindowCounts, error)
	Faults(ctx context.Context, scheme string) ([]docstore.Fault, error)
}

func (a *app) runCheck(ctx context.Context, names []string, f checkFlags) error {
	if f.by != perDay && f.by != perWindow {
		return a.usage("check.by", "By", f.by)
	}
	from, err := a.since(f.from)
	if err != nil {
		return err
	}
	to, err := a.since(f.to)
	if err != nil {
		return err
	}
	lib, err := a.library()
	if err != nil {
		return err
	}
	list := balanceList{Schemes: []balance{}}
	err = a.withStore(ctx, func(s store) error {
		filed, gone, err := a.listed(ctx, s, lib, names)
		if err != nil {
			return err
		}
		for i, scheme := range slices.Concat(filed, gone) {
			if err := list.add(ctx, s, scheme, i >= len(filed), counting(f.by, from, to)); err != nil {
				return a.fail("store.failed", "Error", err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := a.print(list); err != nil {
		return err
	}
	if n := list.broken(); n > 0 {
		return a.fail("check.broken", "Count", n)
	}
	return nil
}

// balanceList is the invariant of schemes.
type balanceList struct {
	Schemes []balance `json:"schemes"`
}

type balance struct {
	docstore.Balance

	Scheme  string           `json:"scheme"`
	Title   string           `json:"title"`
	Gone    bool             `json:"gone,omitempty"` // it has no file any more
	Days    []dayBalance     `json:"days"`
	Windows []windowBalance  `json:"windows,omitempty"`
	Faults  []docstore.Fault `json:"faults"`
}

type dayBalance struct {
	docstore.Balance

	Day string `json:"day"`
}

type windowBalance struct {
	docstore.Balance
	docstore.Window // none: what no window brought
}

func (l *balanceList) add(ctx context.Context, s balances, scheme *schemes.Scheme, gone bool, c sum) error {
	b := balance{Scheme: scheme.Name, Title: scheme.Title, Gone: gone, Days: []dayBalance{}, Faults: []docstore.Fault{}}
	goal := activities.End(scheme)
	all, err := c(ctx, s, &b, goal)
	if err != nil {
		return err
	}
	faults, err := s.Faults(ctx, scheme.Name)
	if err != nil {
		return err
	}
	b.Balance, b.Faults = docstore.BalanceOf(all, goal), append(b.Faults, faults...)
	l.Schemes = append(l.Schemes, b)
	return nil
}

// broken counts what is not as it is promised.
func (l balanceList) broken() int {
	count := 0
	for _, b := range l.Schemes {
		count += len(b.Faults) + b.Lost
	}
	return count
}
