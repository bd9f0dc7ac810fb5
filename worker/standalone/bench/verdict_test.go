package bench

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// A benchmark that cannot fail proves nothing.
func TestWhatIsWrongIsFound(t *testing.T) {
	t.Parallel()
	came := time.Now()
	right := kingdeetest.Standing{Number: "1", Status: audited, AllAmount: decimal.RequireFromString("10.10"), AuditedAt: came.Add(time.Second)}
	with := func(change func(*kingdeetest.Standing)) []kingdeetest.Standing {
		b := right
		change(&b)
		return []kingdeetest.Standing{b}
	}
	for name, test := range map[string]struct {
		there                    []kingdeetest.Standing
		lost, doubled, different int
	}{
		"right":       {with(func(*kingdeetest.Standing) {}), 0, 0, 0},
		"lost":        {nil, 1, 0, 0},
		"twice":       {[]kingdeetest.Standing{right, right}, 0, 1, 0},
		"a cent off":  {with(func(b *kingdeetest.Standing) { b.AllAmount = decimal.RequireFromString("10.11") }), 0, 0, 1},
		"not audited": {with(func(b *kingdeetest.Standing) { b.Status = "B" }), 0, 0, 1},
		"a stranger":  {append(with(func(b *kingdeetest.Standing) { b.Number = "2" }), right), 0, 1, 0},
	} {
		var v Verdict
		c := comparison{verdict: &v, there: map[string][]kingdeetest.Standing{}}
		for _, b := range test.there {
			c.there[b.Number] = append(c.there[b.Number], b)
		}
		c.compare(bill{"1", right.AllAmount}, came)
		c.conclude()
		if v.Lost != test.lost || v.Doubled != test.doubled || v.Different != test.different || v.Right() != (name == "right") {
			t.Errorf("%s: %+v", name, v)
		}
		if name == "right" && (v.P50 != 1 || !v.Last.Equal(right.AuditedAt)) {
			t.Errorf("it took %v s, until %s", v.P50, v.Last)
		}
	}
}

// One wrong run among right ones makes the benchmark fail, however fast it was.
func TestAWrongRunIsNoResult(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	o := Options{Lane: Document, Runs: 2, Lang: "en", Out: &text}
	b := &bench{opts: o, show: newShow(o), lanes: map[string][]Lane{
		Document: {{Right: true, DocumentsPerSecond: 10}, {DocumentsPerSecond: 1000, Verdict: Verdict{Lost: 1}}},
	}}
	if err := b.report(); !errors.Is(err, ErrWrong) || !strings.Contains(text.String(), "Wrong: not every bill") {
		t.Errorf("%v\n%s", err, &text)
	}
}

// The limit is what full batches in all places allow: 20 bills take 1.5 s to be
// saved, 0.3 s to be submitted, 0.9 s to be audited.
func TestTheLimitFollowsFromTheModel(t *testing.T) {
	t.Parallel()
	for steps, want := range map[string]float64{OneCall: 100 / 1.5, ThreeCalls: 100 / 2.7} {
		if got := limit(Realistic, steps); got < want-0.01 || got > want+0.01 {
			t.Errorf("%s: %f, wanted %f", steps, got, want)
		}
	}
	if limit(None, OneCall) != 0 {
		t.Error("without a model there is no limit")
	}
}
