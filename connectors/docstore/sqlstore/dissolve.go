package sqlstore

import (
	"context"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// remerged is the reason of a document that was taken apart.
const remerged = "it is taken apart, for a row it was made of has changed: its rows are merged anew"

// dissolve takes a document apart that was made of rows, when one of them has
// changed since and the target never had it: retried as it is, it would fail
// once more, or book what is no longer so. Its rows are fetched as they are now,
// but for those that are not to be carried any more; it is merged itself, and
// cannot be retried once its rows are elsewhere.
func (t *tx) dissolve(ctx context.Context, ref docstore.Ref, of head, now string) (bool, error) {
	var targetID string
	err := t.QueryRowContext(ctx, "SELECT target_id FROM documents WHERE scheme = $1 AND key = $2", ref.Scheme, ref.Key).Scan(&targetID)
	if err != nil || targetID != "" || of.state == docstore.Compensated {
		return false, err
	}
	keys, err := collect(ctx, t, scanText, partsStatement, ref.Scheme, ref.Key)
	if err != nil || len(keys) == 0 {
		return false, err
	}
	parts, err := t.heads(ctx, ref.Scheme, keys)
	if err != nil || !anyNewer(parts) {
		return false, err
	}
	for _, key := range keys {
		if err := t.release(ctx, docstore.Ref{Scheme: ref.Scheme, Key: key}, parts[key], now); err != nil {
			return false, err
		}
	}
	return true, nil
}

const partsStatement = "SELECT key FROM documents WHERE scheme = $1 AND part_of = $2 AND part_of <> '' ORDER BY key"

func anyNewer(parts map[string]head) bool {
	for _, h := range parts {
		if h.newerHash != "" {
			return true
		}
	}
	return false
}

// release makes a row of its own again out of a part.
func (t *tx) release(ctx context.Context, ref docstore.Ref, h head, now string) error {
	to, reason := released(h)
	_, err := t.ExecContext(ctx, `UPDATE documents SET state = $3, reason = $4, part_of = '', updated_at = $5
		WHERE scheme = $1 AND key = $2`, ref.Scheme, ref.Key, string(to), reason, now)
	if err != nil {
		return err
	}
	t.move(ref.Scheme, h.state, to)
	if h.newerHash == "" {
		return nil
	}
	return t.adopt(ctx, ref, now)
}

func released(h head) (docstore.State, string) {
	if h.state == docstore.Skipped { // by a person
		return h.state, h.reason
	}
	if _, because, skip := strings.Cut(h.reason, wouldSkip); skip {
		return docstore.Skipped, because
	}
	return docstore.Fetched, ""
}
