package gateway_test

import (
	"context"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/gateway"
)

// held is a store that lets nobody in with M1 before it is let, and others at once.
type held struct {
	*slow
}

func (h held) Keep(ctx context.Context, p docstore.Page) (docstore.Kept, error) {
	if p.Rows[0].Key != "M1" {
		return h.Store.Keep(ctx, p)
	}
	return h.slow.Keep(ctx, p)
}

// A caller gives up waiting for a slow store and sends the order as it is by
// then: the first call is still under way, and must not undo the second.
func TestTheNewestOrderStays(t *testing.T) {
	t.Parallel()
	s := opened(t, databases["sqlite"](t))
	store := held{&slow{Store: s.store, asked: make(chan struct{}, 10), let: make(chan struct{})}}
	s.serve(store, s.told, gateway.Limits{StoreWait: time.Minute})
	answers := make(chan said, 2)
	go func() { answers <- s.post(orders, order("M1", `"buyer_message":"first"`)) }()
	<-store.asked
	wrote := make(chan struct{})
	trace := &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { close(wrote) }}
	go func() {
		r := s.request(orders, order("M1", `"buyer_message":"second"`), time.Now())
		answers <- s.send(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	}()
	<-wrote
	if got := s.post(orders, order("M2")); got.outcomes() != "M2 new" {
		t.Errorf("another order waits, too: %+v", got)
	}
	if len(store.asked) != 0 {
		t.Error("the second call overtakes the first")
	}
	close(store.let)
	for range 2 {
		if got := <-answers; got.Status != 200 {
			t.Errorf("%+v", got)
		}
	}
	if got := string(s.doc(orders, "M1").Content); !strings.Contains(got, "second") {
		t.Errorf("kept is %s", got)
	}
}
