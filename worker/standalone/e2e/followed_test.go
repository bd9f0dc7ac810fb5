package e2e

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// following is a stage on which one scheme feeds another: orders and tracks are
// sent to us, put together, and pushed to 旺店通.
type following struct {
	*stage
	shop   *wangdiantongtest.Server
	intake *activities.Intake
}

func setupFollowing(t *testing.T, storeURL string) *following {
	t.Helper()
	f := &following{
		stage: setupSchemes(t, 2, storeURL, "testdata/followed"),
		shop:  wangdiantongtest.New(wangdiantongtest.Options{NoLimits: true}),
	}
	srv := httptest.NewServer(f.shop)
	t.Cleanup(srv.Close)
	for name, value := range f.shop.Variables(srv.URL) {
		f.environ["WANGDIANTONG_MAIN_"+name] = value
	}
	f.environ["WANGDIANTONG_MAIN_PER_SECOND"], f.environ["WANGDIANTONG_MAIN_PER_MINUTE"] = "1000", "10000"
	f.intake = activities.NewIntake(activities.NewSchemes(f.library, f.store), f.store, f.orders, f.log)
	t.Cleanup(f.intake.Close)
	return f
}

// comes keeps rows that are sent to us, and tells who reads them.
func (f *following) comes(scheme string, rows ...string) {
	f.t.Helper()
	s, err := f.intake.Scheme(f.ctx, scheme)
	f.ok(err)
	var all []docstore.Incoming
	var keys []string
	for _, row := range rows {
		documents, err := f.intake.Documents(f.ctx, s, []json.RawMessage{json.RawMessage(row)})
		f.ok(err)
		all, keys = append(all, documents[0]...), append(keys, documents[0][0].Key)
	}
	_, err = f.intake.Keep(f.ctx, s, all, nil)
	f.ok(err)
	f.ok(f.intake.Carry(f.ctx, s, keys))
}

// arrives waits until 旺店通 has the orders as the tracks have them.
func (f *following) arrives(want map[string]string) {
	f.t.Helper()
	f.until(fmt.Sprint(want), func() bool {
		for tid, status := range want {
			o, there := f.shop.Order(tid)
			if !there || strings.Join(o.Statuses, " ") != status || f.document(tid).State != docstore.Saved {
				return false
			}
		}
		return true
	})
}

func (f *following) document(tid string) docstore.Document {
	f.t.Helper()
	d, err := f.store.Get(f.ctx, docstore.Ref{Scheme: "orders-pushed", Key: tid})
	f.ok(err)
	return d
}

// Nobody starts a run but each scheme's first: what is sent to us goes on over two
// collections, and what is put in later, or changes, brings the order again.
func TestOneSchemeFeedsAnother(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setupFollowing(t, url(t))
			f.worker()
			for _, scheme := range []string{"orders", "tracks", "orders-tracked", "orders-pushed"} {
				f.ok(f.start(scheme).Get(f.ctx, nil))
			}
			f.comes("orders", orderIn("T1", "P1"), orderIn("T2", "P1"), orderIn("T3", "P2"))
			f.comes("tracks", `{"nu":"P1","state":"30","at":"shipped"}`)
			f.arrives(map[string]string{"T1": "30", "T2": "30"})
			f.comes("tracks", `{"nu":"P2","state":"30","at":"shipped"}`, `{"nu":"P1","state":"70","at":"signed for"}`)
			f.arrives(map[string]string{"T1": "30 70", "T2": "30 70", "T3": "30"})
			if o, _ := f.shop.Order("T1"); o.Pushes != 2 || o.Text("buyer_message") != "signed for" {
				t.Errorf("it was pushed %d times, last as %s", o.Pushes, o.Text("buyer_message"))
			}
		})
	}
}

func orderIn(tid, parcel string) string {
	return fmt.Sprintf(`{"tid":%q,"parcel":%q,"lines":[{"no":1}]}`, tid, parcel)
}
