package gateway_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/gateway"
)

const (
	secret = "made-up-secret-of-a-mall"
	salt   = "made-up-salt-of-parcels"
	orders = "mall-orders"
	lines  = "mall-lines"
)

// databases are the URLs of empty databases of each kind.
var databases = map[string]func(testing.TB) string{
	"sqlite":   func(tb testing.TB) string { return "sqlite:" + filepath.Join(tb.TempDir(), "store.db") },
	"postgres": postgrestest.URL,
}

// everywhere runs a test on each database.
func everywhere(t *testing.T, test func(s *stage)) {
	t.Helper()
	for name, url := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(open(t, url(t), gateway.Limits{}))
		})
	}
}

// stage is a gateway that is served, before a store.
type stage struct {
	*testing.T
	store   *sqlstore.Store
	library *schemes.Library
	told    *told
	log     *text
	url     string
	now     func() time.Time // nil: time.Now
}

func open(t *testing.T, storeURL string, l gateway.Limits) *stage {
	t.Helper()
	s := opened(t, storeURL)
	s.serve(s.store, s.told, l)
	return s
}

// setup is a stage on SQLite.
func setup(t *testing.T, l gateway.Limits) *stage {
	t.Helper()
	return open(t, databases["sqlite"](t), l)
}

func opened(t *testing.T, storeURL string) *stage {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), storeURL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() }) // a test may have closed it
	library, err := schemes.LoadDir("testdata/schemes")
	if err != nil {
		t.Fatal(err)
	}
	library.Know(all.APIs())
	return &stage{T: t, store: store, library: library, told: newTold(), log: &text{}}
}

// serve starts a gateway as the programs do, and ends it with the test.
func (s *stage) serve(store gateway.Store, o activities.Orders, l gateway.Limits) *gateway.Gateway {
	s.Helper()
	l.Patience, l.StoreWait, l.ReadWait = cmp.Or(l.Patience, time.Minute), cmp.Or(l.StoreWait, time.Minute), cmp.Or(l.ReadWait, time.Minute)
	g := gateway.New(gateway.Parts{
		Library: s.library, Store: store, Orders: o, Log: slog.New(slog.NewJSONHandler(s.log, nil)), Now: s.now,
		Accounts: all.NewAccounts(map[string]string{
			"CALLBACK_MALL_SECRET": secret, "CALLBACK_LINES_SECRET": secret, "CALLBACK_LINES_AUTH": "secret",
			"KUAIDI100_MAIN_CUSTOMER": "c", "KUAIDI100_MAIN_KEY": "k", "KUAIDI100_MAIN_SALT": salt,
			"JUSHUITAN_MAIN_APP_KEY": "k", "JUSHUITAN_MAIN_APP_SECRET": "s", "JUSHUITAN_MAIN_ACCESS_TOKEN": "t",
		}),
	}, l)
	listener, err := gateway.Listen(s.Context(), "127.0.0.1:0")
	if err != nil {
		s.Fatal(err)
	}
	s.url = "http://" + listener.Addr().String()
	ctx, stop := context.WithCancel(context.WithoutCancel(s.Context()))
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(ctx, listener) }()
	s.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			s.Errorf("the gateway ended with %v", err)
		}
	})
	return g
}

// order is one that has nothing wrong; extra are further members.
func order(tid string, extra ...string) string {
	return fmt.Sprintf(`{"shop_no":"MALL01","tid":%q,"trade_status":30,"trade_time":"2026-11-20 09:15:00","buyer_nick":"小鹿",`+
		`"receiver_name":"张三丰","receiver_address":"文一路一号","receiver_mobile":"13800138000",%s`+
		`"order_list":[{"oid":"%s-1","num":2,"price":"49.50","spec_no":"S1","goods_name":"杯子"},{"oid":"%s-2","num":1,"price":7,"spec_no":"S2","goods_name":"盘子"}]}`,
		tid, strings.Join(append(extra, ""), ","), tid, tid)
}

// said is what the gateway answered.
type said struct {
	Status int
	Header http.Header
	Kept   int    `json:"kept"`
	Paused bool   `json:"paused"`
	Error  string `json:"error"`
	Orders []struct {
		ID, Path, Outcome, Skipped string
		Documents                  []string
	} `json:"orders"`
	Violations []struct{ Path, Field, Message string } `json:"violations"`
}

// outcomes are what became of the orders, in their order.
func (s said) outcomes() string {
	var all []string
	for _, o := range s.Orders {
		all = append(all, o.ID+" "+o.Outcome)
	}
	return strings.Join(all, ", ")
}

// request is a call as a mall makes it, signed at a time.
func (s *stage) request(scheme, body string, at time.Time) *http.Request {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.url+"/callbacks/"+scheme, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	timestamp := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(callback.TimestampHeader, timestamp)
	r.Header.Set(callback.SignatureHeader, callback.Sign([]byte(secret), timestamp, []byte(body)))
	r.Header.Set(callback.SecretHeader, secret)
	return r
}

func (s *stage) send(r *http.Request) said {
	s.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	got := said{Status: answer.StatusCode, Header: answer.Header}
	if err == nil {
		err = json.Unmarshal(body, &got)
	}
	if err != nil {
		s.Fatalf("%d %s: %v", answer.StatusCode, body, err)
	}
	return got
}

func (s *stage) post(scheme, body string) said {
	s.Helper()
	return s.send(s.request(scheme, body, time.Now()))
}

// doc is a document as it is stored.
func (s *stage) doc(scheme, key string) docstore.Document {
	s.Helper()
	d, err := s.store.Get(s.Context(), docstore.Ref{Scheme: scheme, Key: key})
	if err != nil {
		s.Fatal(err)
	}
	return d
}

func (s *stage) count(scheme string) int {
	s.Helper()
	docs, err := s.store.List(s.Context(), docstore.Filter{Scheme: scheme, Limit: 10000})
	if err != nil {
		s.Fatal(err)
	}
	return len(docs)
}

// told notes what Temporal would have been asked for.
type told struct {
	carried chan docstore.Ref
	begun   chan string
	refuses error
}

func newTold() *told {
	return &told{carried: make(chan docstore.Ref, 1000), begun: make(chan string, 1000)}
}

func (o *told) Running(context.Context, string) ([]string, error) { return nil, o.refuses }

func (o *told) Begin(_ context.Context, scheme string) (bool, error) {
	o.begun <- scheme
	return true, o.refuses
}

func (o *told) StartSync(context.Context, string, time.Time) error { return o.refuses }
func (o *told) UnderWay(context.Context, string) (bool, error)     { return false, o.refuses }
func (o *told) Trouble(context.Context, string, time.Time) (string, bool, error) {
	return "", false, o.refuses
}
func (o *told) Wake(context.Context, docstore.Ref) error { return o.refuses }
func (o *told) Carry(_ context.Context, d docstore.Document, _ string) error {
	o.carried <- docstore.Ref{Scheme: d.Scheme, Key: d.Key}
	return o.refuses
}

// text is a log that may be read while it is written.
type text struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *text) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *text) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
