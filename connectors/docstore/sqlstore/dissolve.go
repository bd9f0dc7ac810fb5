package sqlstore

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// remerged is the reason of a document that was taken apart.
const remerged = "it is taken apart, for a row it was made of has changed: its rows are merged anew"

// dissolve takes documents apart that were made of rows, all those of one merge,
// when one of their rows has changed since and the target never had any of them:
// retried as they are, they would fail once more, or book what is no longer so;
// and a row that is retried for itself would be booked twice. Their rows are
// fetched as they are now, but for those that are not to be carried any more;
// the documents are merged themselves, and cannot be retried once their rows
// are elsewhere. The document or row that is retried is left to the caller.
func (t *tx) dissolve(ctx context.Context, ref docstore.Ref, retried head, now string) (bool, error) {
	if retried.parts == 0 && retried.partOf == "" {
		return false, nil
	}
	all, err := t.together(ctx, ref.Scheme, cmp.Or(retried.partOf, retried.key))
	if err != nil || !anyNewer(all) || anySent(all) {
		return false, err
	}
	for _, h := range all {
		if h.key == ref.Key {
			continue
		}
		if err := t.release(ctx, ref.Scheme, h, now); err != nil {
			return false, err
		}
	}
	return true, nil
}

// together are the documents of the merge that made a document as its first,
// and their rows, in the order of their keys. What is locked is looked at again:
// a row may have gone elsewhere meanwhile.
func (t *tx) together(ctx context.Context, scheme, first string) ([]head, error) {
	keys, err := collect(ctx, t, scanText, partsStatement, scheme, first)
	if err != nil {
		return nil, err
	}
	locked, err := t.heads(ctx, scheme, append(keys, first))
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(locked, func(key string, h head) bool { return key != first && h.partOf != first })
	return slices.SortedFunc(maps.Values(locked), func(a, b head) int { return cmp.Compare(a.key, b.key) }), nil
}

const partsStatement = "SELECT key FROM documents WHERE scheme = $1 AND part_of = $2 AND part_of <> '' ORDER BY key"

func anyNewer(all []head) bool {
	return slices.ContainsFunc(all, func(h head) bool { return h.newerHash != "" })
}

// anySent says whether the target has, may have or had one of the documents.
func anySent(all []head) bool {
	return slices.ContainsFunc(all, func(h head) bool {
		return h.parts > 0 && (h.targetID != "" || wasSent(h.state))
	})
}

// release makes a row of its own again out of a part, and takes a document of
// rows out of the way.
func (t *tx) release(ctx context.Context, scheme string, h head, now string) error {
	to, reason := released(h)
	_, err := t.ExecContext(ctx, `UPDATE documents SET state = $3, reason = $4, waits_for = '', updated_at = $5,
		part_of = CASE WHEN parts = 0 THEN '' ELSE part_of END
		WHERE scheme = $1 AND key = $2`, scheme, h.key, string(to), reason, now)
	if err != nil {
		return err
	}
	t.move(docstore.Ref{Scheme: scheme, Key: h.key}, h.state, to)
	if h.newerHash == "" {
		return nil
	}
	return t.adopt(ctx, scheme, []string{h.key}, now)
}

func released(h head) (docstore.State, string) {
	if h.parts > 0 {
		return docstore.Merged, remerged
	}
	if h.state == docstore.Skipped { // by a person
		return h.state, h.reason
	}
	if _, because, skip := strings.Cut(h.reason, wouldSkip); skip {
		return docstore.Skipped, because
	}
	return docstore.Fetched, ""
}
