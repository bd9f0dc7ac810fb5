// Package wangdiantongqimentest is a 旺店通·企业版 behind the 奇门 gateway that lives
// in memory: an http.Handler for tests and for the demo.
//
// It is written from the protocol, not from the connector: the gateway verifies
// signatures and clocks (connectors/internal/qimen/qimentest), 旺店通 the merchant,
// windows, pages and its calls a minute; only page 0 tells the total; and both can
// be told to misbehave.
package wangdiantongqimentest

import (
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

// Options are the account and the manners of the simulated 旺店通. The zero value
// is one merchant with made-up keys, strict about everything.
type Options struct {
	qimentest.Options
	SIDs      []string // merchants that the app may ask for; the first is the account's
	PerMinute int      // calls for a merchant; 60 by default
	Flagship  bool     // lines go by detail_list
	Elsewhere any      // total_count on other pages than 0, where 旺店通 says nothing or -1; nil leaves it out
	Inner     bool     // refusals come as the gateway's, with 旺店通's as sub_code and sub_message
	Newest    bool     // pages begin with the row modified last
	PageCap   int      // rows a page, whatever is asked for; 0 is no cap
	NoList    bool     // without rows the list is left out
}

// Server is a simulated 旺店通. It is safe for concurrent use.
type Server struct {
	*qimentest.Gateway
	opt Options

	// OnPage is called after a page has been put together and before it is sent,
	// so that a test can move rows exactly between pages. Set it before the first
	// call.
	OnPage func(method string, page int)

	mu     sync.Mutex
	tables map[string]map[string]*qimentest.Table // by merchant and method
	recent map[string][]time.Time                 // calls of the last minute
	told   int
}

// The methods.
const (
	Returns = "wdt.stockout.order.query.return"
	Trades  = "wdt.stockout.order.query.trade"
)

// New makes an empty 旺店通.
func New(opt Options) *Server {
	if len(opt.SIDs) == 0 {
		opt.SIDs = []string{"sim-sid"}
	}
	if opt.PerMinute == 0 {
		opt.PerMinute = 60
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.TargetAppKey == "" {
		opt.TargetAppKey = "21363512"
	}
	s := &Server{opt: opt, tables: map[string]map[string]*qimentest.Table{}, recent: map[string][]time.Time{}}
	for _, sid := range opt.SIDs {
		s.tables[sid] = map[string]*qimentest.Table{}
		for _, method := range []string{Returns, Trades} {
			s.tables[sid][method] = qimentest.NewTable("stockout_id", opt.Now, false)
		}
	}
	s.Gateway = qimentest.New(opt.Options, s.answer)
	return s
}

// Variables are the settings with which a connector reaches this 旺店通, without
// their WANGDIANTONGQIMEN_<ACCOUNT>_ in front.
func (s *Server) Variables(address string) map[string]string {
	variables := s.Gateway.Variables(address)
	variables["SID"] = s.opt.SIDs[0]
	return variables
}

// Table holds the documents of a merchant that a method reads, to be seeded,
// changed and looked at; nil when there is none.
func (s *Server) Table(sid, method string) *qimentest.Table { return s.tables[sid][method] }

// Documents are those of the account's merchant; see Table.
func (s *Server) Documents(method string) *qimentest.Table { return s.Table(s.opt.SIDs[0], method) }

// TellOffs says how often a caller was told that it calls too often, by the
// gateway or by 旺店通. Faults that were ordered are not counted.
func (s *Server) TellOffs() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.told + s.Gateway.TellOffs()
}

// answer is what goes below "response".
func (s *Server) answer(method string, ask url.Values) map[string]any {
	if !slices.Contains([]string{Returns, Trades}, method) {
		return nil
	}
	q, no := s.question(method, ask)
	if no != nil {
		return no.fields(s.opt.Inner)
	}
	fields := map[string]any{"errorcode": 0, "message": "ok"}
	maps.Copy(fields, s.page(q))
	if s.OnPage != nil {
		s.OnPage(method, q.page)
	}
	return fields
}

func (s *Server) page(q question) map[string]any {
	found := s.tables[q.sid][q.method].Select(q.matches)
	if s.opt.Newest {
		slices.Reverse(found)
	}
	size := q.size
	if s.opt.PageCap > 0 {
		size = min(size, s.opt.PageCap)
	}
	rows := found[min(q.page*size, len(found)):min((q.page+1)*size, len(found))]
	fields := map[string]any{"stockout_list": s.dressed(rows)}
	if len(rows) == 0 && s.opt.NoList {
		delete(fields, "stockout_list")
	}
	switch {
	case q.page == 0:
		fields["total_count"] = len(found)
	case s.opt.Elsewhere != nil:
		fields["total_count"] = s.opt.Elsewhere
	}
	return fields
}

// dressed gives lines the name that the edition has for them.
func (s *Server) dressed(rows []map[string]any) []map[string]any {
	for _, row := range rows { // copies: Select made them
		if list, ok := row["details_list"]; ok && s.opt.Flagship {
			delete(row, "details_list")
			row["detail_list"] = list
		}
	}
	return rows
}
