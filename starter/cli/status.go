package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/mask"
	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func (a *app) status() *cobra.Command {
	return &cobra.Command{
		Use: "status [NAME]", Short: a.say.Text("status.short"), Long: a.say.Text("status.long"),
		Args: a.between(0, 1),
		RunE: func(c *cobra.Command, names []string) error { return a.runStatus(c.Context(), names) },
	}
}

// extract is how much of the reasons is shown.
type extract struct {
	most   int
	states []docstore.State // empty: of every state
}

// glance is for all schemes at once: what keeps documents from going on. What
// was skipped because the scheme says so is seen when one scheme is asked for.
func glance() extract {
	return extract{most: 3, states: slices.DeleteFunc(docstore.States(), func(s docstore.State) bool {
		return s.Final() && s != docstore.Failed
	})}
}

func everything() extract { return extract{most: 20} }

// runStatus says what the store knows even when Temporal does not answer, and
// then that it does not.
func (a *app) runStatus(ctx context.Context, names []string) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	shown := glance()
	if len(names) > 0 {
		shown = everything()
	}
	var chosen []*schemes.Scheme
	list := statusList{Schemes: []schemeStatus{}}
	err = a.withStore(ctx, func(s store) (err error) {
		var gone []*schemes.Scheme
		if chosen, gone, err = a.listed(ctx, s, lib, names); err != nil {
			return err
		}
		if list.Schemes, err = a.standings(ctx, s, chosen, shown); err != nil {
			return err
		}
		left, err := a.left(ctx, s, gone, len(names) > 0, shown)
		list.Schemes = append(list.Schemes, left...)
		return err
	})
	if err != nil {
		return err
	}
	away := a.withOrders(ctx, func(o orders.Orders) error {
		if err := a.addRuns(ctx, o, list.Schemes); err != nil {
			return err
		}
		return a.addSchedules(ctx, o, list.Schemes, chosen)
	})
	list.RunsKnown = away == nil
	if err := a.print(list); err != nil {
		return err
	}
	return away
}

func (a *app) standings(ctx context.Context, s store, chosen []*schemes.Scheme, e extract) ([]schemeStatus, error) {
	all := make([]schemeStatus, 0, len(chosen))
	for _, scheme := range chosen {
		st, err := standing(ctx, s, scheme, e)
		if err != nil {
			return nil, a.fail("store.failed", "Error", err)
		}
		all = append(all, st)
	}
	return all, nil
}

func standing(ctx context.Context, s store, scheme *schemes.Scheme, e extract) (schemeStatus, error) {
	st := schemeStatus{Scheme: scheme.Name, Title: scheme.Title, Reasons: []docstore.ReasonCount{}, Runs: []runStatus{}, Schedules: []upcoming{}}
	mark, _, err := s.Watermark(ctx, scheme.Name)
	if err != nil {
		return st, err
	}
	st.Watermark = mark.In(zone())
	pause, paused, err := s.Paused(ctx, scheme.Name)
	if err != nil {
		return st, err
	}
	if paused {
		pause.At = pause.At.In(zone())
		st.Paused = &pause
	}
	if st.Counts, st.Changed, err = s.Counts(ctx, scheme.Name); err != nil {
		return st, err
	}
	if st.Compared, err = lastCompared(ctx, s, scheme.Name); err != nil {
		return st, err
	}
	found, err := s.Reasons(ctx, scheme.Name, e.states...)
	found = docstore.Gather(found)
	for _, r := range found[:min(e.most, len(found))] {
		r.Reason = mask.Text(r.Reason)
		st.Reasons = append(st.Reasons, r)
	}
	return st, err
}

// addRuns asks each run under way how far it is. One that cannot answer, for
// want of a worker, is listed without.
func (a *app) addRuns(ctx context.Context, o orders.Orders, all []schemeStatus) error {
	for i, st := range all {
		ids, err := o.Running(ctx, st.Scheme)
		if err != nil {
			return a.fail("temporal.failed", "Error", err)
		}
		for _, id := range ids {
			all[i].Runs = append(all[i].Runs, a.askRun(ctx, o, id))
		}
	}
	return nil
}

func (a *app) askRun(ctx context.Context, o orders.Orders, id string) runStatus {
	ask, stop := context.WithTimeout(ctx, 3*time.Second)
	defer stop()
	p, err := o.Progress(ask, id)
	if err != nil {
		return runStatus{WorkflowID: id, Problem: err.Error()}
	}
	return runStatus{WorkflowID: id, Progress: &p}
}

// statusList is how schemes stand.
type statusList struct {
	Schemes   []schemeStatus `json:"schemes"`
	RunsKnown bool           `json:"runs_known"` // Temporal answered
}

type schemeStatus struct {
	Scheme    string                 `json:"scheme"`
	Title     string                 `json:"title"`
	Gone      bool                   `json:"gone,omitempty"` // it has no file any more
	Watermark time.Time              `json:"watermark,omitzero"`
	Paused    *docstore.Pause        `json:"paused,omitempty"`
	Runs      []runStatus            `json:"runs"`
	Schedules []upcoming             `json:"schedules"`          // that the scheme asks for; as Temporal has them
	Compared  *compared              `json:"compared,omitempty"` // the last comparison that ran by itself
	Counts    map[docstore.State]int `json:"counts"`
	Changed   int                    `json:"changed"` // newer content came after they were carried
	Reasons   []docstore.ReasonCount `json:"reasons"`
}

type runStatus struct {
	WorkflowID string              `json:"workflow_id"`
	Progress   *workflows.Progress `json:"progress,omitempty"`
	Problem    string              `json:"problem,omitempty"`
}
