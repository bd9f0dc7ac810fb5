package sqlstore

import (
	"context"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// defaultLimit is how many documents List and Find return when not told.
const defaultLimit = 100

// maxBranches stays below SQLite's 500 terms of a compound SELECT.
const maxBranches = 400

// List returns the documents a filter selects, ordered by key, then by scheme.
func (s *Store) List(ctx context.Context, f docstore.Filter) ([]docstore.Document, error) {
	schemes := []string{f.Scheme}
	if f.Scheme == "" && f.WaitsFor == "" {
		var err error
		schemes, err = collect(ctx, s.db.reader, scanText, "SELECT DISTINCT scheme FROM tallies")
		if err != nil {
			return nil, fmt.Errorf("list documents: %w", s.db.explain(err))
		}
	}
	if len(schemes) == 0 {
		return nil, nil
	}
	statement, args, err := listStatement(s.db.dialect, f, schemes)
	if err != nil {
		return nil, err
	}
	found, err := s.query(ctx, statement, args...)
	if err != nil {
		return nil, fmt.Errorf("list documents of scheme %q: %w", f.Scheme, s.db.explain(err))
	}
	return found, nil
}

// listStatement reads each scheme and state for itself, up to the limit, and
// merges them: each is a stretch of an index in the order wanted, while all of
// them at once would have to be read to the end and sorted.
func listStatement(d dialect, f docstore.Filter, schemes []string) (string, []any, error) {
	var q builder
	limit := q.arg(limited(f.Limit))
	because, err := reasonsAmong(d, &q, f.Reasons)
	if err != nil {
		return "", nil, err
	}
	var branches []string
	for _, scheme := range schemes {
		for _, where := range branchesOf(&q, f, scheme, len(schemes)) {
			branches = append(branches, "SELECT * FROM (SELECT "+columns+" FROM documents AS d WHERE "+
				where+because+" ORDER BY d.key, d.scheme LIMIT "+limit+") AS b")
		}
	}
	return strings.Join(branches, " UNION ALL ") + " ORDER BY key, scheme LIMIT " + limit, q.args, nil
}

// reasonsAmong: where they name their documents there may be more reasons than a
// statement may have parameters.
func reasonsAmong(d dialect, q *builder, reasons []string) (string, error) {
	if len(reasons) == 0 {
		return "", nil
	}
	type row struct {
		Reason string `json:"reason"`
	}
	rows := make([]row, len(reasons))
	for i, reason := range reasons {
		rows[i].Reason = reason
	}
	page, err := rowsJSON(rows)
	return " AND d.reason IN (SELECT r.reason FROM " + d.rows(q.arg(page), "reason text") + ")", err
}

func limited(limit int) int {
	if limit <= 0 {
		return defaultLimit
	}
	return limit
}

// branchesOf are the conditions of the stretches to read of a scheme: key and
// number have an index each, and so are read one after the other.
func branchesOf(q *builder, f docstore.Filter, scheme string, schemes int) []string {
	var branches []string
	for _, states := range stateBranches(f, schemes) {
		where := listWhere(q, f, scheme, states)
		if f.Key == "" {
			branches = append(branches, where)
			continue
		}
		key := q.arg(f.Key)
		branches = append(branches, where+" AND d.key = "+key, where+" AND d.number = "+key+" AND d.key <> "+key)
	}
	return branches
}

// stateBranches splits states only where the index on states is the one to use.
func stateBranches(f docstore.Filter, schemes int) [][]docstore.State {
	if len(f.States) == 0 || f.Key != "" || f.WaitsFor != "" || f.Changed || schemes*len(f.States) > maxBranches {
		return [][]docstore.State{f.States}
	}
	var branches [][]docstore.State
	seen := map[docstore.State]bool{}
	for _, state := range f.States {
		if !seen[state] {
			branches = append(branches, []docstore.State{state})
		}
		seen[state] = true
	}
	return branches
}

func listWhere(q *builder, f docstore.Filter, scheme string, states []docstore.State) string {
	where := []string{"true"}
	add := func(condition string) { where = append(where, condition) }
	if scheme != "" {
		add("d.scheme = " + q.arg(scheme))
	}
	if len(states) > 0 {
		add("d.state IN (" + list(q, states) + ")")
	}
	if f.WaitsFor != "" { // the second condition lets the partial index be used
		add("d.waits_for = " + q.arg(f.WaitsFor) + " AND d.waits_for <> ''")
	}
	if f.Target != "" { // as WaitsFor
		add("d.target_number = " + q.arg(f.Target) + " AND d.target_number <> ''")
	}
	if f.Group != "" { // as groupsStatement
		add("d.state = 'fetched' AND d.member_of <> '' AND d.member_of = " + q.arg(f.Group))
	}
	if f.Whole {
		add("(d.member_of = '' OR d.state <> 'fetched')")
	}
	if f.Changed {
		add(changedFreely)
	}
	if f.After != "" {
		add(after(q, f, scheme))
	}
	return strings.Join(where, " AND ")
}

func after(q *builder, f docstore.Filter, scheme string) string {
	if f.AfterScheme == "" || scheme != "" && scheme <= f.AfterScheme {
		return "d.key > " + q.arg(f.After)
	}
	if scheme != "" {
		return "d.key >= " + q.arg(f.After)
	}
	return "(d.key, d.scheme) > (" + q.arg(f.After) + ", " + q.arg(f.AfterScheme) + ")"
}

// builder collects parameters of a statement.
type builder struct{ args []any }

func (b *builder) arg(value any) string {
	b.args = append(b.args, value)
	return fmt.Sprintf("$%d", len(b.args))
}

// list adds parameters, and names them as what stands between the brackets of IN.
func list[T ~string](b *builder, values []T) string {
	params := make([]string, len(values))
	for i, value := range values {
		params[i] = b.arg(string(value))
	}
	return strings.Join(params, ", ")
}
