package collection_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// belongings says which documents were put into which rows, by what tells them
// apart: 1:ta,tb 2:tb.
func belongings(tb testing.TB, rows []string, names map[string]string) string {
	tb.Helper()
	var said []string
	for _, row := range rows {
		var r struct {
			Put []struct{ Skus, ID json.RawMessage }
		}
		must(tb, json.Unmarshal([]byte(row), &r))
		var put []string
		for _, p := range r.Put {
			put = append(put, names[string(p.Skus)]+names[string(p.ID)])
		}
		said = append(said, idOf(tb, row)+":"+strings.Join(put, ","))
	}
	return strings.Join(said, " ")
}
