package sqlstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// probe is up to how many entries are counted to see which condition selects most.
const probe = 200

// condition is a declared field and the value looked for.
type condition struct {
	field, value string
	entries      int // how many there are, up to probe
}

// conditions are those answered by lookups, the most selective first; that
// every field may be searched is checked.
func (s *Store) conditions(ctx context.Context, collection string, where map[string]string) ([]condition, error) {
	var conditions []condition
	for _, name := range slices.Sorted(maps.Keys(where)) {
		if name == "id" || name == "number" {
			continue
		}
		if err := s.searchable(ctx, field{collection, name}); err != nil {
			return nil, err
		}
		conditions = append(conditions, condition{field: name, value: comparable(where[name])})
	}
	if len(conditions) < 2 {
		return conditions, nil
	}
	return conditions, s.order(ctx, collection, conditions)
}

func (s *Store) searchable(ctx context.Context, f field) error {
	if _, ok := s.ready.Load(f); ok {
		return nil
	}
	ready, err := collect(ctx, s.db.reader, scanBool,
		"SELECT ready FROM lookup_fields WHERE collection = $1 AND field = $2", f.collection, f.name)
	name, _ := connectors.CutOrdered(f.name)
	switch {
	case err != nil:
		return err
	case len(ready) == 0:
		return fmt.Errorf("field %q is not declared for lookups; add it to the scheme that fills this collection", name)
	case !ready[0]:
		return fmt.Errorf("field %q is still being indexed; try again in a moment", name)
	}
	s.ready.Store(f, true)
	return nil
}

func scanBool(row scanner) (bool, error) {
	var b bool
	err := row.Scan(&b)
	return b, err
}

// order puts the condition with the fewest entries first. SQLite has no
// statistics to know that a number selects one row and an organisation half of them.
func (s *Store) order(ctx context.Context, collection string, conditions []condition) error {
	for i, c := range conditions {
		err := s.db.reader.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM lookups
			WHERE collection = $1 AND field = $2 AND value = $3 LIMIT $4) AS few`,
			collection, c.field, c.value, probe).Scan(&conditions[i].entries)
		if err != nil {
			return err
		}
	}
	slices.SortStableFunc(conditions, func(a, b condition) int { return cmp.Compare(a.entries, b.entries) })
	return nil
}
