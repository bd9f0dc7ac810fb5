package activities

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Why a stretch of the past cannot be read again.
var (
	ErrNoWindows = errors.New("its source is not read by stretches of time: a run reads all that it has to say")
	ErrGroups    = errors.New("its rows become documents together with others, and a stretch of time may have only some of them")
	ErrNotPast   = errors.New("there is nothing to read between these times: the first must be before the second, and past")
)

// PastInput asks for a plan to read a stretch of the past again.
type PastInput struct {
	Scheme string    `json:"scheme"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	// Step is how much of it is read at a time; 0 is a day. The API's limit holds all the same.
	Step time.Duration `json:"step,omitempty"`
}

// PlanPast reads the scheme and the API's limits.
func (a *Activities) PlanPast(ctx context.Context, in PastInput) (Plan, error) {
	s, limits, err := a.reads(ctx, in.Scheme)
	if err != nil {
		return Plan{}, err
	}
	past, err := Past(s, limits, in, a.Now())
	if err != nil {
		return Plan{}, configError(fmt.Errorf("scheme %s: %w", s.Name, err))
	}
	p, err := a.plan(ctx, s)
	if err == nil && p.Merges { // rows that an earlier revision put in groups
		err = configError(fmt.Errorf("scheme %s: %w", s.Name, ErrGroups))
	}
	p.Past = true
	p.cut(past)
	return p, err
}

// Past is the part of a stretch that has passed. What a run would leave to settle
// is left to the runs.
func Past(s *schemes.Scheme, limits connectors.ReadLimits, in PastInput, now time.Time) (Stretch, error) {
	from, to := in.From.Truncate(time.Second), earlier(in.To, now.Add(-s.Source.Window.Lag)).Truncate(time.Second)
	switch {
	case limits.MaxWindow == 0, s.Source.Each != nil: // once for each row of a collection, not by time
		return Stretch{}, ErrNoWindows
	case s.Merges():
		return Stretch{}, ErrGroups
	case !from.Before(to):
		return Stretch{}, ErrNotPast
	}
	step := in.Step
	if step <= 0 {
		step = 24 * time.Hour
	}
	return Stretch{Window: connectors.Window{From: from, To: to}, Longest: min(step, limits.MaxWindow)}, nil
}

// NextOfInput asks which of some documents are to be delivered.
type NextOfInput struct {
	Scheme  string         `json:"scheme"`
	Keys    []string       `json:"keys"`
	Goal    docstore.State `json:"goal,omitempty"`
	Updates bool           `json:"updates,omitempty"` // those that changed since they were delivered, too
	Bulk    bool           `json:"bulk,omitempty"`    // as NextInput.Bulk
}

// NextOf lists those of the documents that are not finished.
func (a *Activities) NextOf(ctx context.Context, in NextOfInput) (Next, error) {
	if err := a.takeUpSome(ctx, in.Scheme, in.Keys); err != nil {
		return Next{}, err
	}
	pick, err := a.picking(ctx, in.Scheme, false, in.Bulk)
	if err != nil {
		return Next{}, err
	}
	var next Next
	var docs []docstore.Document
	open := before(in.Goal)
	for _, key := range slices.Compact(slices.Sorted(slices.Values(in.Keys))) {
		doc, err := pick.read(ctx, key)
		if err != nil {
			return Next{}, err
		}
		if slices.Contains(open, doc.State) && doc.MemberOf == "" && !a.waits(doc) {
			docs = append(docs, doc)
		}
	}
	err = pick.fill(ctx, &next, docs)
	return next, err
}

// takeUpSome takes up those that changed, or were cancelled, since they were delivered.
func (a *Activities) takeUpSome(ctx context.Context, scheme string, keys []string) error {
	if len(keys) == 0 { // no keys would be all of the scheme
		return nil
	}
	return a.takeUpNewest(ctx, scheme, keys)
}

// waits: it has a workflow, which looks again by itself.
func (a *Activities) waits(d docstore.Document) bool {
	return d.State == docstore.Waiting && a.Now().Sub(d.UpdatedAt) < silent
}
