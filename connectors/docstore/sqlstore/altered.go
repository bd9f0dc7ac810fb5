package sqlstore

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// alter notes that what Find finds of a document is not what it was.
func (t *tx) alter(ref docstore.Ref) {
	t.touch(ref.Scheme)
	t.altered[ref] = true
}

// writeAltered takes the positions of what a transaction altered away, where
// the collection is followed. To be written is to be locked, also when there is
// none: whoever gives positions waits for this transaction, and reads its content.
func (t *tx) writeAltered(ctx context.Context) error {
	var refs []docstore.Ref
	for ref := range t.altered {
		known, err := t.declared(ctx, ref.Scheme)
		if err != nil {
			return err
		}
		if known.followed {
			refs = append(refs, ref)
		}
	}
	return t.batch(ctx, `INSERT INTO changes (collection, key) SELECT r.scheme, r.key FROM `+t.rows("$1", refColumns)+`
		WHERE true ORDER BY r.scheme, r.key ON CONFLICT (collection, key) DO UPDATE SET position = NULL`, refs)
}

// refColumns are those of a docstore.Ref as a parameter.
const refColumns = "scheme text, key text"
