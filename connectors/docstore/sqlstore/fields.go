package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

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

// declared is what is to be noted of a collection's documents.
type declared struct {
	fields   []string
	followed bool // their changes have positions
}

// declared stays so until the end of the transaction: Declare and Follow see to
// what was there before, so no document may slip in between that was written
// without the new field or its change.
func (t *tx) declared(ctx context.Context, collection string) (declared, error) {
	if known, ok := t.known[collection]; ok {
		return known, nil
	}
	if err := t.guard(ctx, t.sharedDeclared, collection); err != nil {
		return declared{}, err
	}
	names, err := collect(ctx, t, scanText, `SELECT field FROM lookup_fields WHERE collection = $1
		UNION ALL SELECT '' FROM followed WHERE collection = $1 ORDER BY 1`, collection)
	if err != nil {
		return declared{}, err
	}
	known := declared{fields: names}
	if len(names) > 0 && names[0] == "" {
		known = declared{names[1:], true}
	}
	t.known[collection] = known
	return known, nil
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

// reindex replaces the entries of documents.
func (t *tx) reindex(ctx context.Context, collection string, documents []keyed) error {
	known, err := t.declared(ctx, collection)
	if err != nil || len(known.fields) == 0 {
		return err
	}
	var entries []entry
	keys := make([]string, len(documents))
	for i, d := range documents {
		content, err := docstore.ReadContent(d.content.RawMessage)
		if err != nil {
			return fmt.Errorf("document %s: %w", d.key, err)
		}
		keys[i] = d.key
		entries = append(entries, entriesOf(d.key, content, known.fields)...)
	}
	if err := t.batch(ctx, unindexStatement(t.dialect), keyRows(keys), collection); err != nil {
		return err
	}
	return t.index(ctx, collection, entries)
}
