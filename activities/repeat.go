package activities

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Repeats says whether a target takes the same document of a scheme again, as
// long as all that is done with it there is that it is saved: what was handed in
// or approved may not be changed any more.
func Repeats(t connectors.Target, s *schemes.Scheme) bool {
	repeater, able := t.(connectors.Repeater)
	return able && Goal(s.Target.Steps) == docstore.Saved && repeater.Repeats(s.Target.Call())
}

// Changeable says what keeps a scheme from carrying its documents again when
// they change (target.onChange); nil when nothing does, or it does not want to.
func Changeable(t connectors.Target, s *schemes.Scheme) error {
	switch {
	case recreates(s) && !deletes(t, s):
		return fmt.Errorf("target.onChange: recreate needs a target that can delete documents; %s %s cannot: use keep or update",
			s.Target.Connector, s.Target.API)
	case recreates(s), !updates(s), Repeats(t, s), amends(t, s):
		return nil
	}
	return fmt.Errorf("target.onChange: update needs a target that takes the same document again, or changes one it has; %s %s does not: use keep",
		s.Target.Connector, s.Target.API)
}

// updates says whether a scheme carries changes of what it has delivered.
func updates(s *schemes.Scheme) bool {
	return s.Target != nil && (s.Target.OnChange == schemes.Update || s.Target.OnChange == schemes.Recreate)
}

// saveAgain saves a document whose save was answered by nobody. It stays one
// that the target may have: neither the source nor a person may put other
// content in its place before the outcome is known. Why it is unknown stays its
// reason, so that the diary has a line for each cause and not for each try.
func (a *Activities) saveAgain(ctx context.Context, s *schemes.Scheme, doc docstore.Document, target connectors.Target) (Standing, error) {
	return a.send(ctx, s, doc, target, docstore.Progress{State: docstore.Saving, From: docstore.Unknown, Reason: doc.Reason})
}

// send makes the call that saves a document, if it is the one to make it: as
// the store says then, the document is being saved.
func (a *Activities) send(
	ctx context.Context, s *schemes.Scheme, doc docstore.Document, target connectors.Target, claim docstore.Progress,
) (Standing, error) {
	entry := connectors.Entry{Key: doc.Key, Number: doc.Target}
	if err := json.Unmarshal(doc.Sent, &entry.Body); err != nil {
		return Standing{}, configError(fmt.Errorf("document %s: read its entry: %w", doc.Key, err))
	}
	place := a.expect(s, target, savedAs(claim.From))
	defer place.Leave()
	claim.Ref, claim.Hash, claim.Called = docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, doc.Hash, true
	st, mine, err := a.claim(ctx, s, claim)
	if err != nil || !mine {
		return st, err
	}
	f := after{ref: claim.Ref, attempt: doc.Attempts + 1, hash: doc.Hash, ok: docstore.Saved, undone: claim.From, upsert: Repeats(target, s)}
	if claim.From == docstore.Recalled {
		entry.ID = doc.TargetID
		f.upsert, f.lost, f.but = true, docstore.Mapped, takenBack(doc)
	}
	guard := a.guarded(doc, docstore.Saving)
	o := place.ask(ctx, part{entry: entry, guard: guard}, func(ctx context.Context, parts []part) ([]connectors.Outcome, error) {
		return target.Save(ctx, s.Target.Call(), entries(parts))
	})
	if guard.overtaken() {
		return a.overtaken(ctx, s, claim.Ref)
	}
	return a.sent(ctx, s, doc, f, entry, o)
}

// sent notes what became of an entry. Where it replaces what the target had, the
// amounts are compared before anything else is done there; where it may be sent
// again, its number is all that the target needs to know it by.
func (a *Activities) sent(
	ctx context.Context, s *schemes.Scheme, doc docstore.Document, f after, entry connectors.Entry, o connectors.Outcome,
) (Standing, error) {
	switch {
	case entry.ID == "" && o.Err == nil && f.upsert:
		o.Receipt.ID = cmp.Or(o.Receipt.ID, o.Receipt.Number)
	case entry.ID == "":
	case o.Err != nil:
		o.Answer, o.Err = nil, a.patient(s, o.Err) // see unanswered
	default:
		return a.replaced(ctx, s, doc, f, o)
	}
	return a.after(ctx, s, f, o)
}
