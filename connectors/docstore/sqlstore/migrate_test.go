package sqlstore

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// TestHeldSinceBefore: what only the diary knew of newer content, before it was
// noted with the document, is not forgotten.
func TestHeldSinceBefore(t *testing.T) {
	t.Parallel()
	for name, url := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := url(t)
			before(t, at, 3,
				`INSERT INTO documents (scheme, key, number, state, hash, newer_hash, content, newer, fetched_at, updated_at) SELECT
					's', key, key, 'saved', 'a', 'b', '{}', '{"newer":1}', '2024-05-01T00:00:00.000000Z', '2024-05-01T00:00:00.000000Z'
					FROM (SELECT 'held' AS key UNION SELECT 'free' UNION SELECT 'untold') AS keys`,
				`INSERT INTO events (scheme, key, at, state, reason, by) VALUES
					('s', 'held', '2024-05-01T00:00:00.000000Z', 'saved', 'the source changed it after it was sent; the new content is kept beside what was sent', ''),
					('s', 'held', '2024-05-02T00:00:00.000000Z', 'saved', 'the source changed it after it was sent; the new content is kept beside what was sent; by the scheme it would now be skipped: 已取消; 关闭', ''),
					('s', 'held', '2024-05-03T00:00:00.000000Z', 'unknown', 'cut off', ''),
					('s', 'free', '2024-05-01T00:00:00.000000Z', 'saved', 'the source changed it after it was sent; the new content is kept beside what was sent; by the scheme it would now be skipped: closed', ''),
					('s', 'free', '2024-05-02T00:00:00.000000Z', 'saved', 'the source changed it after it was sent; the new content is kept beside what was sent', '')`,
			)
			s, err := Open(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close() // the database is thrown away
			for key, want := range map[string]string{"held": "已取消; 关闭", "free": "", "untold": ""} {
				d, err := s.Get(t.Context(), docstore.Ref{Scheme: "s", Key: key})
				if err != nil || d.Held != want {
					t.Errorf("%s is held for %q, want %q (%v)", key, d.Held, want, err)
				}
			}
		})
	}
}

// before makes a database as it was at a version of its tables.
func before(t *testing.T, url string, version int64, statements ...string) {
	t.Helper()
	db, err := dial(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	p, err := provider(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.writer.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.close(); err != nil {
		t.Fatal(err)
	}
}
