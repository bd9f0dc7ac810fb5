// Package wangdiantongtest is a 旺店通·企业版 that lives in memory: an http.Handler
// for tests and for the demo that speaks openapi2, keeps a ledger of every order
// that was pushed to it, and can be told to misbehave.
//
// It is written from the protocol, not from the connector beside it: it verifies
// signatures, account, clock, calls a minute, every field of an order and every
// move of its status. Where 旺店通's numbers and rules are not published, its own
// are marked as invented; tests must not rely on them.
package wangdiantongtest

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

// Options are the account and the manners of the simulated 旺店通. The zero value
// is one account with made-up keys and one shop, strict about everything.
type Options struct {
	SID, AppKey, AppSecret string
	Shops                  []string // 店铺编号 that may be pushed to; the first is the account's

	Now       func() time.Time // time.Now by default
	NoLimits  bool             // nobody is told off for calling too often
	PerMinute int              // calls; 60 by default
	Most      int              // orders a push; 50 by default

	Named bool // refused orders are named: message is a JSON list of tid and error
	Keeps bool // a push that is refused keeps its good orders
	Sums  bool // paid and cod_amount must follow from the lines
	Older bool // the older list of moves: from 30 also to 60

	Elsewhere any  // total_count on other pages than 0, where 旺店通 says nothing or -1; nil leaves it out
	Newest    bool // pages begin with the row modified last
	PageCap   int  // rows a page, whatever is asked for; 0 is no cap
	NoList    bool // without rows the list is left out
}

func (o Options) withDefaults() Options {
	for field, value := range map[*string]string{&o.SID: "sim-sid", &o.AppKey: "sim-appkey", &o.AppSecret: "sim-app-secret"} {
		if *field == "" {
			*field = value
		}
	}
	if len(o.Shops) == 0 {
		o.Shops = []string{"sim-shop"}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.PerMinute == 0 {
		o.PerMinute = 60
	}
	if o.Most == 0 {
		o.Most = 50
	}
	return o
}

// Server is a simulated 旺店通. It is safe for concurrent use.
type Server struct {
	opt    Options
	zone   *time.Location
	faults fault.Rules[int]
	tables map[string]*qimentest.Table // by script

	// OnPage is called after a page has been put together and before it is sent,
	// so that a test can move rows exactly between pages. Set it before the first
	// call.
	OnPage func(api string, page int)

	// OnPush is called after a push has been worked on and before it is answered,
	// so that a test can hold the answer up. Set it before the first call.
	OnPush func()

	mu     sync.Mutex // guards everything below
	calls  map[string]int
	recent []time.Time // calls of the last minute
	told   int
	orders map[string]*Order
	tids   []string // of the orders, as they came
	oids   map[string]string
	last   int // of the numbers of 出库单
}

// New makes a 旺店通 without orders and goods. Its shops are there.
func New(opt Options) *Server {
	opt = opt.withDefaults()
	s := &Server{
		opt: opt, zone: time.FixedZone("CST", 8*60*60), tables: map[string]*qimentest.Table{},
		calls: map[string]int{}, orders: map[string]*Order{}, oids: map[string]string{},
	}
	for api, script := range scripts() {
		s.tables[api] = qimentest.NewTable(script.id, opt.Now, false)
	}
	for _, shop := range opt.Shops {
		_ = s.tables[Shops].Seed(map[string]any{"shop_no": shop, "shop_name": "店铺" + shop, "platform_id": 127}) // it has its id and time
	}
	return s
}

// Variables are the settings with which a connector reaches this 旺店通, without
// their WANGDIANTONG_<ACCOUNT>_ in front.
func (s *Server) Variables(address string) map[string]string {
	return map[string]string{
		"URL": address, "SID": s.opt.SID, "APP_KEY": s.opt.AppKey, "APP_SECRET": s.opt.AppSecret, "SHOP_NO": s.opt.Shops[0],
	}
}

// Table holds the rows that a script reads, to be seeded, changed and looked at;
// nil when there is none. Original orders are those that were pushed.
func (s *Server) Table(api string) *qimentest.Table { return s.tables[api] }

const maxRequest = 16 << 20

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil {
		return // the caller went away
	}
	api, isScript := strings.CutSuffix(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:], ".php")
	if !isScript {
		http.NotFound(w, r)
		return
	}
	s.count(api)
	f := s.faults.Next(api)
	if f.Instead(w, r) {
		return
	}
	f.Send(w, page, toJSON(s.answer(api, union(r.URL.Query(), string(body)), f)))
}

// union merges query and form: clients are seen to use either.
func union(all url.Values, body string) url.Values {
	form, err := url.ParseQuery(body)
	if err != nil {
		return all
	}
	for name, values := range form {
		all[name] = append(all[name], values...)
	}
	return all
}

func (s *Server) answer(api string, ask url.Values, f Fault) map[string]any {
	if f.Kind == Refuse {
		return refusal{f.Code, f.Message}.fields()
	}
	if no := s.check(ask); no != nil {
		return no.fields()
	}
	if api == Push {
		said := s.push(ask)
		if s.OnPush != nil {
			s.OnPush()
		}
		return said
	}
	if _, known := scripts()[api]; !known && api != Originals {
		return refusal{noScript, "接口不存在"}.fields()
	}
	return s.query(api, ask)
}
