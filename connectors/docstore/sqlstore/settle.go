package sqlstore

import (
	"cmp"
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Settle says what became of a document whose outcome is unknown, because a person
// has looked where nobody else can. ErrStale in other states: it is known by now.
// Where nothing was done, newer content that came meanwhile does what it asks for.
func (s *Store) Settle(ctx context.Context, ref docstore.Ref, d docstore.Settled) error {
	err := s.write(ctx, func(t *tx) error {
		h, err := t.ofPerson(ctx, ref, func(h head) error {
			if h.state == docstore.Unknown && docstore.CanFollow(h.state, d.State) {
				return nil
			}
			return fmt.Errorf("it is %s and cannot be settled as %s: %w", h.state, d.State, docstore.ErrStale)
		})
		if err != nil {
			return err
		}
		return t.settle(ctx, ref, h, d, stamp(s.now()))
	})
	if err != nil {
		return failed(s.db, "settle", ref, err)
	}
	return nil
}

func (t *tx) settle(ctx context.Context, ref docstore.Ref, h head, d docstore.Settled, now string) error {
	_, err := t.ExecContext(ctx, `UPDATE documents SET state = $3, reason = $4, updated_at = `+t.time("$5")+`,
		target_number = CASE WHEN $6 = '' THEN target_number ELSE $6 END, target_id = CASE WHEN $7 = '' THEN target_id ELSE $7 END
		WHERE scheme = $1 AND key = $2`, ref.Scheme, ref.Key, string(d.State), text(d.Reason), now, text(d.Target), text(d.TargetID))
	if err != nil {
		return err
	}
	t.move(ref, docstore.Unknown, d.State)
	err = t.note(ctx, ref.Scheme, []eventRow{{Key: ref.Key, At: now, State: d.State, Reason: text(d.Reason), By: text(d.By)}})
	if err != nil {
		return err
	}
	h.state, h.targetID = d.State, cmp.Or(text(d.TargetID), h.targetID)
	if to, behind := h.behind(); behind {
		return t.turn(ctx, ref.Scheme, []turned{to}, now)
	}
	return nil
}

// Remark notes in a document's diary what a person has ordered, and changes nothing.
func (s *Store) Remark(ctx context.Context, ref docstore.Ref, by, what string) error {
	err := s.write(ctx, func(t *tx) error {
		h, err := t.ofPerson(ctx, ref, func(head) error { return nil })
		if err != nil {
			return err
		}
		return t.note(ctx, ref.Scheme, []eventRow{{Key: ref.Key, At: stamp(s.now()), State: h.state, Reason: text(what), By: text(by)}})
	})
	if err != nil {
		return failed(s.db, "remark on", ref, err)
	}
	return nil
}

// ofPerson is a document that a person decides about, if it may be.
func (t *tx) ofPerson(ctx context.Context, ref docstore.Ref, may func(head) error) (head, error) {
	heads, err := t.heads(ctx, ref.Scheme, []string{ref.Key})
	if err != nil {
		return head{}, err
	}
	h, exists := heads[ref.Key]
	if !exists {
		return h, docstore.ErrNotFound
	}
	return h, may(h)
}
