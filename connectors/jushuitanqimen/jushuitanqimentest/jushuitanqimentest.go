// Package jushuitanqimentest is a 聚水潭 behind the 奇门 gateway that lives in memory:
// an http.Handler for tests and for the demo.
//
// It is written from the protocol, not from the connector: the gateway verifies
// signatures and clocks (connectors/internal/qimen/qimentest), 聚水潭 the merchant,
// windows, pages and its calls a second and a minute; and both can be told to
// misbehave.
package jushuitanqimentest

import (
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

// Options are the account and the manners of the simulated 聚水潭. The zero value
// is one merchant with made-up keys, strict about everything.
type Options struct {
	qimentest.Options
	Customers []string // merchants that the app may ask for; the first is the account's
	Coded     bool     // answers carry code, issuccess and msg
	TextCount bool     // counts and row versions come as text
	NoCounts  bool     // only has_next is told
	Inner     bool     // refusals come as the gateway's, with 聚水潭's as sub_code and sub_message
	NoStartTS bool     // the account is not granted start_ts: it is not looked at
	Newest    bool     // pages begin with the row modified last
}

// Server is a simulated 聚水潭. It is safe for concurrent use.
type Server struct {
	*qimentest.Gateway
	opt Options

	// OnPage is called after a page has been put together and before it is sent,
	// so that a test can move rows exactly between pages. Set it before the first
	// call.
	OnPage func(method string, page int)

	mu      sync.Mutex
	refunds map[string]*qimentest.Table // by merchant
	recent  map[string][]time.Time      // calls of the last minute
	told    int
}

// Refunds is the method.
const Refunds = "jushuitan.refund.list.query"

// New makes an empty 聚水潭.
func New(opt Options) *Server {
	if len(opt.Customers) == 0 {
		opt.Customers = []string{"10000001"}
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.TargetAppKey == "" {
		opt.TargetAppKey = "23060081"
	}
	s := &Server{opt: opt, refunds: map[string]*qimentest.Table{}, recent: map[string][]time.Time{}}
	for _, customer := range opt.Customers {
		s.refunds[customer] = qimentest.NewTable("as_id", opt.Now, true)
	}
	s.Gateway = qimentest.New(opt.Options, s.answer)
	return s
}

// Variables are the settings with which a connector reaches this 聚水潭, without
// their JUSHUITANQIMEN_<ACCOUNT>_ in front.
func (s *Server) Variables(address string) map[string]string {
	variables := s.Gateway.Variables(address)
	variables["CUSTOMER_ID"] = s.opt.Customers[0]
	return variables
}

// Table holds the refunds of a merchant, to be seeded, changed and looked at; nil
// when there is none.
func (s *Server) Table(customer string) *qimentest.Table { return s.refunds[customer] }

// Refunds are those of the account's merchant; see Table.
func (s *Server) Refunds() *qimentest.Table { return s.Table(s.opt.Customers[0]) }

// TellOffs says how often a caller was told that it calls too often, by the
// gateway or by 聚水潭. Faults that were ordered are not counted.
func (s *Server) TellOffs() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.told + s.Gateway.TellOffs()
}

// answer is what goes below "response".
func (s *Server) answer(method string, ask url.Values) map[string]any {
	if method != Refunds {
		return nil
	}
	q, no := s.question(ask)
	if no != nil {
		return no.fields(s.opt.Inner)
	}
	fields := s.page(q)
	if s.opt.Coded {
		fields["code"], fields["issuccess"], fields["msg"] = 0, true, nil
	}
	if s.OnPage != nil {
		s.OnPage(method, q.page)
	}
	return fields
}

func (s *Server) page(q question) map[string]any {
	found := s.refunds[q.customer].Select(q.matches)
	switch {
	case q.since > 0:
		slices.SortFunc(found, func(a, b map[string]any) int { return int(versionOf(a) - versionOf(b)) })
	case s.opt.Newest:
		slices.Reverse(found)
	}
	rows := found[min((q.page-1)*q.size, len(found)):min(q.page*q.size, len(found))]
	for _, row := range rows { // copies: Select made them
		row["ts"] = s.number(int(versionOf(row)))
	}
	fields := map[string]any{
		"page_index": q.page, "page_size": q.size, "datas": rows, "has_next": q.page*q.size < len(found),
	}
	if q.ask.Get("is_get_total") != "false" && !s.opt.NoCounts {
		fields["data_count"], fields["page_count"] = s.number(len(found)), s.number((len(found)+q.size-1)/q.size)
	}
	return fields
}

func (s *Server) number(n int) any {
	if s.opt.TextCount {
		return strconv.Itoa(n)
	}
	return n
}
