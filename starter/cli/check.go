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
type checkFlags struct{ from, to string }

func (a *app) check() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use: "check [SCHEME]", Short: a.say.Text("check.short"), Long: a.say.Text("check.long"),
		Example: "  starter check jushuitan-refund-to-kingdee-return --from 2026-11-01", Args: a.between(0, 1),
		RunE: func(c *cobra.Command, names []string) error { return a.runCheck(c.Context(), names, f) },
	}
	c.Flags().StringVar(&f.from, "from", "", a.say.Text("flag.check.from"))
	c.Flags().StringVar(&f.to, "to", "", a.say.Text("flag.check.to"))
	return c
}

// balances say where everything is that was fetched.
type balances interface {
	Days(ctx context.Context, scheme string, from, to time.Time) ([]docstore.Day, error)
	Faults(ctx context.Context, scheme string) ([]docstore.Fault, error)
}

func (a *app) runCheck(ctx context.Context, names []string, f checkFlags) error {
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
			if err := list.add(ctx, s, scheme, i >= len(filed), from, to); err != nil {
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

	Scheme string           `json:"scheme"`
	Title  string           `json:"title"`
	Gone   bool             `json:"gone,omitempty"` // it has no file any more
	Days   []dayBalance     `json:"days"`
	Faults []docstore.Fault `json:"faults"`
}

type dayBalance struct {
	docstore.Balance

	Day string `json:"day"`
}

func (l *balanceList) add(ctx context.Context, s balances, scheme *schemes.Scheme, gone bool, from, to time.Time) error {
	b := balance{Scheme: scheme.Name, Title: scheme.Title, Gone: gone, Days: []dayBalance{}, Faults: []docstore.Fault{}}
	days, err := s.Days(ctx, scheme.Name, from, to)
	if err != nil {
		return err
	}
	faults, err := s.Faults(ctx, scheme.Name)
	if err != nil {
		return err
	}
	all, goal := map[docstore.State]int{}, docstore.Stored
	if scheme.Target != nil {
		goal = activities.Goal(scheme.Target.Steps)
	}
	for _, day := range days {
		b.Days = append(b.Days, dayBalance{Day: day.Day, Balance: docstore.BalanceOf(day.Counts, goal)})
		for state, n := range day.Counts {
			all[state] += n
		}
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
