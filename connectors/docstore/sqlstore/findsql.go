package sqlstore

import (
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// foundColumns are those a lookup needs, of table d, in the order of scanFound.
const foundColumns = "d.scheme, d.key, d.number, d.state, d.fetched_at, d.updated_at, d.content"

func scanFound(row scanner) (docstore.Document, error) {
	var d docstore.Document
	var fetched, updated moment
	var content raw
	err := row.Scan(&d.Scheme, &d.Key, &d.Number, &d.State, &fetched, &updated, &content)
	d.FetchedAt, d.UpdatedAt, d.Content = fetched.Time, updated.Time, content.RawMessage
	return d, err
}

// usable leaves out skipped documents, rows that their scheme could not read,
// which have no number, and documents made of rows: those are found themselves.
const usable = "d.state <> 'skipped' AND d.number <> '' AND d.parts = 0"

// findStatement joins in the given order; CROSS JOIN is what keeps SQLite to it.
// With id or number the documents come first: they select most.
func findStatement(collection string, where map[string]string, conditions []condition, after string, limit int) (string, []any) {
	var q builder
	in := q.arg(collection)
	tables, order := findTables(where, conditions)
	wanted := []string{"d.scheme = " + in, usable}
	if id, ok := where["id"]; ok {
		wanted = append(wanted, "d.key = "+q.arg(id))
	}
	if number, ok := where["number"]; ok {
		wanted = append(wanted, "d.number = "+q.arg(number))
	}
	for i, c := range conditions {
		wanted = append(wanted, fmt.Sprintf("l%d.collection = %s AND l%d.field = %s AND l%d.value = %s AND l%d.key = d.key",
			i, in, i, q.arg(c.field), i, q.arg(c.value), i))
		if i > 0 {
			wanted = append(wanted, fmt.Sprintf("l%d.key = l0.key", i))
		}
	}
	if after != "" {
		wanted = append(wanted, order+" > "+q.arg(after))
	}
	return "SELECT " + foundColumns + " FROM " + strings.Join(tables, " CROSS JOIN ") + " WHERE " +
		strings.Join(wanted, " AND ") + " ORDER BY " + order + " LIMIT " + q.arg(limit), q.args
}

// findTables are the tables in the order they are read, and the column whose
// order is that of the index that is read first: reading may stop at the limit.
func findTables(where map[string]string, conditions []condition) (tables []string, order string) {
	for i := range conditions {
		tables = append(tables, fmt.Sprintf("lookups AS l%d", i))
	}
	_, byID := where["id"]
	_, byNumber := where["number"]
	if byID || byNumber {
		return append([]string{"documents AS d"}, tables...), "d.key"
	}
	return append(tables, "documents AS d"), "l0.key"
}

// scanStatement reads a collection whole, page by page.
func scanStatement(query docstore.Query, after string, limit int) (string, []any) {
	var q builder
	return "SELECT " + foundColumns + " FROM documents AS d WHERE d.scheme = " + q.arg(query.Collection) +
		" AND d.key > " + q.arg(after) + " AND " + usable + " ORDER BY d.key LIMIT " + q.arg(limit), q.args
}

// rangeStatement reads a range in the order of its values.
func rangeStatement(collection string, r docstore.Range, limit int) (string, []any) {
	var q builder
	in := q.arg(collection)
	return "SELECT " + foundColumns + " FROM lookups AS l0 CROSS JOIN documents AS d WHERE l0.collection = " + in +
		" AND l0.field = " + q.arg(connectors.OrderedField(r.Field)) +
		" AND l0.value >= " + q.arg(r.From) + " AND l0.value <= " + q.arg(r.To) +
		" AND d.scheme = " + in + " AND d.key = l0.key AND " + usable +
		" LIMIT " + q.arg(limit), q.args
}
