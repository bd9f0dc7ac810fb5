package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// attempts is how often a transaction that lost a race is repeated.
const attempts = 10

// errRaced: another process created what this transaction was about to create.
var errRaced = errors.New("lost a race")

// tx is a write transaction. It notes what it alters and counts how documents
// move between states, and writes both last, in one order, so that transactions
// cannot deadlock on them.
type tx struct {
	*sql.Tx
	database
	known   map[string]declared
	altered map[docstore.Ref]bool
	moved   map[tally]int
}

// tally names a counter.
type tally struct {
	scheme string
	state  docstore.State
}

// changed is the counter of documents with newer content.
const changed docstore.State = "changed"

// write runs do in a transaction, again from the start when a race was lost.
func (s *Store) write(ctx context.Context, do func(*tx) error) error {
	var err error
	for range attempts {
		err = s.writeOnce(ctx, do)
		if err == nil || !errors.Is(err, errRaced) && !s.db.again(err) {
			break
		}
	}
	return s.db.explain(err)
}

func (s *Store) writeOnce(ctx context.Context, do func(*tx) error) error {
	begun, err := s.db.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	t := &tx{
		Tx: begun, database: s.db, known: map[string]declared{}, altered: map[docstore.Ref]bool{}, moved: map[tally]int{},
	}
	if err := t.run(ctx, do); err != nil {
		return joined(err, rollback(begun))
	}
	return begun.Commit()
}

func (t *tx) run(ctx context.Context, do func(*tx) error) error {
	if err := do(t); err != nil {
		return err
	}
	if err := t.writeAltered(ctx); err != nil {
		return err
	}
	return t.count(ctx)
}

// rollback: a transaction whose context ended is rolled back already.
func rollback(begun *sql.Tx) error {
	if err := begun.Rollback(); !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

// move counts a document out of one state and into another; "" is nowhere.
// Skipped documents are not found: to skip one, or not any more, is a change.
func (t *tx) move(ref docstore.Ref, from, to docstore.State) {
	if (from == docstore.Skipped) != (to == docstore.Skipped) {
		t.alter(ref)
	}
	if from != "" {
		t.moved[tally{ref.Scheme, from}]--
	}
	if to != "" {
		t.moved[tally{ref.Scheme, to}]++
	}
}

type tallyRow struct {
	Scheme string         `json:"scheme"`
	State  docstore.State `json:"state"`
	Count  int            `json:"count"`
}

func (t *tx) count(ctx context.Context) error {
	var deltas []tallyRow
	for counter, by := range t.moved {
		if by != 0 {
			deltas = append(deltas, tallyRow{counter.scheme, counter.state, by})
		}
	}
	slices.SortFunc(deltas, func(a, b tallyRow) int {
		return cmp.Or(cmp.Compare(a.Scheme, b.Scheme), cmp.Compare(a.State, b.State))
	})
	return t.batch(ctx, `INSERT INTO tallies (scheme, state, shard, count)
		SELECT scheme, state, `+t.shard+`, count FROM `+t.rows("$1", "scheme text, state text, count bigint")+`
		WHERE true ORDER BY scheme, state
		ON CONFLICT (scheme, state, shard) DO UPDATE SET count = tallies.count + excluded.count`, deltas)
}

// batch executes a statement over rows, which are its parameter $1.
func (t *tx) batch(ctx context.Context, statement string, rows any, args ...any) error {
	page, err := rowsJSON(rows)
	if err != nil || page == "null" {
		return err
	}
	_, err = t.ExecContext(ctx, statement, append([]any{page}, args...)...)
	return err
}

// rowsJSON writes a parameter for dialect.rows. A nil slice is "null".
func rowsJSON(rows any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(rows); err != nil {
		return "", fmt.Errorf("rows: %w", err)
	}
	return string(bytes.TrimSpace(b.Bytes())), nil
}
