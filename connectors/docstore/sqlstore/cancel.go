package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// again is the reason of a document that was taken back and that the source has
// again, where its scheme does not carry changes.
const again = "the source has it again, whose bill was deleted at the target because it was cancelled: retry saves it as a new one, or skip it"

// Cancel takes up documents that the target has as far as goal, or further, and
// that the source has cancelled: they are cancelled, and what happens at the target
// is the scheme's choice. Where it does not carry changes, those that were taken
// back and that the source has again fail, for a person to decide. It returns how
// many they are.
func (s *Store) Cancel(ctx context.Context, c docstore.Cancellation) (int, error) {
	count, err := s.cancel(ctx, c)
	if err == nil && c.Keeps {
		var back int
		back, err = s.sweep(ctx, sweep{scheme: c.Scheme, states: []docstore.State{docstore.Compensated}, which: changedFreely, to: comeback}, c.Keys)
		count += back
	}
	if err != nil {
		return count, fmt.Errorf("cancel documents of scheme %s: %w", c.Scheme, err)
	}
	return count, nil
}

func (s *Store) cancel(ctx context.Context, c docstore.Cancellation) (int, error) {
	states, err := delivered(c.Goal)
	if err != nil {
		return 0, err
	}
	count, err := s.sweep(ctx, sweep{scheme: c.Scheme, states: states, which: revokedSince, to: cancellation}, c.Keys)
	if err != nil || c.Revoked {
		return count, err
	}
	skipped, err := s.sweep(ctx, sweep{scheme: c.Scheme, states: states, which: skippedSince, to: cancellation}, c.Keys)
	return count + skipped, err
}

func cancellation(s stated) turned {
	return turned{key: s.key, from: s.state, to: docstore.Cancelled, reason: cancelled + s.held, was: s.state}
}

func comeback(s stated) turned {
	return turned{key: s.key, from: s.state, to: docstore.Failed, reason: again, adopts: true}
}

// Revoke notes that a person says for the source that it has a document no more.
// One that the target never had is skipped; another is cancelled as soon as
// what is under way for it has arrived. ErrStale where nothing is left to take back.
func (s *Store) Revoke(ctx context.Context, ref docstore.Ref, by, reason string) error {
	err := s.write(ctx, func(t *tx) error { return s.revoke(ctx, t, ref, by, reason) })
	if err != nil {
		return failed(s.db, "cancel", ref, err)
	}
	return nil
}

func (s *Store) revoke(ctx context.Context, t *tx, ref docstore.Ref, by, reason string) error {
	heads, err := t.heads(ctx, ref.Scheme, []string{ref.Key})
	if err != nil {
		return err
	}
	h, exists := heads[ref.Key]
	switch {
	case !exists:
		return docstore.ErrNotFound
	case !docstore.CanRevoke(h.state), h.was != "", h.heldAs == docstore.Cancelled:
		return fmt.Errorf("it is %s and cannot be cancelled: %w", h.state, docstore.ErrStale)
	case h.memberOf != "" || h.partOf != "" || h.parts > 0:
		return fmt.Errorf("it is made of several rows, or part of such a document: %w", docstore.ErrTaken)
	}
	now := stamp(s.now())
	if _, err := t.ExecContext(ctx, revokeStatement, ref.Scheme, ref.Key, text(reason)); err != nil {
		return err
	}
	if h.newerHash == "" {
		t.move(ref, "", changed)
	}
	told := eventRow{Key: ref.Key, At: now, State: h.state, Reason: revokedBy + text(reason), By: text(by)}
	if err := t.note(ctx, ref.Scheme, []eventRow{told}); err != nil {
		return err
	}
	h.newerHash, h.held, h.heldAs = revoked, text(reason), docstore.Cancelled
	to, behind := h.behind()
	if !behind { // what is under way arrives first, and what has arrived is for Cancel
		return nil
	}
	return t.turn(ctx, ref.Scheme, []turned{to}, now)
}

// revokedBy begins what the diary says of a document that a person cancelled.
const revokedBy = "cancelled by hand: "

const revokeStatement = `UPDATE documents SET newer = coalesce(newer, content), newer_hash = '` + revoked + `' || CASE newer_hash WHEN '' THEN hash ELSE newer_hash END,
	newer_held = $3, newer_state = 'cancelled' WHERE scheme = $1 AND key = $2`
