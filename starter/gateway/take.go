package gateway

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// take keeps what a call brings and says what became of each order. A caller
// who hangs up does not end it: what is half kept would be sent again anyway.
func (g *Gateway) take(ctx context.Context, name string, got connectors.Received) answer {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), g.limits.StoreWait)
	defer cancel()
	s, err := g.intake.Scheme(ctx, name)
	if err != nil {
		return notKept(err)
	}
	documents, err := g.intake.Documents(ctx, s, got.Rows)
	if err != nil {
		return unreadable(err, got)
	}
	kept, err := g.keep(ctx, s, g.callOf(got), documents)
	if err != nil {
		return notKept(err)
	}
	a := answer{status: http.StatusOK, reply: got.Reply}
	a.body.Kept, a.body.Orders = len(got.Rows), results(s, got, documents, kept)
	for _, r := range a.body.Orders {
		a.tally.count(r.Outcome)
	}
	_, a.body.Paused, a.tally.reason = g.parts.Store.Paused(ctx, name) // whatever it says, the orders are kept
	if !a.body.Paused {
		g.carrier.carry(s, kept.Fresh)
	}
	return a
}

// keep keeps the documents of a call, once: one that is sent again bit by bit
// changes nothing, also when the order has changed in between, and whichever
// gateway takes it. Somebody who has overheard a call must not be able to undo
// a later one.
func (g *Gateway) keep(ctx context.Context, s *schemes.Scheme, call *docstore.Call, documents [][]docstore.Incoming) (docstore.Kept, error) {
	all := slices.Concat(documents...)
	defer g.doors[s.Name].turns.take(keysOf(all))()
	return g.intake.Keep(ctx, s, all, call)
}

// recognised is how long a call is known that its system never refuses for its age.
const recognised = 2 * time.Hour

func (g *Gateway) callOf(got connectors.Received) *docstore.Call {
	switch {
	case got.Call == "":
		return nil
	case got.Until.IsZero():
		return &docstore.Call{ID: got.Call, Until: g.parts.Now().Add(recognised)}
	default:
		return &docstore.Call{ID: got.Call, Until: got.Until}
	}
}
