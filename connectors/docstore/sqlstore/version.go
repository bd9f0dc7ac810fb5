package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// version is the counter, among those of states, of transactions that changed
// what Find may find in a collection.
const version docstore.State = "version"

// Version changes whenever another document may be found in a collection, or
// other content, from the moment that change is committed: what was found
// between two readings of the same version is what would be found now. A change
// of state alone does not count, but for skipping. It reads a few counters.
func (s *Store) Version(ctx context.Context, collection string) (int64, error) {
	var n int64
	err := s.db.reader.QueryRowContext(ctx, versionStatement, collection).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("version of collection %s: %w", collection, s.db.explain(err))
	}
	return n, nil
}

const versionStatement = `SELECT CAST(coalesce(sum(count), 0) AS bigint) FROM tallies
	WHERE scheme = $1 AND state = 'version'`

// touch notes that a collection is not what it was.
func (t *tx) touch(collection string) { t.moved[tally{collection, version}] = 1 }
