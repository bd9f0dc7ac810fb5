// Package jushuitantest is a 聚水潭 that lives in memory: an http.Handler with
// both gateways, for tests and for the demo.
//
// It is written from the protocol, not from the connector: it verifies
// signatures over what it received, clocks, tokens and the rules of windows and
// pages; it counts calls and tells off; and it can be told to misbehave.
package jushuitantest

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
)

// Options are the account and the manners of the simulated 聚水潭. The zero value
// is an account with made-up keys, strict about everything.
type Options struct {
	AppKey, AppSecret         string // new gateway
	AccessToken, RefreshToken string
	PartnerID, PartnerKey     string // old gateway
	Token                     string

	Now       func() time.Time // time.Now by default
	TokenLife time.Duration    // of tokens after a renewal; 30 days by default
	NoLimits  bool             // do not tell off
	Pace      time.Duration    // how long each call takes
	Newest    bool             // pages begin with the row modified last
}

// Server is a simulated 聚水潭. It is safe for concurrent use.
type Server struct {
	opt  Options
	zone *time.Location

	// OnPage is called after a page has been put together and before it is
	// sent, so that a test can move rows exactly between pages. Set it before
	// the first call.
	OnPage func(api string, page int)

	faults fault.Queue[Fault]

	mu     sync.Mutex // guards everything below
	tables map[string]*table
	keys   keys
	calls  map[string]int
	recent []time.Time // calls of the last minute, for the limits
	told   int
}

// New makes an empty 聚水潭.
func New(opt Options) *Server {
	opt = opt.withDefaults()
	return &Server{
		opt:  opt,
		zone: time.FixedZone("CST", 8*60*60),
		tables: map[string]*table{
			"refund.single.query": newTable("as_id"),
			"orders.single.query": newTable("o_id"),
			"shops.query":         newTable("shop_id"),
		},
		keys:  keys{access: opt.AccessToken, refresh: opt.RefreshToken, legacy: opt.Token},
		calls: map[string]int{},
	}
}

func (o Options) withDefaults() Options {
	for field, value := range map[*string]string{
		&o.AppKey: "sim-app-key", &o.AppSecret: "sim-app-secret",
		&o.AccessToken: "sim-access-token", &o.RefreshToken: "sim-refresh-token",
		&o.PartnerID: "sim-partner", &o.PartnerKey: "sim-partner-key", &o.Token: "sim-token",
	} {
		if *field == "" {
			*field = value
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.TokenLife == 0 {
		o.TokenLife = 30 * 24 * time.Hour
	}
	return o
}

// Variables are the settings with which a connector reaches this 聚水潭, without
// their JUSHUITAN_<ACCOUNT>_ in front. The gateway is "open" or "legacy".
func (s *Server) Variables(gateway, url string) map[string]string {
	if gateway == "legacy" {
		return map[string]string{
			"GATEWAY": gateway, "URL": url, "PARTNER_ID": s.opt.PartnerID,
			"PARTNER_KEY": s.opt.PartnerKey, "TOKEN": s.opt.Token,
		}
	}
	return map[string]string{
		"GATEWAY": gateway, "URL": url, "APP_KEY": s.opt.AppKey, "APP_SECRET": s.opt.AppSecret,
		"ACCESS_TOKEN": s.opt.AccessToken, "REFRESH_TOKEN": s.opt.RefreshToken,
	}
}

// Calls says how often each API was called, whatever became of the call;
// renewals are under "refreshToken" and "refresh.token".
func (s *Server) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]int{}
	for api, n := range s.calls {
		out[api] = n
	}
	return out
}

// TellOffs says how often a caller was told 199 or 200 for calling too often.
// Faults that were ordered are not counted.
func (s *Server) TellOffs() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.told
}

// ServeHTTP answers as either gateway, by the path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil {
		return // the caller went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body)) // read at once, or its going away is not noticed while we are slow
	w.Header().Set("Date", s.opt.Now().UTC().Format(http.TimeFormat))
	if r.URL.Path == "/api/open/query.aspx" {
		s.legacy(w, r)
		return
	}
	s.open(w, r)
}
