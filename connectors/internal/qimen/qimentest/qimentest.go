// Package qimentest is a 奇门 gateway that lives in memory: an http.Handler that
// verifies what the real one does and hands the question to a system behind it.
//
// It is written from the protocol, not from the client: it recomputes signatures
// over what it received, wherever the parameters were put, holds clocks to ten
// minutes, counts calls and bans, answers XML to whoever does not ask for JSON,
// and can be told to misbehave.
package qimentest

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
)

const maxRequest = 1 << 20

// Options are the app and the manners of the gateway. The zero value is an app
// with made-up keys that needs no session.
type Options struct {
	AppKey, AppSecret string
	TargetAppKey      string
	Session           string // demanded when it is not empty

	Now       func() time.Time // time.Now by default
	NoLimits  bool             // neither the gateway nor the system counts calls
	PerSecond int              // calls before a ban; 10 by default
	Ban       time.Duration    // a second by default
	Classic   bool             // failures come as error_response, not as a response with a flag
	Gzip      bool             // answers are packed for whoever takes that
}

func (o Options) withDefaults() Options {
	for field, value := range map[*string]string{
		&o.AppKey: "sim-app-key", &o.AppSecret: "sim-app-secret", &o.TargetAppKey: "sim-target",
	} {
		if *field == "" {
			*field = value
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.PerSecond == 0 {
		o.PerSecond = 10
	}
	if o.Ban == 0 {
		o.Ban = time.Second
	}
	return o
}

// A Provider answers for the system behind the gateway with what goes below
// "response"; nil says that it has no such method.
type Provider func(method string, ask url.Values) map[string]any

// Gateway is a simulated gateway. It is safe for concurrent use.
type Gateway struct {
	opt      Options
	provider Provider

	faults fault.Queue[Fault]

	mu     sync.Mutex // guards everything below
	calls  map[string]int
	path   string
	recent []time.Time // calls of the last second
	banned time.Time   // until when nobody is let in
	told   int
	last   int // of the request ids
}

// New makes a gateway before a system.
func New(opt Options, provider Provider) *Gateway {
	return &Gateway{opt: opt.withDefaults(), provider: provider, calls: map[string]int{}}
}

// Variables are the settings with which a connector reaches this gateway,
// without their <SYSTEM>_<ACCOUNT>_ in front.
func (g *Gateway) Variables(address string) map[string]string {
	return map[string]string{
		"URL": address, "APP_KEY": g.opt.AppKey, "APP_SECRET": g.opt.AppSecret,
		"TARGET_APP_KEY": g.opt.TargetAppKey, "SESSION": g.opt.Session,
	}
}

// Calls says how often each method was called, whatever became of the call.
func (g *Gateway) Calls() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.calls)
}

// Path is where the last call went.
func (g *Gateway) Path() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.path
}

// TellOffs says how often the gateway told a caller that it is banned. Faults that
// were ordered are not counted.
func (g *Gateway) TellOffs() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.told
}

// ServeHTTP answers one call.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil {
		return // the caller went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body)) // read at once, or its going away is not noticed while we are slow
	ask := union(r, string(body))
	f, done := g.arrive(w, r, ask.Get("method"))
	if done {
		return
	}
	answer := envelope(g.answer(f, ask), g.requestID(), g.opt.Classic)
	if ask.Get("format") != "json" { // the gateway's default is XML
		f.send(w, []byte("<?xml version=\"1.0\" encoding=\"utf-8\" ?><response><flag>failure</flag></response>"), false)
		return
	}
	f.send(w, answer, g.opt.Gzip && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"))
}

// union merges the query string and the form: the vendor's own client puts the
// public parameters into the one and the business ones into the other, others
// put everything into either.
func union(r *http.Request, body string) url.Values {
	all := r.URL.Query()
	form, err := url.ParseQuery(body)
	if err != nil {
		return all
	}
	for name, values := range form {
		all[name] = append(all[name], values...)
	}
	return all
}

func (g *Gateway) answer(f Fault, ask url.Values) any {
	if f.Do == Refuse {
		return failure{f.Code, f.Msg, f.SubCode, f.SubMsg}
	}
	if no := g.check(ask); no != nil {
		return *no
	}
	if no := g.tellOff(); no != nil {
		return *no
	}
	response := g.provider(ask.Get("method"), ask)
	if response == nil {
		return failure{code: 22, msg: "Invalid Method"}
	}
	return response
}

func (g *Gateway) requestID() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.last++
	return "sim" + strconv.Itoa(g.last)
}
