package sqlstore

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
)

// reading is a whole table or all of a scheme read, or a result sorted that an
// index has in order.
var reading = regexp.MustCompile(`SCAN (c|d|e|l\d|changes|documents|lookups|events|tallies)\b|\((scheme|collection)=\?\)|AUTOMATIC|TEMP B-TREE|Seq Scan on (changes|documents|lookups|events|tallies)`)

// rare are the indexes of what is seldom there: to read them costs nothing
// however many documents there are.
func rare(statement string) string {
	switch statement {
	case "newer", "changed":
		return "documents_newer"
	case "cancelled":
		return "documents_cancelled"
	case "any pending", "pending":
		return "changes_position"
	default:
		return ""
	}
}

func TestStatementsUseIndexes(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		plans(t, "sqlite:"+filepath.Join(t.TempDir(), "plan.db"), "EXPLAIN QUERY PLAN ", 3, func(*testing.T, *Store) {})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		plans(t, postgrestest.URL(t), "EXPLAIN ", 0, fill)
	})
}

func plans(t *testing.T, url, explain string, column int, fill func(*testing.T, *Store)) {
	t.Helper()
	ctx := t.Context()
	s, err := Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() // nothing is written any more
	fill(t, s)
	for name, q := range statements(s) { // merging key and number sorts as many documents as were asked for
		plan := planOf(ctx, t, s, explain+q.statement, q.args, column)
		if found := reading.FindString(plan); found != "" && (name != "key or number" || found != "TEMP B-TREE") {
			t.Errorf("%s: %s in\n%s\n%s", name, found, q.statement, plan)
		}
		if !strings.Contains(plan, rare(name)) {
			t.Errorf("%s: not from %s\n%s\n%s", name, rare(name), q.statement, plan)
		}
	}
}

// fill makes reading a table whole dear enough that PostgreSQL, which knows what
// is in it, would not choose it. SQLite is left empty: it has no statistics
// either when millions of documents are there.
func fill(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Declare(t.Context(), "s1", []string{"id", "org", "code", connectors.OrderedField("code")}); err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"s1", "s2"} {
		page := docstore.Page{Scheme: scheme}
		var steps []docstore.Progress
		for i := range 3000 {
			key := fmt.Sprintf("%05d", i)
			page.Rows = append(page.Rows, docstore.Incoming{
				Key: key, Number: key, MemberOf: "g" + key, Content: fmt.Appendf(nil, `{"org":1,"code":%d,"text":%q}`, i, strings.Repeat("x", 300)),
			})
			state := []docstore.State{docstore.Mapped, docstore.Failed, docstore.Waiting}[i%3]
			steps = append(steps, docstore.Progress{
				Ref: docstore.Ref{Scheme: scheme, Key: key}, State: state, WaitsFor: "c" + key, Reason: "because",
			})
		}
		if _, err := s.Keep(t.Context(), page); err != nil {
			t.Fatal(err)
		}
		if _, err := s.MarkAll(t.Context(), steps); err != nil {
			t.Fatal(err)
		}
	}
	many(t, s)
	if _, err := s.db.writer.ExecContext(t.Context(), "ANALYZE"); err != nil {
		t.Fatal(err)
	}
}

// many adds a hundred thousand documents of one collection, with their entries,
// and the counters of many schemes.
func many(t *testing.T, s *Store) {
	t.Helper()
	const numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
	for _, statement := range []string{
		`INSERT INTO documents (scheme, key, number, state, hash, content, fetched_at, updated_at)
			SELECT 's1', 'k' || i, 'k' || i, 'stored', '', '{}', now(), now() FROM n`,
		"INSERT INTO lookups SELECT 's1', 'code', CAST(i AS text), 'k' || i FROM n",
		"INSERT INTO lookups SELECT 's1', '" + connectors.OrderedField("code") + "', 'n2505' || i, 'k' || i FROM n",
		"INSERT INTO lookups SELECT 's1', 'org', '1', 'k' || i FROM n",
		"INSERT INTO tallies SELECT 'scheme' || i, 'stored', 0, i FROM n",
		"INSERT INTO changes SELECT 's1', 'k' || i, CASE WHEN i % 1000 > 0 THEN i / 100 END FROM n",
		"UPDATE documents SET newer_hash = 'x', newer = '{}', state = 'saved' WHERE key LIKE 'k__777'",
	} {
		if _, err := s.db.writer.ExecContext(t.Context(), numbers+statement); err != nil {
			t.Fatal(err)
		}
	}
}

type query struct {
	statement string
	args      []any
}

func statements(s *Store) map[string]query {
	list := func(f docstore.Filter) query {
		schemes := []string{f.Scheme}
		if f.Scheme == "" && f.WaitsFor == "" {
			schemes = []string{"s1", "s2"}
		}
		f.Limit = 20
		statement, args, err := listStatement(s.db.dialect, f, schemes)
		if err != nil {
			panic(err)
		}
		return query{statement, args}
	}
	find := func(where map[string]string, fields ...string) query {
		var conditions []condition
		for _, name := range fields {
			conditions = append(conditions, condition{field: name, value: where[name]})
		}
		statement, args := findStatement("s1", where, conditions, "", 20)
		return query{statement, args}
	}
	next := func(field, value string) query {
		statement, args := findStatement("s1", map[string]string{field: value}, []condition{{field: field, value: value}}, "00500", candidatePage)
		return query{statement, args}
	}
	between := func(from, to string) query {
		statement, args := rangeStatement("s1", docstore.Range{Field: "code", From: from, To: to}, 1000)
		return query{statement, args}
	}
	changes := func(q docstore.Changes) query {
		q.Collection, q.To, q.Limit = "s1", 1_000_000, 20
		statement, args := changesStatement(q)
		return query{statement, args}
	}
	taken := func(which, keys string) query {
		statement, args := sweep{scheme: "s1", states: docstore.Reached(docstore.Saved), which: which, keys: keys}.statement(s.db.dialect, "k")
		return query{statement, args}
	}
	text, args := scanStatement(docstore.Query{Collection: "s1"}, "00500", candidatePage)
	all := query{text, args}
	d, now := s.db.dialect, stamp(s.now())
	const one = `[{"scheme":"s1","key":"00007","state":"saved"}]`
	failed := []docstore.State{docstore.Failed}
	return map[string]query{
		"state":             list(docstore.Filter{Scheme: "s1", States: failed}),
		"state continued":   list(docstore.Filter{Scheme: "s1", States: failed, After: "00500"}),
		"key or number":     list(docstore.Filter{Scheme: "s1", Key: "00500"}),
		"find code":         find(map[string]string{"code": "7"}, "code"),
		"find code and org": find(map[string]string{"code": "7", "org": "1"}, "code", "org"),
		"find number":       find(map[string]string{"number": "00007", "org": "1"}, "org"),
		"find id":           find(map[string]string{"id": "00007"}),
		"find continued":    next("code", "7"),
		"number range":      between(connectors.OrderedNumber("7"), connectors.OrderedNumber("8.5")),
		"text range":        between(connectors.OrderedText("70"), connectors.OrderedText("71")),
		"all, page by page": all,
		"version":           {versionStatement, []any{"s1"}},
		"heads":             {headsStatement(d), []any{one, "s1"}},
		"stands":            {standsStatement(d), []any{`[{"scheme":"s1","key":"00001"}]`}},
		"mark":              {markStatement(d), []any{one, now}},
		"replace":           {replaceStatement(d), []any{one, "r1", now}},
		"beside":            {besideStatement(d), []any{one, now}},
		"unindex":           {unindexStatement(d), []any{one, "s1"}},
		"parts":             {partsStatement, []any{"s1", "00007"}},
		"groups":            {groupsStatement, []any{"s1", "", 20}},
		"members":           list(docstore.Filter{Scheme: "s1", Group: "g7", After: "00007"}),
		"by target number":  list(docstore.Filter{Scheme: "s1", Target: "00007"}),
		"changed":           list(docstore.Filter{Scheme: "s1", States: docstore.Reached(docstore.Saved), Changed: true, After: "00500"}),
		"whole":             list(docstore.Filter{Scheme: "s1", States: failed, Whole: true}),
		"note":              {noteStatement(d), []any{one, "s1"}},
		"changes":           changes(docstore.Changes{After: 7}),
		"changes continued": changes(docstore.Changes{After: 7, AfterKey: "k00007"}),
		"any pending":       {anyPendingStatement, []any{"s1"}},
		"pending":           {pendingStatement, []any{"s1", positioned}},
		"give positions":    {positionStatement(d), []any{one, 7}},
		"follow existing":   {existingStatement, []any{"s1", "00500", backfill}},
		"newer":             taken(changedFreely, ""),
		"newer of some":     taken(changedFreely, one),
		"cancelled":         taken(skippedSince, ""),
		"cancelled of some": taken(skippedSince, one),
		"turn":              {turnStatement(d), []any{one, now}},
		"adopt":             {adoptStatement(d), []any{one, "s1", now}},
	}
}

func planOf(ctx context.Context, t *testing.T, s *Store, statement string, args []any, column int) string {
	t.Helper()
	lines, err := collect(ctx, s.db.writer, func(row scanner) (string, error) {
		columns := make([]any, column+1)
		for i := range columns {
			columns[i] = new(any)
		}
		err := row.Scan(columns...)
		return fmt.Sprint(*columns[column].(*any)), err
	}, statement, args...)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return strings.Join(lines, "\n")
}

// Merged branches are sorted at their end, which is cheap; that each is read
// from the index on states, in order, is what matters.
func TestListOfStatesIsMerged(t *testing.T) {
	t.Parallel()
	statement, _, err := listStatement(dialect{}, docstore.Filter{Limit: 5, States: []docstore.State{docstore.Failed, docstore.Waiting}}, []string{"s1", "s2"})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(statement, "ORDER BY d.key, d.scheme LIMIT"); n != 4 {
		t.Errorf("%d limited branches, want one for each scheme and state:\n%s", n, statement)
	}
}
