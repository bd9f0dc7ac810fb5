package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// columns are those of a document, of table d, in the order of scan.
const columns = `d.scheme, d.key, d.number, d.state, d.reason, d.hash, d.revision,
	d.target_id, d.target_number, d.attempts, d.waits_for, d.workflow_id, d.run_id,
	d.member_of, d.part_of, d.parts, d.handed_by, d.newer_held, d.newer_state, d.was, d.fetched_at, d.updated_at,
	d.calling, d.content, d.newer, d.sent, d.answer, d.written`

// scanner is a row, or the current row of several.
type scanner interface{ Scan(dest ...any) error }

func scan(row scanner) (docstore.Document, error) {
	var d docstore.Document
	var fetched, updated, calling moment
	var content, newer, sent, answer, written raw
	err := row.Scan(&d.Scheme, &d.Key, &d.Number, &d.State, &d.Reason, &d.Hash, &d.Revision,
		&d.TargetID, &d.Target, &d.Attempts, &d.WaitsFor, &d.WorkflowID, &d.RunID,
		&d.MemberOf, &d.PartOf, &d.Parts, &d.HandedBy, &d.Held, &d.HeldAs, &d.Was, &fetched, &updated,
		&calling, &content, &newer, &sent, &answer, &written)
	d.Calling = calling.Time
	d.FetchedAt, d.UpdatedAt = fetched.Time, updated.Time
	d.Content, d.Newer = content.RawMessage, newer.RawMessage
	d.Sent, d.Answer, d.Written = sent.RawMessage, answer.RawMessage, written.RawMessage
	return d, err
}

// Get returns a document; ErrNotFound when there is none.
func (s *Store) Get(ctx context.Context, ref docstore.Ref) (docstore.Document, error) {
	d, err := scan(s.db.reader.QueryRowContext(ctx,
		"SELECT "+columns+" FROM documents AS d WHERE d.scheme = $1 AND d.key = $2", ref.Scheme, ref.Key))
	if err != nil {
		return docstore.Document{}, failed(s.db, "read", ref, err)
	}
	return d, nil
}

// failed says which document an error is about. No rows is ErrNotFound.
func failed(db database, doing string, ref docstore.Ref, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		err = docstore.ErrNotFound
	}
	return fmt.Errorf("%s document %s of scheme %s: %w", doing, ref.Key, ref.Scheme, db.explain(err))
}

// query runs a SELECT of columns.
func (s *Store) query(ctx context.Context, statement string, args ...any) ([]docstore.Document, error) {
	return collect(ctx, s.db.reader, scan, statement, args...)
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// collect reads all rows of a SELECT.
func collect[T any](ctx context.Context, q querier, read func(scanner) (T, error), statement string, args ...any) ([]T, error) {
	var all []T
	err := each(ctx, q, read, func(one T) error {
		all = append(all, one)
		return nil
	}, statement, args...)
	if err != nil {
		return nil, err
	}
	return all, nil
}

// each reads the rows of a SELECT one by one.
func each[T any](
	ctx context.Context, q querier, read func(scanner) (T, error), do func(T) error, statement string, args ...any,
) error {
	rows, err := q.QueryContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	defer rows.Close() // Err below tells what went wrong
	for rows.Next() {
		one, err := read(rows)
		if err == nil {
			err = do(one)
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}

// head is what the rules need to know of a stored document.
type head struct {
	key       string
	number    string
	state     docstore.State
	reason    string
	hash      string
	newerHash string
	held      string
	heldAs    docstore.State
	was       docstore.State
	memberOf  string
	partOf    string
	handedBy  string
	parts     int
	attempts  int
	targetID  string
	edition   string
}

func scanHead(row scanner) (head, error) {
	var h head
	err := row.Scan(&h.key, &h.number, &h.state, &h.reason, &h.hash, &h.newerHash, &h.held, &h.heldAs, &h.was, &h.memberOf, &h.partOf, &h.handedBy, &h.parts, &h.targetID, &h.edition, &h.attempts)
	return h, err
}

// keyRow is a document of a scheme as a parameter.
type keyRow struct {
	Key string `json:"key"`
}

func keyRows(keys []string) []keyRow {
	rows := make([]keyRow, len(keys))
	for i, key := range keys {
		rows[i] = keyRow{key}
	}
	return rows
}

// heads reads, and locks, the documents of a scheme that exist, in the order of
// their keys, so that two transactions cannot wait for each other.
func (t *tx) heads(ctx context.Context, scheme string, keys []string) (map[string]head, error) {
	page, err := rowsJSON(keyRows(keys))
	if err != nil {
		return nil, err
	}
	found, err := collect(ctx, t, scanHead, headsStatement(t.dialect), page, scheme)
	if err != nil {
		return nil, err
	}
	byKey := make(map[string]head, len(found))
	for _, h := range found {
		byKey[h.key] = h
	}
	return byKey, nil
}

func headsStatement(d dialect) string {
	return `SELECT key, number, state, reason, hash, newer_hash, newer_held, newer_state, was, member_of, part_of, handed_by, parts, target_id, edition, attempts FROM documents
		WHERE scheme = $2 AND key IN (SELECT r.key FROM ` + d.rows("$1", "key text") + `)
		ORDER BY key` + d.lock
}
