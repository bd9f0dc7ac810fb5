// Package kuaidi100test is a 快递100 that lives in memory: an http.Handler for
// tests and for the demo. It keeps a ledger of parcels that move on when they are
// told to, answers queries, takes subscriptions, pushes what has changed as 快递100
// does, and can be told to misbehave.
//
// It is written from the protocol, not from the connector beside it: it verifies
// signatures, account, carriers, telephone numbers and the shape of every request.
package kuaidi100test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
)

// Options are the account and the manners of the simulated 快递100. The zero value
// is one account with made-up keys.
type Options struct {
	Customer, Key, Salt string           // Salt is what Variables gives the connector
	Carriers            []string         // codes of carriers that there are
	Phoned              []string         // carriers that want a telephone number; shunfeng
	Credit              int              // queries with a result, then the key has expired; 0 is no limit
	Now                 func() time.Time // time.Now by default
	Client              *http.Client     // that pushes
}

func (o Options) withDefaults() Options {
	for field, value := range map[*string]string{&o.Customer: "SIMCUSTOMER", &o.Key: "sim-key-0001", &o.Salt: "sim-salt-0001"} {
		if *field == "" {
			*field = value
		}
	}
	if o.Carriers == nil {
		o.Carriers = strings.Fields("yuantong zhongtong shentong yunda jtexpress ems jd debangkuaidi shunfeng")
	}
	if o.Phoned == nil {
		o.Phoned = []string{"shunfeng"}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 30 * time.Second}
	}
	return o
}

// Server is a simulated 快递100. It is safe for concurrent use.
type Server struct {
	opt    Options
	zone   *time.Location
	faults fault.Rules[string]

	mu      sync.Mutex // guards everything below
	parcels map[string]*Parcel
	watched map[string]*subscription
	pushes  []*push
	asked   map[string]int // queries by number
	found   int            // queries with a result
}

// New makes a 快递100 that knows no parcels.
func New(opt Options) *Server {
	return &Server{
		opt: opt.withDefaults(), zone: time.FixedZone("CST", 8*60*60),
		parcels: map[string]*Parcel{}, watched: map[string]*subscription{}, asked: map[string]int{},
	}
}

// Variables are the settings with which a connector reaches this 快递100, without
// their KUAIDI100_<ACCOUNT>_ in front.
func (s *Server) Variables(address string) map[string]string {
	return map[string]string{"URL": address, "CUSTOMER": s.opt.Customer, "KEY": s.opt.Key, "SALT": s.opt.Salt}
}

// Asked says how often a parcel was asked for.
func (s *Server) Asked(num string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[num]
}

// refusal is an answer that refuses.
type refusal struct{ code, message string }

func (r refusal) fields() map[string]any {
	return map[string]any{"result": false, "returnCode": r.code, "message": r.message}
}

const maxRequest = 1 << 20

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	api := strings.TrimPrefix(r.URL.Path, "/")
	answers := map[string]func(url.Values) map[string]any{"poll/query.do": s.query, "poll": s.subscribe}
	if answers[api] == nil || r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	f := s.faults.Next(api)
	switch {
	case f.Instead(w, r):
	case kind != "application/x-www-form-urlencoded" || r.ParseForm() != nil:
		send(w, f, refusal{"400", "提交的数据不完整"}.fields())
	case f.Kind == Refuse:
		send(w, f, refusal{f.Code, f.Message}.fields())
	default:
		send(w, f, answers[api](r.PostForm))
	}
}

// param reads the JSON of a form. Every scalar of it is a text.
func param(form url.Values) (map[string]string, bool) {
	var fields map[string]string
	err := json.Unmarshal([]byte(form.Get("param")), &fields)
	return fields, err == nil && len(form["param"]) == 1
}

// carrier is what is wrong with a carrier and the telephone number it wants.
func (s *Server) carrier(com, phone string, unknown refusal) *refusal {
	switch {
	case !slices.Contains(s.opt.Carriers, com):
		return &unknown
	case slices.Contains(s.opt.Phoned, com) && len(phone) != 4:
		return &refusal{"408", "快递公司参数异常：验证码错误"}
	}
	return nil
}
