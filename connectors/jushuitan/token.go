package jushuitan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Tokens let an account in. At the new gateway both change at every renewal:
// the ones before are dead, and whoever loses the new ones must authorise again.
type Tokens struct {
	Access  string    `json:"access"`
	Refresh string    `json:"refresh,omitempty"`
	Expires time.Time `json:"expires,omitzero"` // zero when 聚水潭 has not said yet
	// Origin marks the configured tokens these descend from, so that newly
	// configured ones win over kept ones. It does not reveal them.
	Origin string `json:"origin,omitempty"`

	round int // tells a renewed old-gateway token from the one before: its text stays
}

// A TokenKeeper keeps renewed tokens where the next process, and every other
// worker of the account, finds them. They are secrets: keep them encrypted.
type TokenKeeper interface {
	// Load returns what was kept, or zero Tokens.
	Load(ctx context.Context, account string) (Tokens, error)
	// Keep replaces what was kept. Until it succeeds the account makes no call.
	Keep(ctx context.Context, account string, t Tokens) error
}

const (
	renewAhead = 24 * time.Hour   // 聚水潭's clients renew a day before the end
	renewPause = 10 * time.Minute // between renewals ahead of time: they fail, or tokens live for less than a day
)

// tokens is the account's one copy of its tokens.
type tokens struct {
	gateway    gateway
	wire       *wire
	keeper     TokenKeeper
	log        *slog.Logger
	configured Tokens

	turn   chan struct{} // holds one: whoever has taken it may touch what follows
	held   Tokens
	loaded bool
	unkept bool      // held has been renewed and not been kept yet
	ahead  time.Time // not to be renewed ahead of its end before
}

func newTokens(cfg Config, gw gateway, w *wire) *tokens {
	t := &tokens{
		gateway: gw, wire: w, keeper: cfg.Keeper, log: cfg.Log, turn: make(chan struct{}, 1),
		configured: Tokens{Access: cfg.AccessToken, Refresh: cfg.RefreshToken},
	}
	if gw.isLegacy() {
		t.configured = Tokens{Access: cfg.Token}
	}
	t.configured.Origin = fingerprint(t.configured)
	t.held = t.configured
	if t.keeper == nil {
		t.keeper = forgetful{}
	}
	return t
}

func fingerprint(t Tokens) string {
	sum := sha256.Sum256([]byte(t.Access + "\n" + t.Refresh))
	return hex.EncodeToString(sum[:8])
}

// forgetful keeps nothing: for an account that has no TokenKeeper.
type forgetful struct{}

func (forgetful) Load(context.Context, string) (Tokens, error) { return Tokens{}, nil }
func (forgetful) Keep(context.Context, string, Tokens) error   { return nil }

func (t *tokens) lock(ctx context.Context) (unlock func(), err error) {
	select {
	case t.turn <- struct{}{}:
		return func() { <-t.turn }, nil
	case <-ctx.Done():
		return nil, t.wire.refuse(connectors.ErrUnavailable, "", "the call was given up: "+ctx.Err().Error(), ctx.Err())
	}
}

// current is the token to use now, renewed when its end is near.
func (t *tokens) current(ctx context.Context) (Tokens, error) {
	unlock, err := t.lock(ctx)
	if err != nil {
		return Tokens{}, err
	}
	defer unlock()
	if err := t.settle(ctx); err != nil {
		return Tokens{}, err
	}
	if t.due() {
		err := t.replace(ctx)
		t.ahead = time.Now().Add(renewPause)
		if err != nil && (t.unkept || !t.held.Expires.After(t.wire.now())) {
			return Tokens{}, err
		}
		if err != nil { // the token still lives: say so, and try again later
			t.log.WarnContext(ctx, "the access token could not be renewed ahead of its end",
				"system", System, "account", t.wire.account, "expires", t.held.Expires, "err", err)
		}
	}
	return t.held, nil
}

// renew replaces a token that 聚水潭 calls dead. Of callers that arrive with
// the same dead token the first renews and the others take the new one.
func (t *tokens) renew(ctx context.Context, dead Tokens) error {
	unlock, err := t.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	t.loaded = false // another worker of the account may have renewed it
	if err := t.settle(ctx); err != nil {
		return err
	}
	if t.held != dead {
		return nil
	}
	return t.replace(ctx)
}

// settle takes over what was kept, and keeps what was renewed.
func (t *tokens) settle(ctx context.Context) error {
	if t.unkept {
		return t.keep(ctx)
	}
	if t.loaded {
		return nil
	}
	kept, err := t.keeper.Load(ctx, t.wire.account)
	if err != nil {
		return t.wire.refuse(connectors.ErrUnavailable, "", "the renewed tokens cannot be read: "+err.Error(), err)
	}
	t.loaded = true
	if kept.Access != "" && kept.Access != t.held.Access && kept.Origin == t.configured.Origin {
		t.hold(kept)
	}
	return nil
}

func (t *tokens) hold(now Tokens) {
	t.held = now
	t.wire.mask.Hide(now.Access, now.Refresh)
}

func (t *tokens) due() bool {
	return !t.held.Expires.IsZero() && t.wire.now().After(t.held.Expires.Add(-renewAhead)) && time.Now().After(t.ahead)
}

func (t *tokens) keep(ctx context.Context) error {
	// Given up halfway, the only copy of the new tokens would be in memory.
	if err := t.keeper.Keep(context.WithoutCancel(ctx), t.wire.account, t.held); err != nil {
		return t.wire.refuse(connectors.ErrUnavailable, "", "the renewed tokens cannot be kept: "+err.Error(), err)
	}
	t.unkept = false
	return nil
}
