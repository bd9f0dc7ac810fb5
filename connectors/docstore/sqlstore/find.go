package sqlstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// probe is up to how many entries are counted to see which condition selects most.
const probe = 200

// Find returns the documents of a collection that have all the given values,
// ordered by key. Fields are "id" (the key), "number", and those declared
// (Declare); values are compared as docstore.Content.Values writes them.
func (s *Store) Find(ctx context.Context, collection string, where map[string]string, limit int) ([]docstore.Document, error) {
	found, err := s.find(ctx, collection, where, limit)
	if err != nil {
		return nil, fmt.Errorf("find in collection %s by %s: %w",
			collection, strings.Join(slices.Sorted(maps.Keys(where)), ", "), s.db.explain(err))
	}
	return found, nil
}

func (s *Store) find(ctx context.Context, collection string, where map[string]string, limit int) ([]docstore.Document, error) {
	conditions, err := s.conditions(ctx, collection, where)
	if err != nil {
		return nil, err
	}
	if len(conditions) > 1 {
		if err := s.order(ctx, collection, conditions); err != nil {
			return nil, err
		}
	}
	statement, args := findStatement(collection, where, conditions, limited(limit))
	return s.query(ctx, statement, args...)
}

// condition is a declared field and the value looked for.
type condition struct {
	field, value string
	entries      int // how many there are, up to probe
}

// conditions are those answered by lookups; that every field may be searched is checked.
func (s *Store) conditions(ctx context.Context, collection string, where map[string]string) ([]condition, error) {
	if len(where) == 0 {
		return nil, errors.New("there is no condition; any document would do")
	}
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
	return conditions, nil
}

func (s *Store) searchable(ctx context.Context, f field) error {
	if _, ok := s.ready.Load(f); ok {
		return nil
	}
	ready, err := collect(ctx, s.db.reader, scanBool,
		"SELECT ready FROM lookup_fields WHERE collection = $1 AND field = $2", f.collection, f.name)
	switch {
	case err != nil:
		return err
	case len(ready) == 0:
		return fmt.Errorf("field %q is not declared for lookups; add it to the scheme that fills this collection", f.name)
	case !ready[0]:
		return fmt.Errorf("field %q is still being indexed; try again in a moment", f.name)
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

// findStatement joins in the given order; CROSS JOIN is what keeps SQLite to it.
// With id or number the documents come first: they select most.
func findStatement(collection string, where map[string]string, conditions []condition, limit int) (string, []any) {
	var q builder
	in := q.arg(collection)
	var tables []string
	for i := range conditions {
		tables = append(tables, fmt.Sprintf("lookups AS l%d", i))
	}
	id, byID := where["id"]
	number, byNumber := where["number"]
	order := "l0.key" // the order of the index, so that reading may stop at the limit
	if byID || byNumber || len(tables) == 0 {
		order = "d.key"
		tables = append([]string{"documents AS d"}, tables...)
	} else {
		tables = append(tables, "documents AS d")
	}
	wanted := []string{"d.scheme = " + in}
	if byID {
		wanted = append(wanted, "d.key = "+q.arg(id))
	}
	if byNumber {
		wanted = append(wanted, "d.number = "+q.arg(number))
	}
	for i, c := range conditions {
		wanted = append(wanted, fmt.Sprintf("l%d.collection = %s AND l%d.field = %s AND l%d.value = %s AND l%d.key = d.key",
			i, in, i, q.arg(c.field), i, q.arg(c.value), i))
		if i > 0 {
			wanted = append(wanted, fmt.Sprintf("l%d.key = l0.key", i))
		}
	}
	return "SELECT " + columns + " FROM " + strings.Join(tables, " CROSS JOIN ") + " WHERE " +
		strings.Join(wanted, " AND ") + " ORDER BY " + order + " LIMIT " + q.arg(limit), q.args
}
