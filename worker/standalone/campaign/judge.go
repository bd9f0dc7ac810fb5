package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// judge compares the ledger of the target with what the source says it should
// have. The store is only asked about what is not there: whether anybody knows.
func (r *run) judge(ctx context.Context, finished bool) (Summary, error) {
	s := r.newSummary(finished)
	there := map[string][]kingdeetest.Bill{}
	for _, b := range r.world.Kingdee.Bills(form) {
		there[b.Number] = append(there[b.Number], b)
	}
	var source, target decimal.Decimal
	for _, b := range r.wanted {
		found := there[b.number]
		delete(there, b.number)
		s.repeated(b.number, found)
		if !slices.ContainsFunc(found, func(f kingdeetest.Bill) bool { return f.Status == audited }) {
			if err := r.missing(ctx, &s, b, found); err != nil {
				return s, err
			}
			continue
		}
		s.Arrived++
		has := sum(found)
		source, target = source.Add(b.amount), target.Add(has)
		if !has.Equal(b.amount) {
			s.Different = append(s.Different, fmt.Sprintf("%s: source %s, target %s", b.number, b.amount, has))
		}
	}
	for number := range there {
		s.Doubled = append(s.Doubled, number+": nobody asked for it")
	}
	s.Source, s.Target, s.Difference = source.StringFixed(2), target.StringFixed(2), source.Sub(target).StringFixed(2)
	return s, r.conclude(ctx, &s)
}

func sum(bills []kingdeetest.Bill) (all decimal.Decimal) {
	for _, b := range bills {
		all = all.Add(b.AllAmount)
	}
	return all
}

// audited is 已审核.
const audited = "C"

// repeated counts what was saved more than once. One bill that was saved over again
// in its place, because its refund had changed, is not.
func (s *Summary) repeated(number string, found []kingdeetest.Bill) {
	if len(found) > 1 {
		s.Doubled = append(s.Doubled, fmt.Sprintf("%s: %d bills", number, len(found)))
	}
}

// missing sorts a bill that is not audited: for a person who knows why, on its way,
// or lost.
func (r *run) missing(ctx context.Context, s *Summary, b bill, found []kingdeetest.Bill) error {
	d, err := r.document(ctx, b.number)
	switch {
	case errors.Is(err, docstore.ErrNotFound):
		s.Lost = append(s.Lost, b.number+": the store does not know it")
	case err != nil:
		return err
	case (d.State == docstore.Failed || d.State == docstore.Waiting) && d.Reason != "":
		s.person(b, d)
	case d.State.Final():
		s.Lost = append(s.Lost, fmt.Sprintf("%s: %s by the store, %s at the target", b.number, d.State, standingOf(found)))
	default:
		s.Unresolved = append(s.Unresolved, strings.TrimSpace(fmt.Sprintf("%s: %s %s", b.number, d.State, d.Reason)))
	}
	return nil
}

// person counts a document that waits for one. That is right where the base data
// is wrong on purpose, or a fault refused it; anything else is told.
func (s *Summary) person(b bill, d docstore.Document) {
	s.ForPerson++
	if b.hopeless() {
		return
	}
	text := fmt.Sprintf("%s: %s: %s", b.number, d.State, d.Reason)
	if d.State == docstore.Failed && strings.Contains(d.Reason, refusal) {
		s.Refused++
		return
	}
	s.Unexplained = append(s.Unexplained, text)
}

func (r *run) document(ctx context.Context, key string) (d docstore.Document, err error) {
	const tries = 10 // its connections may have been cut
	for range tries {
		d, err = r.store.Get(ctx, docstore.Ref{Scheme: Scheme, Key: key})
		if err == nil || errors.Is(err, docstore.ErrNotFound) {
			return d, err
		}
		time.Sleep(lookEvery)
	}
	return d, err
}

// conclude counts by state what the store has, and decides.
func (r *run) conclude(ctx context.Context, s *Summary) error {
	now, err := r.stand(ctx)
	if err != nil {
		return err
	}
	if now.flying > len(s.Unresolved) {
		s.Unresolved = append(s.Unresolved, fmt.Sprintf("%d documents on their way, by the store", now.flying))
	}
	s.conclude()
	return nil
}

func standingOf(found []kingdeetest.Bill) string {
	if len(found) == 0 {
		return "nothing"
	}
	return found[0].Status
}
