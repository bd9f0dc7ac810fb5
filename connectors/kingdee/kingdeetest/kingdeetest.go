// Package kingdeetest is a 金蝶云星空 that lives in memory: an http.Handler that
// speaks the WebAPI (login, session, signed headers, Save, BatchSave, Submit,
// Audit, UnAudit, CancelAssign, Delete, View, ExecuteBillQuery), keeps a ledger of
// every bill and can be told to misbehave. It promises the shapes and texts of real
// servers; where no real text is known, the text is marked as invented in
// texts.go.
//
// It is written from descriptions of the protocol, not from the client beside
// it, so that the two can disagree.
package kingdeetest

import (
	"net/http"
	"sync"
	"time"
)

// The account of a server made with empty Options. All of it is made up.
const (
	DefaultAcctID    = "5f0000000000ab"
	DefaultUsername  = "demo"
	DefaultPassword  = "demo-password"
	DefaultAppID     = "207001_AbCdEfGhIjKlMnOpQrStUvWxYz012345"
	DefaultAppSecret = "0123456789abcdef0123456789abcdef"
)

// BasePath is where the WebAPI lives; a client's URL ends with it.
const BasePath = "/k3cloud/"

// Options say which account the server knows and how it behaves.
type Options struct {
	AcctID, Username, Password, AppID, AppSecret string // empty: the defaults above

	Clock func() time.Time // nil: time.Now

	// IdleTimeout is how long an unused session lives; 0: 20 minutes.
	IdleTimeout time.Duration

	// LooseSignature verifies only X-Kd-Signature, as a self-hosted server
	// without gateway may; otherwise X-Api-Signature and its clock are verified too.
	LooseSignature bool

	// StrictFields refuses keys the form does not have (实体不存在此属性); otherwise
	// they are ignored, and named in Bill.Ignored.
	StrictFields bool

	// ShufflePages returns rows in another order at each query that has no
	// OrderString: pages then overlap, as they do on a real server.
	ShufflePages bool

	// RepeatedNumbers lets several bills have one number, as a form does whose
	// check of 单据编号唯一 is off: what is saved twice is then there twice.
	RepeatedNumbers bool

	Pace   Pace // nil: calls are answered at once
	AtOnce int  // how many calls are worked on at once, the others wait; 0: any number
}

func (o Options) withDefaults() Options {
	fallback(&o.AcctID, DefaultAcctID)
	fallback(&o.Username, DefaultUsername)
	fallback(&o.Password, DefaultPassword)
	fallback(&o.AppID, DefaultAppID)
	fallback(&o.AppSecret, DefaultAppSecret)
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.IdleTimeout == 0 {
		o.IdleTimeout = 20 * time.Minute
	}
	return o
}

func fallback(s *string, value string) {
	if *s == "" {
		*s = value
	}
}

// Server is one data centre (账套). It is safe for concurrent use.
type Server struct {
	opts   Options
	zone   *time.Location
	access *access
	faults *faults
	counts *counts
	pacing *pacing

	mu           sync.Mutex // guards everything below
	bases        map[string]*baseForm
	forms        map[string]*form
	nextID       int64
	closedBefore string // 关账: bills dated before this day are refused; ""
	seenPackets  map[string]bool
	queries      int
	journal      *journal
}

// New makes a server that has what a fresh installation has: organisations 100
// and 101, the system's bill types, the currency PRE001, the unit Pcs, the
// return type, stock status and exchange rate type. Everything else is Seeded.
func New(o Options) *Server {
	o = o.withDefaults()
	s := &Server{
		opts:        o,
		zone:        shanghai(),
		access:      newAccess(o),
		faults:      &faults{},
		counts:      newCounts(),
		pacing:      newPacing(o),
		bases:       map[string]*baseForm{},
		forms:       billForms(),
		nextID:      100000,
		seenPackets: map[string]bool{},
	}
	s.seedPresets()
	return s
}

// shanghai needs no time zone database: China keeps one offset since 1991.
func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

func (s *Server) now() time.Time { return s.opts.Clock().In(s.zone) }

// DropSessions ends every session, as a restart of IIS does.
func (s *Server) DropSessions() { s.access.dropAll() }

// SetPeriodClosed closes the books (关账) for bills dated before the day. A zero
// time opens them again.
func (s *Server) SetPeriodClosed(before time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closedBefore = ""
	if !before.IsZero() {
		s.closedBefore = before.In(s.zone).Format(time.DateOnly)
	}
}

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	service, problem := route(r)
	if problem != 0 {
		w.WriteHeader(problem)
		return
	}
	done := s.counts.enter(service.method)
	defer done()
	s.answer(w, r, service)
}
