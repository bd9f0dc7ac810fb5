package sqlstore

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// adopt makes newer content the content of documents, which all have some.
func (t *tx) adopt(ctx context.Context, scheme string, keys []string, now string) error {
	page, err := rowsJSON(keyRows(keys))
	if err != nil {
		return err
	}
	adopted, err := collect(ctx, t, scanKeyed, adoptStatement(t.dialect), page, scheme, now)
	if err != nil {
		return err
	}
	for _, d := range adopted {
		ref := docstore.Ref{Scheme: scheme, Key: d.key}
		t.move(ref, changed, "")
		t.alter(ref)
	}
	return t.reindex(ctx, scheme, adopted)
}

func adoptStatement(d dialect) string {
	return `UPDATE documents SET content = newer, hash = newer_hash, newer = NULL, newer_hash = '', newer_held = '', newer_state = '',
		fetched_at = $3 WHERE scheme = $2 AND key IN (SELECT r.key FROM ` + d.rows("$1", "key text") + ") RETURNING key, content"
}
