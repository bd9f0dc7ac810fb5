package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// entry is a row of lookups as a parameter: this document has this value there.
type entry struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Key   string `json:"key"`
}

const entryColumns = "field text, value text, key text"

// entriesOf is the one place where rows become searchable; docstore.Content.Values
// says by which text.
func entriesOf(key string, content docstore.Content, fields []string) []entry {
	var entries []entry
	for _, field := range fields {
		for _, value := range content.Values(field) {
			entries = append(entries, entry{field, comparable(value), key})
		}
	}
	return entries
}

// comparable is a value as it is indexed: a long one by its hash, because
// PostgreSQL cannot index it whole and an equal value has an equal hash.
func comparable(value string) string {
	value = text(value)
	if len(value) <= maxKey {
		return value
	}
	sum := sha256.Sum256([]byte(value))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// fields are those declared for a collection. They stay so until the end of the
// transaction: Declare indexes what was there before, so no document may slip in
// between that was written without the new field.
func (t *tx) fields(ctx context.Context, collection string) ([]string, error) {
	if err := t.guard(ctx, t.sharedFields, collection); err != nil {
		return nil, err
	}
	return collect(ctx, t, scanText, "SELECT field FROM lookup_fields WHERE collection = $1 ORDER BY field", collection)
}

// guard executes a locking statement, where the database needs one.
func (t *tx) guard(ctx context.Context, statement, collection string) error {
	if statement == "" {
		return nil
	}
	_, err := t.ExecContext(ctx, statement, collection)
	return err
}

func scanText(row scanner) (string, error) {
	var s string
	err := row.Scan(&s)
	return s, err
}

// index adds entries; ones that are there already stay.
func (t *tx) index(ctx context.Context, collection string, entries []entry) error {
	return t.batch(ctx, `INSERT INTO lookups (collection, field, value, key)
		SELECT $2, r.field, r.value, r.key FROM `+t.rows("$1", entryColumns)+`
		WHERE true ON CONFLICT (collection, field, value, key) DO NOTHING`, entries, collection)
}

// reindex replaces the entries of one document.
func (t *tx) reindex(ctx context.Context, ref docstore.Ref, raw []byte) error {
	fields, err := t.fields(ctx, ref.Scheme)
	if err != nil {
		return err
	}
	content, err := docstore.ReadContent(raw)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, "DELETE FROM lookups WHERE collection = $1 AND key = $2", ref.Scheme, ref.Key); err != nil {
		return err
	}
	return t.index(ctx, ref.Scheme, entriesOf(ref.Key, content, fields))
}
