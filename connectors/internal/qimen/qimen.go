// Package qimen speaks 奇门, the gateway of 淘宝开放平台 (TOP) behind which 旺店通
// and 聚水潭 answer for merchants whose shops are on Taobao.
//
// It promises signed requests, both of the gateway's ways to say no turned into
// instructions, a ban waited out as long as the gateway says it lasts, the quota
// of an app kept, and no secret in anything that is shown. What is inside an
// answer is for the system behind the gateway to read.
package qimen

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/mask"
	"github.com/erpbridge/erpbridge/connectors/internal/quota"
)

// Scene is one system behind the gateway (奇门自定义场景).
type Scene struct {
	System       string // the connector's name
	Title        string // the vendor's
	URL          string // of the live gateway
	TargetAppKey string // the vendor's app, to which calls are routed
	Route        string // the parameter that says which merchant is meant
	PerSecond    int    // quota of an app, unless the account says otherwise
	PerMinute    int
	// Judge turns a code and the words of the system itself into an instruction.
	Judge func(code, words string) Verdict
}

// Verdict is what a refusal asks of whoever reads it.
type Verdict struct {
	Kind       error
	Advice     string
	RetryAfter time.Duration
}

// Gateway is one app at the gateway. It is safe for concurrent use and should be
// made once per account, because the quota belongs to the app.
type Gateway struct {
	scene Scene
	cfg   Config
	route string
	zone  *time.Location
	http  *resty.Client
	limit *quota.Limiter
	mask  *mask.Masker
	skew  atomic.Int64 // the gateway's clock minus ours, once it has complained of ours
}

// Open makes the client of an account; route is the merchant's value of
// Scene.Route. It calls nobody; what is missing is named as the variable to set.
func Open(scene Scene, cfg Config, route string) (*Gateway, error) {
	cfg = cfg.withDefaults(scene)
	g := &Gateway{scene: scene, cfg: cfg, route: route}
	if err := g.check(); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", g.variable("TIME_ZONE"), err)
	}
	g.zone, g.http = zone, client(cfg)
	g.limit = quota.New(cfg.PerSecond, cfg.PerMinute)
	g.mask = mask.New(cfg.AppSecret, cfg.Session)
	return g, nil
}

// Format tells accounts apart without their secrets, whichever way they are printed.
func (g *Gateway) Format(to fmt.State, _ rune) {
	_, _ = fmt.Fprint(to, g.scene.System, " ", g.cfg.Account)
}

// Location is the zone of the system's times.
func (g *Gateway) Location() *time.Location { return g.zone }

// Now is the time by the gateway's clock, as far as it is known.
func (g *Gateway) Now() time.Time { return time.Now().Add(time.Duration(g.skew.Load())) }

// Call asks the system behind the gateway. The error is an *connectors.Error,
// and tells of the gateway's refusals; the system's own are in the reply. A
// wrong clock is set once.
func (g *Gateway) Call(ctx context.Context, method string, params map[string]string) (Reply, error) {
	for timed := false; ; timed = true {
		got, err := g.send(ctx, method, params)
		if err != nil {
			return Reply{}, err
		}
		if got.fault == nil {
			return got, nil
		}
		if !got.fault.wrongClock() || timed {
			return Reply{}, g.verdict(method, *got.fault)
		}
		g.readClock(got)
	}
}

// Refuse makes an error of the account.
func (g *Gateway) Refuse(kind error, method, message string) *connectors.Error {
	return &connectors.Error{Kind: kind, System: g.scene.System, Account: g.cfg.Account, API: method, Message: message}
}
