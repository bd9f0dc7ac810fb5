package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/mask"
	"github.com/erpbridge/erpbridge/worker/settings"
)

// selecting are the flags by which a command chooses among all documents of a
// scheme.
type selecting struct {
	all          bool
	states       []string
	reason       string
	since, until string
	yes          bool
}

func (a *app) selectionFlags(f *pflag.FlagSet, s *selecting, reason string, from []docstore.State) {
	f.BoolVar(&s.all, "all", false, a.say.Text("flag.all"))
	f.StringSliceVar(&s.states, "state", nil, a.say.Text("flag.state.retry", "States", stateList(from)))
	f.StringVar(&s.reason, reason, "", a.say.Text("flag.reason.filter"))
	f.StringVar(&s.since, "since", "", a.say.Text("flag.since.moved"))
	f.StringVar(&s.until, "until", "", a.say.Text("flag.until.moved"))
	f.BoolVar(&s.yes, "yes", false, a.say.Text("flag.yes"))
}

// narrowed says whether flags were given that choose among all documents.
func (s selecting) narrowed() bool {
	return len(s.states) > 0 || s.reason != "" || s.since != "" || s.until != ""
}

// selection is which of a scheme's documents are meant.
type selection struct {
	filter       docstore.Filter
	reason       string // as status shows it
	since, until time.Time
}

// selection refuses flags that contradict each other before anything is opened.
func (a *app) selection(scheme string, keys []string, f selecting, from []docstore.State) (selection, error) {
	s := selection{filter: docstore.Filter{Scheme: scheme, States: []docstore.State{docstore.Failed}, Limit: retryPage}, reason: f.reason}
	if f.all == (len(keys) > 0) {
		return s, a.usage("usage.retry")
	}
	if !f.all && f.narrowed() {
		return s, a.usage("usage.retry.filter")
	}
	var err error
	if len(f.states) > 0 {
		if s.filter.States, err = a.statesAmong(f.states, from); err != nil {
			return s, err
		}
	}
	if s.since, err = a.since(f.since); err != nil || f.until == "" {
		return s, err
	}
	if s.until, err = settings.ParseTime(f.until, a.env.Now()); err != nil {
		return s, a.usage("usage.time", "Value", f.until)
	}
	return s, nil
}

func (a *app) statesAmong(names []string, from []docstore.State) ([]docstore.State, error) {
	states, err := a.states(names)
	if err != nil {
		return nil, err
	}
	for _, s := range states {
		if !slices.Contains(from, s) {
			return nil, a.usage("usage.choice", "Flag", "--state", "Value", string(s), "Choices", stateList(from))
		}
	}
	return states, nil
}

// chosenOnes are the documents that were chosen, without what is in them, and those
// that only a person who has looked may decide about, by their names.
type chosenOnes struct {
	meant []docstore.Document
	held  []refused
}

// choose reads all documents that are meant.
func (a *app) choose(ctx context.Context, s reasoned, which selection) (chosenOnes, error) {
	var c chosenOnes
	reasons, err := a.asStored(ctx, s, which.filter.Scheme, which.reason)
	if err != nil {
		return c, err
	}
	f := which.filter
	f.Reasons = reasons
	for {
		docs, err := s.List(ctx, f)
		if err != nil {
			return c, a.fail("store.failed", "Error", err)
		}
		for _, doc := range docs {
			a.sift(&c, doc, which)
		}
		if len(docs) < f.Limit {
			return c, nil
		}
		f.After = docs[len(docs)-1].Key
	}
}

// reasoned are documents that are chosen by why they stand where they stand.
type reasoned interface {
	documents
	Reasons(ctx context.Context, scheme string, states ...docstore.State) ([]docstore.ReasonCount, error)
}

// asStored are the reasons in the store that are shown as this one: in the reader's
// language, without telephone numbers, and gathered. Those of all schemes are taken
// literally.
func (a *app) asStored(ctx context.Context, s reasoned, scheme, reason string) ([]string, error) {
	if reason == "" {
		return nil, nil
	}
	if scheme == "" {
		return []string{reason}, nil
	}
	stored, err := s.Reasons(ctx, scheme)
	if err != nil {
		return nil, a.fail("store.failed", "Error", err)
	}
	var meant []string
	for _, r := range stored {
		general := r.General()
		if reason == r.Reason || a.shownAs(r.Reason, reason) || general != r.Reason && a.shownAs(general, reason) {
			meant = append(meant, r.Reason)
		}
	}
	if len(meant) == 0 {
		return nil, a.fail("reason.none", "Scheme", scheme, "Reason", reason)
	}
	return meant, nil
}

func (a *app) shownAs(stored, reason string) bool {
	shown := mask.Text(stored)
	return reason == shown || reason == a.say.Reason(shown)
}

func (a *app) sift(c *chosenOnes, doc docstore.Document, which selection) {
	if doc.UpdatedAt.Before(which.since) || !which.until.IsZero() && !doc.UpdatedAt.Before(which.until) {
		return
	}
	switch {
	case part(doc):
		c.held = append(c.held, refused{Key: doc.Key, State: doc.State, Problem: a.say.Text("why.part", "Document", doc.PartOf)})
	case late(doc):
		c.held = append(c.held, refused{Key: doc.Key, State: doc.State, Problem: a.say.Text("why.late")})
	default:
		c.meant = append(c.meant, docstore.Document{
			Scheme: doc.Scheme, Key: doc.Key, Number: doc.Number, State: doc.State, Revision: doc.Revision, MemberOf: doc.MemberOf, Parts: doc.Parts,
		})
	}
}

// part: a row that changed after it had become part of a document would be
// booked twice if the target has that one. Only a person who has looked may
// retry it, by its name.
func part(doc docstore.Document) bool { return doc.PartOf != "" && doc.Parts == 0 }

// late: a line that was added after others of its document had been carried may be
// one that was booked already. The same holds for it.
func late(doc docstore.Document) bool {
	return doc.State == docstore.Failed && doc.Reason == activities.LineAdded
}
