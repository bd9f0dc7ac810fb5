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

// judge compares the ledgers of the targets with what their sources say they
// should have, document by document. The store is only asked about what is not
// there, whether anybody knows, and whether it has nothing left to do.
func (r *run) judge(ctx context.Context, finished bool) (Summary, error) {
	s := r.newSummary(finished)
	for _, judge := range []func(context.Context, *Summary) error{r.judgeBills, r.judgeOrders, r.judgeStore} {
		if err := judge(ctx, &s); err != nil {
			return s, err
		}
	}
	s.conclude()
	return s, nil
}

func (r *run) judgeBills(ctx context.Context, s *Summary) error {
	there := map[string][]kingdeetest.Bill{}
	for _, b := range r.world.Kingdee.Bills(form) {
		there[b.Number] = append(there[b.Number], b)
	}
	for _, b := range r.wanted {
		found := there[b.number]
		delete(there, b.number)
		if err := r.judgeBill(ctx, s, r.shop.asItIs(b), found); err != nil {
			return err
		}
	}
	for number, found := range there {
		s.Doubled = append(s.Doubled, number+": nobody asked for it")
		s.compare(number, decimal.Zero, sum(found))
	}
	return nil
}

// judgeBill: one bill that was saved over again in its place, because its refund
// had changed, is not doubled.
func (r *run) judgeBill(ctx context.Context, s *Summary, b bill, found []kingdeetest.Bill) error {
	if len(found) > 1 {
		s.Doubled = append(s.Doubled, fmt.Sprintf("%s: %d bills", b.number, len(found)))
	}
	if b.gone {
		return r.judgeGone(ctx, s, b, found)
	}
	if !slices.ContainsFunc(found, func(f kingdeetest.Bill) bool { return f.Status == audited }) {
		return r.missing(ctx, s, docstore.Ref{Scheme: Scheme, Key: b.number}, b.hopeless(), standingOf(found))
	}
	s.Arrived++
	s.compare(b.number, b.amount, sum(found))
	return nil
}

// judgeGone: a bill whose refund was cancelled is deleted, or a person knows why not.
func (r *run) judgeGone(ctx context.Context, s *Summary, b bill, found []kingdeetest.Bill) error {
	s.Cancelled++
	if len(found) == 0 {
		return nil
	}
	d, err := r.document(ctx, docstore.Ref{Scheme: Scheme, Key: b.number})
	if err == nil && d.State == docstore.Failed && strings.Contains(d.Reason, refusal) {
		s.person(d, false)
		return nil
	}
	s.compare(b.number+", cancelled", b.amount, sum(found))
	return err
}

func sum(bills []kingdeetest.Bill) (all decimal.Decimal) {
	for _, b := range bills {
		all = all.Add(b.AllAmount)
	}
	return all
}

// audited is 已审核.
const audited = "C"

func standingOf(found []kingdeetest.Bill) string {
	if len(found) == 0 {
		return "nothing"
	}
	return found[0].Status
}

// missing sorts a document that has not arrived: for a person who knows why, or
// lost.
func (r *run) missing(ctx context.Context, s *Summary, ref docstore.Ref, hopeless bool, target string) error {
	d, err := r.document(ctx, ref)
	switch {
	case errors.Is(err, docstore.ErrNotFound):
		s.Lost = append(s.Lost, ref.Key+": the store does not know it")
	case err != nil:
		return err
	case (d.State == docstore.Failed || d.State == docstore.Waiting) && d.Reason != "":
		s.person(d, hopeless)
	case ended(ref.Scheme, d.State):
		s.Lost = append(s.Lost, fmt.Sprintf("%s: %s by the store, %s at the target", ref.Key, d.State, target))
	}
	return nil // on its way: judgeStore tells of it
}

// person counts a document that waits for one. That is right where the document
// is wrong on purpose, or a fault refused it; anything else is told.
func (s *Summary) person(d docstore.Document, hopeless bool) {
	s.ForPerson++
	switch {
	case hopeless:
	case d.State == docstore.Failed && strings.Contains(d.Reason, refusal):
		s.Refused++
	default:
		s.Unexplained = append(s.Unexplained, fmt.Sprintf("%s: %s: %s", d.Key, d.State, d.Reason))
	}
}

func (r *run) document(ctx context.Context, ref docstore.Ref) (d docstore.Document, err error) {
	const tries = 50 // its connections may have been cut
	for range tries {
		d, err = r.store.Get(ctx, ref)
		if err == nil || errors.Is(err, docstore.ErrNotFound) {
			return d, err
		}
		time.Sleep(lookEvery)
	}
	return d, err
}
