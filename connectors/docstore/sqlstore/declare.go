package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// backfill is how many documents are indexed in one transaction.
const backfill = 500

// field names a declared field.
type field struct{ collection, name string }

// Declare makes fields of a collection searchable, for documents that come and
// for those that are there. It may be called at each start, by many processes at
// once; fields that were declared before, and only those not declared again, stay.
// When it is interrupted, the next call finishes it.
func (s *Store) Declare(ctx context.Context, collection string, fields []string) error {
	fresh, err := s.declareNew(ctx, collection, fields)
	if err == nil && len(fresh) > 0 {
		err = s.indexExisting(ctx, collection, fresh)
	}
	if err == nil && len(fresh) > 0 {
		err = s.finish(ctx, collection, fresh)
	}
	if err != nil {
		return fmt.Errorf("declare fields of collection %s: %w", collection, err)
	}
	return nil
}

type fieldRow struct {
	Field string `json:"field"`
}

func fieldRows(fields []string) []fieldRow {
	var rows []fieldRow
	for _, name := range fields {
		if name != "id" && name != "number" { // always searchable
			rows = append(rows, fieldRow{name})
		}
	}
	return rows
}

// declareNew returns the fields that are not ready. From its end on every Keep
// writes entries for them.
func (s *Store) declareNew(ctx context.Context, collection string, fields []string) ([]string, error) {
	known, err := s.notReady(ctx, collection, fields)
	if err != nil || len(known) == 0 {
		return nil, err
	}
	err = s.write(ctx, func(t *tx) error {
		if err := t.guard(ctx, t.alterDeclared, collection); err != nil {
			return err
		}
		return t.batch(ctx, `INSERT INTO lookup_fields (collection, field) SELECT $2, r.field FROM `+
			t.rows("$1", "field text")+` WHERE true ON CONFLICT (collection, field) DO NOTHING`,
			fieldRows(known), collection)
	})
	return known, err
}

func (s *Store) notReady(ctx context.Context, collection string, fields []string) ([]string, error) {
	ready, err := collect(ctx, s.db.reader, scanText,
		"SELECT field FROM lookup_fields WHERE collection = $1 AND ready", collection)
	if err != nil {
		return nil, s.db.explain(err)
	}
	done := map[string]bool{}
	for _, name := range ready {
		done[name] = true
	}
	var missing []string
	for _, row := range fieldRows(fields) {
		if !done[row.Field] {
			missing = append(missing, row.Field)
			done[row.Field] = true
		}
	}
	return missing, nil
}

func (s *Store) indexExisting(ctx context.Context, collection string, fields []string) error {
	after, more := "", true
	for more {
		next := after // not after itself: a transaction that lost a race begins anew
		err := s.write(ctx, func(t *tx) error {
			var err error
			next, more, err = t.indexSome(ctx, collection, fields, after)
			return err
		})
		if err != nil {
			return err
		}
		after = next
	}
	return nil
}

// keyed is a document's content.
type keyed struct {
	key     string
	content raw
}

func scanKeyed(row scanner) (keyed, error) {
	var k keyed
	err := row.Scan(&k.key, &k.content)
	return k, err
}

// indexSome indexes the documents after a key. They are locked, so that none
// gets other content between reading and indexing.
func (t *tx) indexSome(ctx context.Context, collection string, fields []string, after string) (string, bool, error) {
	found, err := collect(ctx, t, scanKeyed, `SELECT key, content FROM documents
		WHERE scheme = $1 AND key > $2 ORDER BY key LIMIT $3`+t.lock, collection, after, backfill)
	if err != nil || len(found) == 0 {
		return after, false, err
	}
	var entries []entry
	for _, k := range found {
		content, err := docstore.ReadContent(k.content.RawMessage)
		if err != nil {
			return after, false, fmt.Errorf("document %s: %w", k.key, err)
		}
		entries = append(entries, entriesOf(k.key, content, fields)...)
	}
	return found[len(found)-1].key, true, t.index(ctx, collection, entries)
}

func (s *Store) finish(ctx context.Context, collection string, fields []string) error {
	return s.write(ctx, func(t *tx) error {
		return t.batch(ctx, `UPDATE lookup_fields SET ready = true WHERE collection = $2
			AND field IN (SELECT r.field FROM `+t.rows("$1", "field text")+`)`, fieldRows(fields), collection)
	})
}
