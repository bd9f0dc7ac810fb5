package temporalserver

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	enumspb "go.temporal.io/api/enums/v1"
)

// trimIndexes drops the indexes of the workflow list that nobody searches by. The
// schema comes with 58, most of them for attributes that might be registered one
// day; a workflow is written there three times, and each time they cost more than
// all else that is kept of it. What has no index can be searched by all the same,
// only slowly.
func trimIndexes(ctx context.Context, cfg Config) (err error) {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.Join(cfg.DataDir, databaseFile)}).EscapedPath()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	there, err := indexes(ctx, db)
	if err != nil {
		return fmt.Errorf("read the indexes of the workflow list: %w", err)
	}
	keep := searched(cfg.SearchAttributes)
	for _, name := range there {
		if keep[name] {
			continue
		}
		if _, err := db.ExecContext(ctx, "DROP INDEX "+name); err != nil {
			return fmt.Errorf("drop the index %s of the workflow list: %w", name, err)
		}
	}
	return nil
}

func indexes(ctx context.Context, db *sql.DB) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'executions_visibility' AND sql <> ''")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// searched are the indexes that the Web UI, the schedules and we search by: of the
// columns for attributes of a kind the first ones are taken.
func searched(attributes map[string]enumspb.IndexedValueType) map[string]bool {
	keep := map[string]bool{
		"default_idx": true, "by_workflow_id": true, "by_workflow_type": true, "by_status": true, "by_execution_time": true,
		"by_parent_workflow_id": true, "by_temporal_scheduled_by_id": true, "by_temporal_namespace_division": true,
	}
	count := map[enumspb.IndexedValueType]int{}
	for _, kind := range attributes {
		count[kind]++
		keep[fmt.Sprintf("by_%s_%02d", column(kind), count[kind])] = true
	}
	return keep
}

// column is how the columns for attributes of a kind begin.
func column(kind enumspb.IndexedValueType) string {
	switch kind {
	case enumspb.INDEXED_VALUE_TYPE_BOOL:
		return "bool"
	case enumspb.INDEXED_VALUE_TYPE_DATETIME:
		return "datetime"
	case enumspb.INDEXED_VALUE_TYPE_DOUBLE:
		return "double"
	case enumspb.INDEXED_VALUE_TYPE_INT:
		return "int"
	default: // lists and texts have no index of this sort
		return "keyword"
	}
}
