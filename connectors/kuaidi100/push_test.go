package kuaidi100_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

// gateway receives pushes as the callback gateway does.
type gateway struct {
	t      *testing.T
	client *kuaidi100.Client
	down   bool

	mu   sync.Mutex
	rows []map[string]any
	seen map[string]bool
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	got, refused := g.client.Receive(r.Context(), connectors.Inbound{API: kuaidi100.Callback, Header: r.Header, Body: body})
	if err != nil || refused != nil || g.down {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	if !g.seen[got.Call] {
		g.rows = append(g.rows, object(g.t, got.Rows[0]))
	}
	g.seen[got.Call] = true
	w.Header().Set("Content-Type", got.Reply.ContentType)
	_, _ = w.Write(got.Reply.Body)
}

// received runs a gateway for the account; clock is the simulator's.
func received(t *testing.T, change func(*kuaidi100.Config)) (*kuaidi100test.Server, *gateway, *time.Time) {
	t.Helper()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	sim, cfg := start(t, kuaidi100test.Options{Now: func() time.Time { return now }})
	g := &gateway{t: t, seen: map[string]bool{}}
	web := httptest.NewServer(g)
	t.Cleanup(web.Close)
	cfg.CallbackURL = web.URL
	sim.Put(kuaidi100test.Parcel{Num: "YT1", Com: "yuantong", Steps: kuaidi100test.Way(), Done: 1})
	_, err := subscribe(t, open(t, cfg), entry("yuantong", "YT1"))
	must(t, err)
	change(&cfg)
	g.client = open(t, cfg)
	return sim, g, &now
}

func unchanged(*kuaidi100.Config) {}

// A parcel is heard of at every step until it is signed for, and a pushed row has
// what a queried one has.
func TestPushesTellTheWholeWay(t *testing.T) {
	t.Parallel()
	sim, g, _ := received(t, unchanged)
	for sim.Advance("YT1") {
		if _, problems := sim.Deliver(t.Context()); len(problems) > 0 {
			t.Fatal(problems)
		}
	}
	var way []string
	for _, row := range g.rows {
		said := row["push"].(map[string]any)
		way = append(way, row["state"].(string)+" "+said["status"].(string))
	}
	if want := "1 polling,0 polling,5 polling,3 shutdown"; strings.Join(way, ",") != want {
		t.Errorf("%v, want %s", way, want)
	}
	queried := read(t, g.client, query(map[string]any{"num": "YT1", "com": "yuantong"}), quiet)["YT1"]
	last := g.rows[len(g.rows)-1]
	for name := range queried {
		if _, there := last[name]; !there {
			t.Errorf("a pushed row has no %s", name)
		}
	}
}

// What was not accepted comes again after half an hour, the very same.
func TestAPushThatWasLostComesAgain(t *testing.T) {
	t.Parallel()
	sim, g, now := received(t, unchanged)
	g.down = true
	if n, problems := sim.Deliver(t.Context()); n != 0 || len(problems) != 1 {
		t.Fatalf("%d accepted, %v", n, problems)
	}
	g.down = false
	if n, _ := sim.Deliver(t.Context()); n != 0 {
		t.Error("it came at once")
	}
	*now = now.Add(31 * time.Minute)
	if n, problems := sim.Deliver(t.Context()); n != 1 || len(problems) > 0 || len(g.rows) != 1 || sim.Waiting() != 0 {
		t.Errorf("%d accepted, %v, %d rows", n, problems, len(g.rows))
	}
}

// 快递100 gives up a parcel that it hears nothing of.
func TestAnAbortIsARow(t *testing.T) {
	t.Parallel()
	sim, g, _ := received(t, unchanged)
	sim.Abort("YT1")
	_, problems := sim.Deliver(t.Context())
	if len(problems) > 0 || len(g.rows) != 2 || g.rows[1]["nu"] != "YT1" || g.rows[1]["push"].(map[string]any)["message"] != "3天查询无记录" {
		t.Errorf("%v, %v", problems, g.rows)
	}
}

// A salt is replaced while parcels that were told the old one are under way.
func TestTheSaltBeforeCounts(t *testing.T) {
	t.Parallel()
	sim, _, _ := received(t, func(c *kuaidi100.Config) { c.PreviousSalt, c.Salt = c.Salt, "another-salt" })
	if n, problems := sim.Deliver(t.Context()); n != 1 {
		t.Error(problems)
	}
	other, _, _ := received(t, func(c *kuaidi100.Config) { c.Salt = "another-salt" })
	if n, _ := other.Deliver(t.Context()); n != 0 {
		t.Error("an unknown salt passed")
	}
}

const salt = "sim-salt-0001"

func push(param, sign string) []byte {
	return []byte(url.Values{"param": {param}, "sign": {sign}}.Encode())
}

func TestPushesThatAreRefused(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, kuaidi100test.Options{})
	good := `{"status":"polling","lastResult":{"nu":"YT1","state":"0","data":[]}}`
	signed := func(param string) []byte { return push(param, kuaidi100.Sign(param, salt)) }
	for name, test := range map[string]struct {
		body []byte
		kind error
	}{
		"forged":         {push(good, kuaidi100.Sign(good, "not the salt")), connectors.ErrUnauthorized},
		"changed":        {push(strings.Replace(good, `"0"`, `"3"`, 1), kuaidi100.Sign(good, salt)), connectors.ErrUnauthorized},
		"without a salt": {push(good, kuaidi100.Sign(good, "")), connectors.ErrUnauthorized},
		"two params":     {append(signed(good), []byte("&param=x")...), connectors.ErrRejected},
		"no sign":        {[]byte("param=" + url.QueryEscape(good)), connectors.ErrRejected},
		"JSON":           {[]byte(good), connectors.ErrRejected},
		"broken":         {signed(good[:20]), connectors.ErrRejected},
		"a list":         {signed("[]"), connectors.ErrRejected},
		"no result":      {signed(`{"status":"polling"}`), connectors.ErrRejected},
		"nobody's":       {signed(`{"lastResult":{"nu":"","state":"0","data":[]}}`), connectors.ErrRejected},
		"no state":       {signed(`{"lastResult":{"nu":"YT1","data":[]}}`), connectors.ErrRejected},
		"not UTF-8":      {signed("{\"lastResult\":{\"nu\":\"\xd6\xd0\",\"state\":\"0\"}}"), connectors.ErrRejected},
	} {
		_, err := open(t, cfg).Receive(t.Context(), connectors.Inbound{API: kuaidi100.Callback, Body: test.body})
		var invalid *connectors.Invalid
		if e := wantKind(t, err, test.kind); errors.As(err, &invalid) != (test.kind == connectors.ErrRejected) { //nolint:errorlint // the very same
			t.Errorf("%s: %v", name, e)
		}
	}
	got, err := open(t, cfg).Receive(t.Context(), connectors.Inbound{API: kuaidi100.Callback, Body: signed(good)})
	if err != nil || string(got.Rows[0]) != `{"nu":"YT1","state":"0","data":[],"push":{"status":"polling"}}` {
		t.Errorf("%s, %v", got.Rows, err)
	}
}

// What is missing on our side is not the caller's fault: it is to come again.
func TestWithoutASaltNothingIsReceived(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, kuaidi100test.Options{})
	cfg.Salt = ""
	_, err := open(t, cfg).Receive(t.Context(), connectors.Inbound{API: kuaidi100.Callback, Body: push("{}", kuaidi100.Sign("{}", ""))})
	if e := wantKind(t, err, connectors.ErrUnavailable); !strings.Contains(e.Advice, "KUAIDI100_MAIN_SALT") {
		t.Errorf("%v", e)
	}
	_, err = open(t, cfg).Receive(t.Context(), connectors.Inbound{API: "OpenCallback"})
	_ = wantKind(t, err, connectors.ErrNotFound)
}
