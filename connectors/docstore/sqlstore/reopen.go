package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Reopen sends a failed, skipped, waiting or compensated document back to
// fetched, with the newer content if there is some; one that the source cancelled is
// looked at again instead. ErrStale in other states.
func (s *Store) Reopen(ctx context.Context, ref docstore.Ref, by, reason string) error {
	return s.decree(ctx, ref, decreed{
		doing: "reopen", allowed: docstore.CanReopen, to: docstore.Fetched, by: by, why: text(reason), adopt: true,
	})
}

// Skip says that a document is not to be carried. ErrStale when the target has,
// or may have, it.
func (s *Store) Skip(ctx context.Context, ref docstore.Ref, by, reason string) error {
	return s.decree(ctx, ref, decreed{
		doing: "skip", allowed: docstore.CanSkip, to: docstore.Skipped, by: by, why: text(reason), reason: text(reason),
	})
}

// decreed is a step that a person takes.
type decreed struct {
	doing   string
	allowed func(docstore.State) bool
	to      docstore.State
	by, why string // for the diary
	reason  string // for the document
	adopt   bool   // newer content replaces what is there
}

// ofCancelled is the step where the source cancelled the document: taken up again,
// it is looked at again, and not sent as it is at the source; skipped, a person agrees
// to the cancellation, and what takes that back is a change.
func (d decreed) ofCancelled(h head) decreed {
	d.adopt = d.to == docstore.Skipped
	if d.to == docstore.Fetched {
		d.to, d.reason = docstore.Cancelled, h.reason
	}
	return d
}

func (s *Store) decree(ctx context.Context, ref docstore.Ref, d decreed) error {
	err := s.write(ctx, func(t *tx) error { return s.decreeIn(ctx, t, ref, d) })
	if err != nil {
		return failed(s.db, d.doing, ref, err)
	}
	return nil
}

func (s *Store) decreeIn(ctx context.Context, t *tx, ref docstore.Ref, d decreed) error {
	heads, err := t.heads(ctx, ref.Scheme, []string{ref.Key})
	if err != nil {
		return err
	}
	h, exists := heads[ref.Key]
	switch {
	case !exists:
		return docstore.ErrNotFound
	case !d.allowed(h.state):
		return fmt.Errorf("it is %s and cannot become %s: %w", h.state, d.to, docstore.ErrStale)
	}
	now := stamp(s.now())
	if h.was != "" {
		d = d.ofCancelled(h)
	}
	if d.adopt && d.to == docstore.Fetched {
		dissolved, err := t.dissolve(ctx, ref, h, now)
		if err != nil {
			return err
		}
		if dissolved && h.parts > 0 {
			d.to, d.reason, d.adopt = docstore.Merged, remerged, false
		}
	}
	_, err = t.ExecContext(ctx, `UPDATE documents SET state = $3, reason = $4, waits_for = '', updated_at = $5,
		was = CASE WHEN $3 = 'cancelled' THEN was ELSE '' END,
		part_of = CASE WHEN $3 = 'fetched' AND parts = 0 THEN '' ELSE part_of END
		WHERE scheme = $1 AND key = $2`, ref.Scheme, ref.Key, string(d.to), d.reason, now)
	if err != nil {
		return err
	}
	t.move(ref, h.state, d.to)
	if d.adopt && h.newerHash != "" {
		if err := t.adopt(ctx, ref.Scheme, []string{ref.Key}, now); err != nil {
			return err
		}
	}
	return t.note(ctx, ref.Scheme, []eventRow{{Key: ref.Key, At: now, State: d.to, Reason: d.why, By: text(d.by)}})
}
