package filter_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// What an index is asked for, alternative by alternative.
func TestTerms(t *testing.T) {
	t.Parallel()
	tests := []struct{ filter, want string }{
		{`{"a":1.0,"b":"x"}`, "a=1 b=x"},
		{`{"a":{"$in":[1,"y",true]},"c":{"$gt":5}}`, "a=1 | a=y | a=true"},
		{`{"$or":[{"a":1},{"b":2,"c":{"$in":[3,4]}},{"id":"k"}]}`, "a=1 | b=2 | id=k"},
		{`{"a":{"$gt":5}}`, "a from n25015 to n~"},
		{`{"a":{"$lte":-5}}`, "a from n to n04984~"},
		{`{"a":{"$gte":"5"}}`, "a from n25015 to n~ | a from t5 to u"},
		{`{"a":{"$lt":"2024-05-01"}}`, "a from t to t2024-05-01"},
		{`{"a":{"$gt":"b","$lt":"c"}}`, "a from tb to u"},
		{`{"a":{"$regex":"^S.*"}}`, "a from tS to tT"},
		{`{"a":{"$regex":"^天"}}`, "a from t天 to t太"},
		{`{"content.id":{"$gt":"x"}}`, "content.id from tx to u"},
		{`{"a":{"$ne":1}}`, ""},
	}
	for _, test := range tests {
		var all []string
		for _, one := range bind(t, test.filter).Terms() {
			all = append(all, said(one))
		}
		if got := strings.Join(all, " | "); got != test.want {
			t.Errorf("%s: %s\nwant %s", test.filter, got, test.want)
		}
	}
}

func said(t filter.Terms) string {
	if t.Range != nil {
		return fmt.Sprintf("%s from %s to %s", t.Range.Field, t.Range.From, t.Range.To)
	}
	text := strings.TrimSuffix(strings.TrimPrefix(fmt.Sprint(t.Equal), "map["), "]")
	return strings.ReplaceAll(text, ":", "=")
}
