package sqlstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// MarkAll makes many steps in one transaction, in their order; a document may
// have several. The slice says, per step, why it alone was not made (ErrStale,
// ErrNotFound) or nil; with the error, none was made.
func (s *Store) MarkAll(ctx context.Context, steps []docstore.Progress) ([]error, error) {
	refused := make([]error, len(steps))
	err := s.write(ctx, func(t *tx) error {
		m := marker{now: stamp(s.now()), steps: steps, refused: refused}
		return m.run(ctx, t)
	})
	if err != nil {
		return nil, fmt.Errorf("mark %s: %w", named(steps), err)
	}
	return refused, nil
}

// named says what an error of a whole batch is about.
func named(steps []docstore.Progress) string {
	if len(steps) == 0 {
		return "no documents"
	}
	first := fmt.Sprintf("document %s of scheme %s %s", steps[0].Key, steps[0].Scheme, steps[0].State)
	if len(steps) == 1 {
		return first
	}
	return fmt.Sprintf("%d documents, first %s", len(steps), first)
}

// marker makes the steps of a batch.
type marker struct {
	now     string
	steps   []docstore.Progress
	refused []error
}

// run goes scheme by scheme in their order, so that two batches cannot wait for
// each other.
func (m *marker) run(ctx context.Context, t *tx) error {
	byScheme := map[string][]int{}
	var schemes []string
	for i, step := range m.steps {
		if byScheme[step.Scheme] == nil {
			schemes = append(schemes, step.Scheme)
		}
		byScheme[step.Scheme] = append(byScheme[step.Scheme], i)
	}
	slices.Sort(schemes)
	for _, scheme := range schemes {
		if err := m.scheme(ctx, t, scheme, byScheme[scheme]); err != nil {
			return err
		}
	}
	return nil
}

func (m *marker) scheme(ctx context.Context, t *tx, scheme string, at []int) error {
	keys := make([]string, len(at))
	for i, n := range at {
		keys[i] = m.steps[n].Key
	}
	stopped, err := m.stopped(ctx, t, scheme, at)
	if err != nil {
		return err
	}
	stored, err := t.heads(ctx, scheme, keys)
	if err != nil {
		return err
	}
	marks := map[string]*markRow{}
	var events []eventRow
	var stopping []string
	for _, n := range at {
		step := m.steps[n]
		h, exists := stored[step.Key]
		if m.refused[n] = refusal(step, h, exists, stopped); m.refused[n] != nil {
			if errors.Is(m.refused[n], docstore.ErrPaused) {
				stopping = append(stopping, step.Key)
			}
			continue
		}
		events = append(events, m.event(step, h)...)
		mark := cmp.Or(marks[step.Key], &markRow{Scheme: scheme, Key: step.Key})
		mark.add(step)
		marks[step.Key] = mark
		t.move(step.Ref, h.state, step.State)
		stored[step.Key] = h.after(step)
	}
	return errors.Join(m.write(ctx, t, marks), t.note(ctx, scheme, events), m.catchUp(ctx, t, scheme, marks, stored), t.forget(ctx, scheme, stopping))
}

// after is what is known of a document behind a step.
func (h head) after(step docstore.Progress) head {
	h.state, h.reason = step.State, text(step.Reason)
	if step.Called {
		h.attempts++
	}
	if step.Gone {
		h.targetID = ""
	}
	h.targetID = cmp.Or(text(step.TargetID), h.targetID)
	return h
}

// refusal says why a step cannot be made.
func refusal(step docstore.Progress, h head, exists, stopped bool) error {
	at := fmt.Sprintf("mark document %s of scheme %s %s", step.Key, step.Scheme, step.State)
	switch {
	case !exists:
		return fmt.Errorf("%s: %w", at, docstore.ErrNotFound)
	case !docstore.CanFollow(h.state, step.State):
		return fmt.Errorf("%s: it is %s, which %s does not follow: %w", at, h.state, step.State, docstore.ErrStale)
	case step.From != "" && step.From != h.state:
		return fmt.Errorf("%s: it is %s and no longer %s: %w", at, h.state, step.From, docstore.ErrStale)
	case step.Attempt != 0 && step.Attempt != h.attempts:
		return fmt.Errorf("%s: it was call %d that was made for it, and there are %d now: %w", at, step.Attempt, h.attempts, docstore.ErrStale)
	case step.Cancelled && !h.cancelled():
		return fmt.Errorf("%s: the source took its cancellation back: %w", at, docstore.ErrStale)
	case step.Called && stopped:
		return fmt.Errorf("%s: %w", at, docstore.ErrPaused)
	case step.Hash != "" && step.Hash != h.hash:
		return fmt.Errorf("%s: the source sent new content after this step's was read: %w", at, docstore.ErrStale)
	default:
		return nil
	}
}

// event is the diary entry of a step, if it deserves one: not when an activity
// that is tried again repeats it.
func (m *marker) event(step docstore.Progress, h head) []eventRow {
	reason := text(step.Reason)
	exceptional := step.State.Exceptional() || h.was != ""
	if !step.Gone && (!exceptional || h.reason == reason && (h.state == step.State || triedAgain(h.state, step.State))) {
		return nil
	}
	return []eventRow{{
		Key: step.Key, At: m.now, State: step.State, Reason: reason,
		Sent: document(step.Sent), Answer: document(step.Answer),
	}}
}

// triedAgain: a save whose outcome is not known was made once more, and it still is not.
func triedAgain(from, to docstore.State) bool {
	return from == docstore.Saving && to == docstore.Unknown
}

func (m *marker) write(ctx context.Context, t *tx, marks map[string]*markRow) error {
	var rows []*markRow
	for _, mark := range marks {
		rows = append(rows, mark)
	}
	return t.batch(ctx, markStatement(t.dialect), rows, m.now)
}

func markStatement(d dialect) string {
	return `UPDATE documents AS d SET state = r.state, reason = r.reason, waits_for = r.waits_for,
		attempts = d.attempts + r.calls, updated_at = $2, calling = CASE WHEN r.calling = 1 THEN ` + d.time("$2") + ` END,
		was = CASE WHEN r.target_id = '' THEN '' WHEN r.state IN ('cancelled', 'deleting', 'failed') THEN COALESCE(NULLIF(r.was, ''), d.was) ELSE '' END,
		revision = COALESCE(r.revision, d.revision),
		sent = COALESCE(r.sent, d.sent), answer = COALESCE(r.answer, d.answer),
		target_id = COALESCE(r.target_id, d.target_id), target_number = COALESCE(r.target_number, d.target_number), number = COALESCE(r.number, d.number),
		workflow_id = COALESCE(r.workflow_id, d.workflow_id), run_id = COALESCE(r.run_id, d.run_id),
		part_of = COALESCE(r.part_of, d.part_of), written = COALESCE(r.written, d.written)
		FROM ` + d.rows("$1", markColumns) + theirDocuments
}
