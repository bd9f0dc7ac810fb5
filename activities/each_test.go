package activities_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

// Parcels that were sent, and what 快递100 says of each.
const (
	sent  = "sent"
	found = "found"
)

// withParcels is a stage on which 快递100 knows the parcels, and a log of what went wrong.
func withParcels(t *testing.T, nos ...string) (*stage, *strings.Builder) {
	t.Helper()
	s := setupSchemes(t, "testdata/each", 2)
	for i, no := range nos {
		s.world.Kuaidi100.Put(kuaidi100test.Parcel{Num: no, Com: "yuantong", Steps: kuaidi100test.Way(), Done: 1})
		s.rows(sent, object{"id": i + 1, "no": no, "carrier": "YTO"})
	}
	var log strings.Builder
	s.acts.Log = slog.New(slog.NewTextHandler(&log, nil))
	return s, &log
}

// page reads one page from where another ended; it is as a last one when it is.
func (s *stage) page(in activities.FetchInput, after activities.Fetched) (activities.Fetched, error) {
	s.Helper()
	in.Cursor = after.Next
	return s.acts.FetchPage(s.Context(), in)
}

func (s *stage) asks() activities.FetchInput {
	s.Helper()
	plan, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: found})
	s.ok(err)
	if len(plan.Collections) > 0 || len(plan.Windows) != 1 {
		s.Errorf("the plan waits for %q and has %d windows", plan.Collections, len(plan.Windows))
	}
	return activities.FetchInput{Scheme: found, Revision: plan.Revision, Window: plan.Windows[0], Watermark: plan.Watermark}
}

// asked is how often 快递100 was asked for each of the parcels.
func (s *stage) asked(nos ...string) string {
	var times []string
	for _, no := range nos {
		times = append(times, fmt.Sprint(s.world.Kuaidi100.Asked(no)))
	}
	return strings.Join(times, " ")
}

// keys are the parcels of which something is known.
func (s *stage) keys() []string {
	s.Helper()
	docs, err := s.store.List(s.Context(), docstore.Filter{Scheme: found})
	s.ok(err)
	var keys []string
	for _, d := range docs {
		if d.State != docstore.Stored {
			s.Errorf("%s is %s: %s", d.Key, d.State, d.Reason)
		}
		keys = append(keys, d.Key)
	}
	return keys
}

// A source is read for each row of a collection, one call a page, in the order of
// their keys; the sync point moves with the last.
func TestAReadingForEachRow(t *testing.T) {
	t.Parallel()
	s, log := withParcels(t, "A", "B", "C")
	s.rows(sent, object{"id": 2, "no": "B", "carrier": "YTO", "arrived": "y"}) // skipped: done with
	s.rows(sent, object{"id": 4, "no": "D", "carrier": "SF", "mobile": "13800001234"})
	s.world.Kuaidi100.Put(kuaidi100test.Parcel{Num: "D", Com: "shunfeng", Phone: "1234", Steps: kuaidi100test.Way(), Done: 4})
	in, at := s.asks(), activities.Fetched{}
	for i, want := range []string{"1 0 0 0", "1 0 1 0", "1 0 1 1"} {
		var err error
		at, err = s.page(in, at)
		s.ok(err)
		if got := s.asked("A", "B", "C", "D"); got != want || at.New != 1 || (at.Next == "") != (i == 2) {
			t.Errorf("after page %d they were asked for %s times, want %s: %+v", i, got, want, at)
		}
		if _, moved := s.watermark(found); moved != (i == 2) {
			t.Errorf("after page %d the watermark has moved: %v", i, moved)
		}
	}
	if keys := s.keys(); !slices.Equal(keys, []string{"A", "C", "D"}) || log.Len() > 0 {
		t.Errorf("known are %q; %s", keys, log)
	}
}

// A row that is refused, or lacks what the request needs, is told in the log and
// does not keep the others from being asked for.
func TestARowThatIsRefused(t *testing.T) {
	t.Parallel()
	s, log := withParcels(t, "A", "B", "C", "D")
	s.rows(sent, object{"id": 2, "no": "B", "carrier": "OWN"}, object{"id": 3, "no": "C", "carrier": "??", "mobile": "13800001234"})
	sum := s.run(found)
	if keys := s.keys(); !slices.Equal(keys, []string{"A", "D"}) || sum.New != 2 {
		t.Errorf("known are %q, %+v", keys, sum)
	}
	for _, part := range []string{"key=2", "找不到对应公司", "key=3", "carriers", "collection=sent", "scheme=found"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log does not say %s:\n%s", part, log)
		}
	}
	if strings.Contains(log.String(), "13800001234") || strings.Count(log.String(), "\n") != 2 {
		t.Errorf("a telephone number, or more than the two, in\n%s", log)
	}
}

// What is not the row's fault ends the page as ever, and the next try asks for that
// row, not for those before it, at another worker, too.
func TestAReadingGoesOnAtTheRow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault kuaidi100test.Fault
		kind  string
	}{
		"throttled":    {kuaidi100test.Fault{Kind: kuaidi100test.Refuse, Code: "501", Message: "访问频率过快", Times: 1}, activities.TypeThrottled},
		"unavailable":  {kuaidi100test.Fault{Kind: kuaidi100test.ServerError, Times: 1}, activities.TypeUnavailable},
		"unauthorized": {kuaidi100test.Fault{Kind: kuaidi100test.Refuse, Code: "503", Message: "验证签名失败", Times: 1}, activities.TypeUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, log := withParcels(t, "A", "B", "C")
			in := s.asks()
			first, err := s.page(in, activities.Fetched{})
			s.ok(err)
			s.world.Kuaidi100.Fault(c.fault)
			_, err = s.page(in, first)
			if app := s.retried(err); app.Type() != c.kind || app.NonRetryable() || !strings.Contains(app.Message(), "document 2 of sent") {
				t.Errorf("%s: %s", app.Type(), app.Message())
			}
			s.acts = s.activities(s.environ)
			for at := first; at.Next != ""; {
				at, err = s.page(in, at)
				s.ok(err)
			}
			if got := s.asked("A", "B", "C"); got != "1 1 1" || log.Len() > 0 {
				t.Errorf("they were asked for %s times; %s", got, log)
			}
		})
	}
}

// Rows that nothing has happened to for the time of within are asked for no more.
func TestRowsOfLongAgo(t *testing.T) {
	t.Parallel()
	s, _ := withParcels(t, "A", "B")
	s.acts.Now = func() time.Time { return time.Now().Add(7*24*time.Hour - time.Hour) }
	s.run(found)
	s.acts.Now = func() time.Time { return time.Now().Add(7*24*time.Hour + time.Minute) }
	if sum := s.run(found); sum.New+sum.Changed+sum.Unchanged > 0 || s.asked("A", "B") != "1 1" {
		t.Errorf("%+v, they were asked for %s times", sum, s.asked("A", "B"))
	}
}

// The pages of one row are read before the next row is; of one that is skipped
// meanwhile no more are.
func TestARowOfSeveralPages(t *testing.T) {
	t.Parallel()
	for arrives, want := range map[bool][]string{false: {"A", "B", "C"}, true: {"A", "C"}} {
		s, _ := withParcels(t, "A", "B", "C")
		s.rows(sent, object{"id": 1, "no": "A,B", "carrier": "YTO"}, object{"id": 2, "no": "B", "carrier": "YTO", "arrived": "y"})
		in := s.asks()
		at, err := s.page(in, activities.Fetched{})
		s.ok(err)
		if arrives {
			s.rows(sent, object{"id": 1, "no": "A,B", "carrier": "YTO", "arrived": "y"})
		}
		for at.Next != "" {
			at, err = s.page(in, at)
			s.ok(err)
		}
		if keys := s.keys(); !slices.Equal(keys, want) || s.asked("A") != "1" {
			t.Errorf("skipped meanwhile %v: known are %q, want %q", arrives, keys, want)
		}
	}
}

// Without rows nobody is asked, and the reading has come to its end.
func TestAReadingForNoRows(t *testing.T) {
	t.Parallel()
	s, _ := withParcels(t)
	if sum := s.run(found); sum.New+sum.Changed+sum.Unchanged > 0 {
		t.Errorf("%+v", sum)
	}
	if _, moved := s.watermark(found); !moved {
		t.Error("the watermark has not moved")
	}
	in := s.asks()
	in.Cursor = "of another"
	if app := s.retried(fetchError(s, in)); app.Type() != activities.TypeConfig || !app.NonRetryable() {
		t.Errorf("%s: %s", app.Type(), app.Message())
	}
}

func fetchError(s *stage, in activities.FetchInput) error {
	_, err := s.acts.FetchPage(s.Context(), in)
	return err
}

// Whoever wants the parameters of a scheme as a whole is told that there are none.
func TestParametersOfEachRow(t *testing.T) {
	t.Parallel()
	s, _ := withParcels(t)
	def, err := s.library.Get(found)
	s.ok(err)
	source, err := connectors.As[connectors.Source](s.acts.Accounts, "kuaidi100", "MAIN")
	s.ok(err)
	if params, err := activities.Parameters(def, source, connectors.Window{}); err == nil || !strings.Contains(err.Error(), "source.each") {
		raw, _ := json.Marshal(params) // only shown
		t.Errorf("%s, %v", raw, err)
	}
}
