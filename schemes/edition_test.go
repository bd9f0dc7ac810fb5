package schemes_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/schemes"
)

func dated(t *testing.T, more string) *schemes.Scheme {
	t.Helper()
	s, err := schemes.Parse("parcels.yaml", []byte(`name: parcels
title: 快递轨迹
schedule: {every: 1h}
source:
  connector: kuaidi100
  api: callback
  id: nu
  newest: data.0.ftime
`+more))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func editionsOf(t testing.TB, s *schemes.Scheme, at any) []string {
	t.Helper()
	row, err := json.Marshal(map[string]any{"nu": "YT1", "data": []any{map[string]any{"ftime": at}}, "items": []int{1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	shaped, err := s.Shape(row)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, one := range shaped {
		all = append(all, one.Edition)
	}
	return all
}

// Numbers and times are compared as what they are, however they are written.
func TestEditionsHaveTheOrderOfWhatTheyStandFor(t *testing.T) {
	t.Parallel()
	s := dated(t, "")
	for _, ascending := range [][]any{
		{"2025-07-01 09:00:00", "2025-07-01T10:00:00+08:00", "2025/7/1 12:00:00", "2025-07-01T05:00:00Z", "2025-10-01 00:00:00"},
		{"9", "10", 11, "1e3", json.Number("1000.5"), "10000000000"},
		{-5, "-4.5", 0, 0.25},
		{1751335200, "2025-07-01 10:00:01"}, // Unix seconds of 10:00
		{"2025-07-01 10:00:00.25", "2025-07-01 10:00:00.5"},
	} {
		last := ""
		for _, at := range ascending {
			edition := editionsOf(t, s, at)[0]
			if edition <= last {
				t.Errorf("%v: %q is not after %q", at, edition, last)
			}
			last = edition
		}
	}
	if a, b := editionsOf(t, s, "2025-07-01 10:00:00")[0], editionsOf(t, s, "2025-07-01T02:00:00Z")[0]; a != b {
		t.Errorf("the same time is %q and %q", a, b)
	}
}

func TestEditionsOfAnyTimes(t *testing.T) {
	t.Parallel()
	s := dated(t, "")
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(name string) time.Time {
			return time.Unix(rapid.Int64Range(0, 4e9).Draw(rt, name), 0)
		}
		a, b := draw("a"), draw("b")
		first, second := editionsOf(t, s, a.Format(time.RFC3339))[0], editionsOf(t, s, b.UTC().Format(time.RFC3339))[0]
		if strings.Compare(first, second) != a.Compare(b) {
			rt.Fatalf("%v is %q, %v is %q", a, first, b, second)
		}
	})
}

// What has no time is not older than anything; what cannot be read is told.
func TestRowsWithoutAnEdition(t *testing.T) {
	t.Parallel()
	s := dated(t, "")
	for _, none := range []any{nil, "", " ", "0000-00-00 00:00:00"} {
		if edition := editionsOf(t, s, none)[0]; edition != "" {
			t.Errorf("%v: %q", none, edition)
		}
	}
	for at, says := range map[string]string{`"soon"`: `its newest data.0.ftime is "soon", and neither a number nor a time`, `{}`: "its newest data.0.ftime is an object"} {
		_, err := s.Shape(json.RawMessage(fmt.Sprintf(`{"nu":"YT1","data":[{"ftime":%s}]}`, at)))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", at, err)
		}
	}
	if shaped, err := s.Shape(json.RawMessage(`{"nu":"YT1","data":[]}`)); err != nil || shaped[0].Edition != "" {
		t.Errorf("%+v, %v", shaped, err)
	}
}

func TestEachDocumentOfARowHasItsEdition(t *testing.T) {
	t.Parallel()
	all := editionsOf(t, dated(t, "  beatFlat: [items]\n"), "2025-07-01 10:00:00")
	if len(all) != 2 || all[0] == "" || all[0] != all[1] {
		t.Errorf("%q", all)
	}
}
