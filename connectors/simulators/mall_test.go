package simulators_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

const mallSecret = "made-up-secret-of-the-mall"

func tradeWorld(t *testing.T, seed uint64) *simulators.World {
	t.Helper()
	w, err := simulators.NewWorld(simulators.Options{Documents: 40, Seed: seed, Now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// heard is a gateway that takes what a mall sends, and has no time at every third call.
type heard struct {
	t      *testing.T
	client *callback.Client

	mu    sync.Mutex
	calls int
	last  map[string]string // trade_status by tid, of what was modified last
	when  map[string]string // modified by tid
	times map[string]int
	late  int // that came after what was modified later
}

func (h *heard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.calls++; h.calls == 3 {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	body, _ := io.ReadAll(r.Body)
	got, err := h.client.Receive(r.Context(), connectors.Inbound{API: callback.OpenCallback, Header: r.Header, Body: body, At: time.Now()})
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	for _, row := range got.Rows {
		var o struct {
			TID    string `json:"tid"`
			Status string `json:"trade_status"`
			At     string `json:"modified"`
		}
		dec := json.NewDecoder(bytes.NewReader(row))
		if err := dec.Decode(&o); err != nil {
			h.t.Error(err)
		}
		if o.At >= h.when[o.TID] {
			h.last[o.TID], h.when[o.TID] = o.Status, o.At
		} else {
			h.late++
		}
		h.times[o.TID]++
	}
}

// The mall says everything that its orders become, proves who it is, says it again
// when nobody has time, and says some of it twice.
func TestTheMallCalls(t *testing.T) {
	t.Parallel()
	w := tradeWorld(t, 1)
	client, err := callback.New(callback.Config{Secret: mallSecret})
	if err != nil {
		t.Fatal(err)
	}
	h := &heard{t: t, client: client, last: map[string]string{}, when: map[string]string{}, times: map[string]int{}}
	srv := httptest.NewServer(h)
	defer srv.Close()
	if err := w.MallSells(t.Context(), srv.URL, mallSecret); err != nil {
		t.Fatal(err)
	}
	if err := w.MallChanges(t.Context(), srv.URL, mallSecret); err != nil {
		t.Fatal(err)
	}
	kinds, twice := map[simulators.MallKind]bool{}, 0
	for _, o := range w.MallOrders() {
		kinds[o.Kind] = true
		if got, want := h.last[o.TID], o.Versions[len(o.Versions)-1]["trade_status"]; got != want {
			t.Errorf("order %s (%s) is heard to be at %q last, wanted %v", o.TID, o.Kind, got, want)
		}
		if h.times[o.TID] > len(o.Versions) {
			twice++
		}
	}
	if len(kinds) != 2+len(simulators.AwkwardOrders()) || twice == 0 || h.late == 0 {
		t.Errorf("kinds %v; %d orders are heard of twice, %d too late", slices.Collect(maps.Keys(kinds)), twice, h.late)
	}
	if err := w.MallSells(t.Context(), srv.URL, "another-secret-than-ours"); err == nil {
		t.Error("a mall that is refused does not say so")
	}
}

// The same seed makes the same orders and parcels, another one others.
func TestTheMallIsMadeBySeed(t *testing.T) {
	t.Parallel()
	print := func(seed uint64) string {
		w := tradeWorld(t, seed)
		return fmt.Sprint(w.MallOrders(), w.Shipments(), w.Wangdiantong.Table("stockout_order_query_trade").Rows())
	}
	if one, again, other := print(1), print(1), print(2); one != again || one == other {
		t.Error("the world is not that of its seed")
	}
}

// Parcels move only once somebody has subscribed to them; each comes to its end.
func TestParcelsGoTheirWay(t *testing.T) {
	t.Parallel()
	w := tradeWorld(t, 1)
	kinds := map[simulators.ShipmentKind]bool{}
	for _, s := range w.Shipments() {
		kinds[s.Kind] = true
		p, known := w.Kuaidi100.Parcel(s.Parcel)
		if wanted := s.Kind != simulators.PickedUp && s.Kind != simulators.OwnCarrier; known != wanted {
			t.Errorf("%s: its parcel is known: %t", s.Kind, known)
		}
		if signed := known && p.Steps[len(p.Steps)-1].State == "3"; s.Finishes && !signed {
			t.Errorf("%s: its parcel is never signed for", s.Kind)
		}
		for _, tid := range s.TIDs {
			if o, ok := w.Wangdiantong.Order(tid); !ok || o.Status() != "30" {
				t.Errorf("%s: order %s is not there, waiting to be shipped", s.Kind, tid)
			}
		}
	}
	if len(kinds) != 1+len(simulators.AwkwardShipments()) {
		t.Errorf("only %v", kinds)
	}
	if moved, err := w.MoveParcels(t.Context()); moved != 0 || err != nil {
		t.Errorf("%d parcels moved, and nobody has subscribed: %v", moved, err)
	}
}
