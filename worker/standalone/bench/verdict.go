package bench

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// form is what the bills are.
const form = "SAL_RETURNSTOCK"

// audited is 已审核.
const audited = "C"

// standing is how far the world is.
type standing struct {
	Came    int    `json:"came"` // refunds
	Bills   int    `json:"bills"`
	Audited int    `json:"audited"`
	Trouble string `json:"trouble,omitempty"`
}

func (s *scene) standing() standing {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := standing{Came: len(s.brought), Bills: s.world.Kingdee.Count(form), Audited: s.world.Kingdee.Audited(form)}
	if s.failed != nil {
		now.Trouble = s.failed.Error()
	}
	return now
}

// Verdict is what the ledgers say of a run.
type Verdict struct {
	Bills     int            `json:"bills"`   // that are to be there
	Audited   int            `json:"audited"` // that are, as they should
	Lost      int            `json:"lost"`
	Doubled   int            `json:"duplicated"`
	Different int            `json:"different"` // of another amount, or not audited
	Examples  []string       `json:"examples,omitempty"`
	Source    string         `json:"amount_source"`
	Target    string         `json:"amount_target"`
	Calls     map[string]int `json:"calls"`
	Last      time.Time      `json:"last_audit,omitzero"`
	P50       float64        `json:"p50_seconds"` // from modified at the source to audited
	P95       float64        `json:"p95_seconds"`
	P99       float64        `json:"p99_seconds"`
}

// Right says that every bill is there once, audited, with its amount.
func (v Verdict) Right() bool {
	return v.Lost+v.Doubled+v.Different == 0 && v.Bills == v.Audited && v.Source == v.Target
}

// verdict compares the ledgers by the rules of the business, not by the scheme.
func (s *scene) verdict() Verdict {
	s.mu.Lock()
	defer s.mu.Unlock()
	there := map[string][]kingdeetest.Standing{}
	for _, b := range s.world.Kingdee.Standings(form) {
		there[b.Number] = append(there[b.Number], b)
	}
	v := Verdict{Calls: s.allCalls()}
	for name, before := range s.calls {
		v.Calls[name] -= before
	}
	maps.DeleteFunc(v.Calls, func(_ string, n int) bool { return n == 0 })
	c := comparison{verdict: &v, there: there}
	for i, d := range s.world.Documents() {
		for _, b := range s.bills(d) {
			c.compare(b, s.cameAt(i))
		}
	}
	c.conclude()
	return v
}

func (s *scene) cameAt(i int) time.Time {
	if i < len(s.brought) {
		return s.brought[i]
	}
	return time.Time{}
}

// allCalls are the calls of both systems.
func (s *scene) allCalls() map[string]int {
	all := s.world.Kingdee.Calls().Count
	maps.Copy(all, s.world.Jushuitan.Calls())
	return all
}

// bill is what the target is to have.
type bill struct {
	number string
	amount decimal.Decimal
}

func (s *scene) bills(d simulators.Document) []bill {
	var all []bill
	var sum decimal.Decimal
	for i, l := range d.Lines {
		amount := decimal.RequireFromString(l.Amount) // written by the simulator
		sum = sum.Add(amount)
		if s.wish.EachLine {
			all = append(all, bill{fmt.Sprint(d.AsID, "-", i+1), amount})
		}
	}
	if s.wish.EachLine {
		return all
	}
	return []bill{{d.AsID, sum}}
}

// comparison goes through the bills that are to be there.
type comparison struct {
	verdict        *Verdict
	there          map[string][]kingdeetest.Standing
	source, target decimal.Decimal
	took           []time.Duration
}

func (c *comparison) compare(b bill, came time.Time) {
	found := c.there[b.number]
	delete(c.there, b.number)
	c.verdict.Bills++
	c.source = c.source.Add(b.amount)
	switch {
	case len(found) == 0:
		c.wrong(&c.verdict.Lost, "%s: not there", b.number)
		return
	case len(found) > 1:
		c.wrong(&c.verdict.Doubled, "%s: %d times", b.number, len(found))
	case !found[0].AllAmount.Equal(b.amount) || found[0].Status != audited:
		c.wrong(&c.verdict.Different, "%s: %s of %s, status %s", b.number, found[0].AllAmount, b.amount, found[0].Status)
	default:
		c.verdict.Audited++
		c.verdict.Last = later(c.verdict.Last, found[0].AuditedAt)
		c.took = append(c.took, found[0].AuditedAt.Sub(came))
	}
	for _, f := range found {
		c.target = c.target.Add(f.AllAmount)
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (c *comparison) wrong(count *int, format string, args ...any) {
	const most = 10
	*count++
	if len(c.verdict.Examples) < most {
		c.verdict.Examples = append(c.verdict.Examples, fmt.Sprintf(format, args...))
	}
}

func (c *comparison) conclude() {
	for number := range c.there {
		c.wrong(&c.verdict.Doubled, "%s: nobody asked for it", number)
	}
	c.verdict.Source, c.verdict.Target = c.source.StringFixed(2), c.target.StringFixed(2)
	slices.Sort(c.took)
	c.verdict.P50, c.verdict.P95, c.verdict.P99 = c.percentile(50), c.percentile(95), c.percentile(99)
}

func (c *comparison) percentile(p int) float64 {
	if len(c.took) == 0 {
		return 0
	}
	return c.took[min(len(c.took)*p/100, len(c.took)-1)].Seconds()
}
