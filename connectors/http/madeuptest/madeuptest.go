// Package madeuptest is 小满仓, a small warehouse system that does not exist: an
// http.Handler that lives in memory, for tests and the demo of described systems.
//
// It verifies what such systems verify: a signature over app key, time, nonce and
// body, that a nonce comes once and the time is about right, and a token. It keeps
// what it is given, counts calls, and can be told to misbehave.
package madeuptest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// What the account is configured with.
const (
	AppKey    = "xmc-demo"
	AppSecret = "xmc-app-secret" //nolint:gosec // of a system that does not exist
)

// Options say how the system behaves.
type Options struct {
	Now       func() time.Time // time.Now by default
	PerSecond int              // calls; 0: any number
}

// Server is the system.
type Server struct {
	opt  Options
	zone *time.Location

	mu      sync.Mutex
	token   string
	tokens  int
	shut    bool
	nonces  map[string]bool
	calls   map[string]int
	recent  []time.Time
	stockin []Stockin
	notices []Notice
	refuse  []refusal
}

// Stockin is goods that came into a warehouse.
type Stockin struct {
	ID          int64  `json:"id"`
	StockinNo   string `json:"stockin_no"`
	NoticeNo    string `json:"notice_no"`
	WarehouseNo string `json:"warehouse_no"`
	Status      string `json:"status"`
	Remark      string `json:"remark"`
	UpdatedAt   string `json:"updated_at"`
	Items       []Item `json:"items"`
}

// Notice tells a warehouse of goods that will come back.
type Notice struct {
	ID          int64  `json:"id"`
	NoticeNo    string `json:"notice_no"`
	WarehouseNo string `json:"warehouse_no"`
	ExpressNo   string `json:"express_no"`
	Remark      string `json:"remark"`
	Status      string `json:"status"`
	Items       []Item `json:"items"`
}

// Item is a line of either.
type Item struct {
	SkuNo string      `json:"sku_no"`
	Qty   json.Number `json:"qty"`
	Price json.Number `json:"price,omitempty"`
}

// New makes a system without documents.
func New(opt Options) *Server {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return &Server{
		opt: opt, zone: time.FixedZone("CST", 8*60*60), // China keeps one offset
		nonces: map[string]bool{}, calls: map[string]int{},
	}
}

// Variables are what to set, without the prefix of the account.
func (s *Server) Variables(baseURL string) map[string]string {
	return map[string]string{"URL": baseURL, "APP_KEY": AppKey, "APP_SECRET": AppSecret}
}

// ServeHTTP answers everything with HTTP 200 and a code, as such systems do.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return // the caller went away
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[r.URL.Path]++
	data, said := s.answer(r, body)
	envelope := map[string]any{"code": said.Code, "message": said.Message, "data": data}
	if said.Code == 0 {
		envelope["message"] = "成功"
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	_ = json.NewEncoder(w).Encode(envelope) // a caller that went away needs no answer
}

// refusal is why a call was not done; code 0 is none.
type refusal struct {
	Code    int
	Message string
	Data    any
}

func (s *Server) answer(r *http.Request, body []byte) (any, refusal) {
	if said := s.admit(r, body); said.Code != 0 {
		return said.Data, said
	}
	do := map[string]func([]byte) (any, refusal){
		"/auth/token": s.login, "/v1/stockin/list": s.listStockin,
		"/v1/notice/create": s.create, "/v1/notice/list": s.listNotices,
	}[r.URL.Path]
	if do == nil || r.Method != http.MethodPost {
		return nil, refusal{Code: 40400, Message: fmt.Sprintf("没有接口 %s %s", r.Method, r.URL.Path)}
	}
	return do(body)
}

// decode keeps the digits of numbers, and refuses what it does not know.
func decode(body []byte, into any) refusal {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return refusal{Code: 42200, Message: "参数错误: " + err.Error()}
	}
	return refusal{}
}
