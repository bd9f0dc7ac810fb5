package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// maxKey is the longest key or number, in bytes; PostgreSQL cannot index much more.
const maxKey = 512

// row is an incoming row that has been read.
type row struct {
	docstore.Incoming
	content docstore.Content
	hash    string
}

// Keep stores a page in one transaction: new documents, changes to documents
// that were not sent yet, and, beside their content, changes to those that were.
// It writes what Find needs and moves the watermark. Where a key comes twice the
// last row stands, unless its edition is older; the others count as unchanged, and
// so does what is older than what is there, and all of a call that was kept before.
func (s *Store) Keep(ctx context.Context, page docstore.Page) (docstore.Kept, error) {
	rows, err := readRows(page.Rows)
	if err != nil {
		return docstore.Kept{}, fmt.Errorf("keep page of scheme %s: %w", page.Scheme, err)
	}
	var kept docstore.Kept
	err = s.write(ctx, func(t *tx) error {
		kept = docstore.Kept{Unchanged: len(page.Rows) - len(rows)}
		return s.keep(ctx, t, page, rows, &kept)
	})
	if err != nil {
		return docstore.Kept{}, fmt.Errorf("keep page of %d rows of scheme %s: %w", len(page.Rows), page.Scheme, err)
	}
	return kept, nil
}

func (s *Store) keep(ctx context.Context, t *tx, page docstore.Page, rows []row, kept *docstore.Kept) error {
	if page.Call != nil {
		if again, err := t.called(ctx, page.Scheme, *page.Call); err != nil || again {
			kept.Unchanged = len(page.Rows)
			return err
		}
	}
	known, err := t.declared(ctx, page.Scheme)
	if err != nil {
		return err
	}
	stored, err := t.heads(ctx, page.Scheme, keysOf(rows))
	if err != nil {
		return err
	}
	w := pageWriter{page: page, now: stamp(s.now()), fields: known.fields, kept: kept}
	for _, r := range rows {
		h, exists := stored[r.Key]
		if exists && h.handedBy != r.HandedBy {
			return taken(page.Scheme, r, h)
		}
		w.add(r, h, decide(page.Stored, r, h, exists))
	}
	if err := w.write(ctx, t); err != nil {
		return err
	}
	if page.Advance != nil {
		kept.Advanced, err = t.advance(ctx, page.Scheme, *page.Advance)
	}
	return err
}

// taken: two documents may not pass for one, or one of them would be lost.
func taken(scheme string, r row, h head) error {
	from := func(handedBy string) string {
		if handedBy == "" {
			return "from the source"
		}
		return "from document " + handedBy
	}
	return fmt.Errorf("document %s of scheme %s came %s and now comes %s: %w",
		r.Key, scheme, from(h.handedBy), from(r.HandedBy), docstore.ErrTaken)
}

// readRows reads and hashes rows and drops those that come again later.
func readRows(incoming []docstore.Incoming) ([]row, error) {
	rows := make([]row, 0, len(incoming))
	at := make(map[string]int, len(incoming))
	for i, in := range incoming {
		r, err := readRow(in)
		if err != nil {
			return nil, fmt.Errorf("row %d, document %q: %w", i+1, in.Key, err)
		}
		if before, again := at[in.Key]; again {
			if !older(r.Edition, rows[before].Edition) {
				rows[before] = r
			}
			continue
		}
		at[in.Key] = len(rows)
		rows = append(rows, r)
	}
	return rows, nil
}

func readRow(in docstore.Incoming) (row, error) {
	if err := checkID(in.Key); err != nil {
		return row{}, fmt.Errorf("its key %w", err)
	}
	if err := checkID(in.Number); err != nil && in.Number != "" {
		return row{}, fmt.Errorf("its number %w", err)
	}
	content, err := docstore.ReadContent(in.Content)
	if err != nil {
		return row{}, err
	}
	hash, err := content.Hash()
	return row{Incoming: in, content: content, hash: hash}, err
}

// checkID refuses what could not be found again, rather than storing it changed.
func checkID(id string) error {
	switch {
	case id == "":
		return errors.New("is empty; does the scheme name the right id field?")
	case len(id) > maxKey:
		return fmt.Errorf("has %d bytes, more than %d; does the scheme name the right id field?", len(id), maxKey)
	case text(id) != id || !utf8.ValidString(id):
		return errors.New("is not text: it holds the character NUL or broken UTF-8")
	default:
		return nil
	}
}

func keysOf(rows []row) []string {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = r.Key
	}
	return keys
}
