package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// sample is how many documents are carried to their end by the store itself, before
// they are copied.
const sample = 100

// fill puts audited documents of the scheme into the store, as earlier runs would
// have left them: a sample by the store itself, and copies of it under other keys.
func (d *database) fill(ctx context.Context, scheme string, documents int) error {
	if documents == 0 {
		return nil
	}
	if err := d.sample(ctx, scheme); err != nil {
		return err
	}
	if err := d.copy(ctx, scheme, (documents-1)/sample); err != nil {
		return fmt.Errorf("fill the store with %d documents: %w", documents, err)
	}
	return nil
}

func (d *database) sample(ctx context.Context, scheme string) error {
	s, err := sqlstore.Open(ctx, d.url)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // what it has said it kept is kept
	page := docstore.Page{Scheme: scheme, Revision: "before"}
	for i := range sample {
		key := fmt.Sprintf("before-%07d", i)
		page.Rows = append(page.Rows, docstore.Incoming{Key: key, Number: key, Content: []byte(text(key, 3000))})
	}
	if _, err := s.Keep(ctx, page); err != nil {
		return err
	}
	for _, row := range page.Rows {
		ref := docstore.Ref{Scheme: scheme, Key: row.Key}
		for _, p := range []docstore.Progress{
			{State: docstore.Mapped, Revision: "before", Sent: []byte(text(row.Key, 1500)), Target: row.Key},
			{State: docstore.Saving, Called: true},
			{State: docstore.Saved, TargetID: row.Key, Target: row.Key, Answer: []byte(text(row.Key, 200))},
			{State: docstore.Submitted},
			{State: docstore.Audited},
		} {
			p.Ref = ref
			if err := s.Mark(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// text is a JSON document of about so many bytes.
func text(key string, length int) string {
	return fmt.Sprintf(`{"key":%q,"at":%q,"rest":%q}`, key, time.Now().Format(time.RFC3339), strings.Repeat("保温杯 ", length/10))
}

// copied are the tables of a document, and which of their columns name it.
func copied() map[string][]string {
	return map[string][]string{"documents": {"key", "number", "target_id", "target_number"}, "events": {"key"}}
}

// copy makes n copies of the sample.
func (d *database) copy(ctx context.Context, scheme string, n int) error {
	if n == 0 {
		return nil
	}
	quoted := "'" + strings.ReplaceAll(scheme, "'", "''") + "'"
	series := fmt.Sprintf("WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %d)", n)
	for table, keys := range copied() {
		names, values, err := d.columns(ctx, table, keys)
		if err != nil {
			return err
		}
		statement := fmt.Sprintf( //nolint:gosec // tables and columns of ours
			"INSERT INTO %s (%s) %s SELECT %s FROM %s CROSS JOIN series WHERE scheme = %s",
			table, names, series, values, table, quoted,
		)
		if _, err := d.db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("copy the %s: %w", table, err)
		}
	}
	_, err := d.db.ExecContext(ctx, fmt.Sprintf("UPDATE tallies SET count = count * %d WHERE scheme = %s", n+1, quoted))
	return err
}

// columns are those of a table but for the number of an event, and what a copy has
// in them.
func (d *database) columns(ctx context.Context, table string, keys []string) (names, values string, err error) {
	rows, err := d.db.QueryContext(ctx, "SELECT * FROM "+table+" LIMIT 0") //nolint:gosec // a table of ours
	if err != nil {
		return "", "", err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return "", "", err
	}
	columns = slices.DeleteFunc(columns, func(name string) bool { return name == "id" })
	copies := slices.Clone(columns)
	for i, name := range columns {
		columns[i], copies[i] = `"`+name+`"`, `"`+name+`"`
		if slices.Contains(keys, name) {
			copies[i] += " || '-' || n"
		}
	}
	return strings.Join(columns, ", "), strings.Join(copies, ", "), rows.Err()
}
