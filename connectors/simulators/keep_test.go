package simulators

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const notice = `{"notices":[{"notice_no":"N1","warehouse_no":"WH1","items":[{"sku_no":"A-01","qty":2}]}]}`

// subscription asks for the pushes of a parcel, and says where to.
func subscription(number, to string) string {
	return url.Values{"schema": {"json"}, "param": {`{"company":"yuantong","number":"` + number + `","key":"sim-key-0001",` +
		`"parameters":{"callbackurl":"` + to + `","salt":"sim-salt-0001"}}`}}.Encode()
}

// What is kept is brought again, but for half a line of a process that was killed;
// what is brought next is kept, too, whoever was refused.
func TestLedgersOutliveTheProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keepIn(t, dir, Xiaomancang, notice)
	keepIn(t, dir, Kuaidi100, subscription("YT1", "http://before.invalid/"))
	file := filepath.Join(dir, "kuaidi100-ledger.jsonl")
	half, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(half, `"schema=js`...), 0o600); err != nil {
		t.Fatal(err)
	}
	w := keeper(t, dir)
	if notices := w.Xiaomancang.Notices(); len(notices) != 1 || notices[0].NoticeNo != "N1" {
		t.Errorf("小满仓 has %v", notices)
	}
	for _, number := range []string{"YT2", strings.Repeat("9", 33)} {
		r := httptest.NewRequest(http.MethodPost, "/poll", strings.NewReader(subscription(number, "http://before.invalid/")))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w.Handler(Kuaidi100).ServeHTTP(httptest.NewRecorder(), r)
	}
	if err := w.CloseKept(); err != nil {
		t.Fatal(err)
	}
	again := keeper(t, dir)
	for _, number := range []string{"YT1", "YT2"} {
		if subscribed, _ := again.Kuaidi100.Subscribed(number); subscribed != 1 {
			t.Errorf("nobody hears of %s any more", number)
		}
	}
}

// Orders are there again as they were last, and pushes go to where they are taken now.
func TestOrdersAndPushesAreKept(t *testing.T) {
	t.Parallel()
	dir, called := t.TempDir(), make(chan string, 10)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		called <- r.URL.Path
		_, _ = w.Write([]byte(`{"result":true,"returnCode":"200","message":"成功"}`))
	}))
	t.Cleanup(srv.Close)
	fresh, err := NewWorld(Options{Documents: 8, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	orders := fresh.MallOrders()
	o := orders[slices.IndexFunc(orders, func(o MallOrder) bool { return o.Kind == Ordinary })]
	list, err := json.Marshal([]any{pushed(o.Versions[0])})
	if err != nil {
		t.Fatal(err)
	}
	keepIn(t, dir, Wangdiantong, url.Values{"shop_no": {mallShop}, "trade_list": {string(list)}}.Encode())
	keepIn(t, dir, Kuaidi100, subscription(fresh.Shipments()[0].Parcel, "http://before.invalid/"))
	w, err := NewWorld(Options{Documents: 8, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Keep(dir, srv.URL+"/now"); err != nil {
		t.Fatal(err)
	}
	if _, there := w.Wangdiantong.Order(o.TID); !there {
		t.Errorf("旺店通 has no order %s", o.TID)
	}
	if moved, err := w.MoveParcels(t.Context()); moved != 1 || err != nil || <-called != "/now" {
		t.Errorf("%d parcels moved, %v", moved, err)
	}
	if err := w.CloseKept(); err != nil {
		t.Fatal(err)
	}
	parcel, _ := w.Kuaidi100.Parcel(fresh.Shipments()[0].Parcel)
	again := keeperOf(t, dir, 8)
	if is, _ := again.Kuaidi100.Parcel(parcel.Num); is.Done != parcel.Done || !is.Steps[1].At.Equal(parcel.Steps[1].At) {
		t.Errorf("the parcel was at %+v and is at %+v", parcel, is)
	}
}

func keeper(t *testing.T, dir string) *World { return keeperOf(t, dir, 1) }

func keeperOf(t *testing.T, dir string, documents int) *World {
	t.Helper()
	w, err := NewWorld(Options{Documents: documents, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Keep(dir, ""); err != nil {
		t.Fatal(err)
	}
	return w
}

// keepIn notes a call as if it had been made before.
func keepIn(t *testing.T, dir, connector, body string) {
	t.Helper()
	line, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, connector+"-ledger.jsonl"), append(line, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}
