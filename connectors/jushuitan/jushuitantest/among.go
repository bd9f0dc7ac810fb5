package jushuitantest

import (
	"sort"
	"time"
)

// within are the rows modified in a window; all of them when there is none.
func (t *table) within(from, to time.Time) []*row {
	t.sort()
	if from.IsZero() {
		return t.rows
	}
	first := sort.Search(len(t.rows), func(i int) bool { return !t.rows[i].modified.Before(from) })
	end := sort.Search(len(t.rows), func(i int) bool { return t.rows[i].modified.After(to) })
	return t.rows[first:max(first, end)]
}

// among are the rows that pass the filters. Most questions have none, and a large
// window is not looked through for each of its pages.
func (q question) among(rows []*row) []*row {
	if !q.filters() {
		return rows
	}
	var found []*row
	for _, row := range rows {
		if q.matches(row.fields) {
			found = append(found, row)
		}
	}
	return found
}

// filters says whether the question asks for anything but a window and a page.
func (q question) filters() bool {
	for name, v := range q {
		switch name {
		case "page_index", "page_size", "modified_begin", "modified_end", "is_get_total":
		default:
			if text(v) != "" && text(v) != "[]" {
				return true
			}
		}
	}
	return false
}
