package http

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// early is how long before its end a token is renewed: a call takes its time.
const early = 30 * time.Second

// token is what a login gave; the empty one of accounts that need none.
type token struct {
	text  string
	round int       // how many logins there were
	ends  time.Time // zero: the system did not say
}

// tokens keeps the account's token. Whoever finds that it is dead renews it, and
// all others wait for that.
type tokens struct {
	wire *wire
	turn chan struct{} // who has put something in may touch held
	held token
}

// renewable: a system whose credentials stay has nothing to renew.
func (t *tokens) renewable() bool {
	return t.wire.d.Auth.Login != nil || t.wire.d.Auth.Kind == authOAuth2
}

// current is a token that should be accepted.
func (t *tokens) current(ctx context.Context) (token, error) {
	if !t.renewable() {
		return token{}, nil
	}
	return t.change(ctx, func() bool {
		return t.held.text == "" || !t.held.ends.IsZero() && time.Now().After(t.held.ends.Add(-early))
	})
}

// renewed is a token newer than one that was refused.
func (t *tokens) renewed(ctx context.Context, dead token) (token, error) {
	return t.change(ctx, func() bool { return t.held.round == dead.round })
}

func (t *tokens) change(ctx context.Context, needed func() bool) (token, error) {
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return token{}, t.wire.lost(ctx, question{api: "login"}, ctx.Err(), false)
	}
	if !needed() {
		return t.held, nil
	}
	l := t.wire.d.Auth.signIn()
	got, err := t.wire.send(ctx, t.wire.loginCall(l), "")
	if err != nil {
		return token{}, t.shut(err)
	}
	return t.hold(l, got)
}

// shut: whatever the system has against a login is for a person, except that it is
// busy or cannot be reached.
func (t *tokens) shut(err error) error {
	var e *connectors.Error
	if errors.As(err, &e) && errors.Is(e, connectors.ErrRejected) {
		e.Kind, e.Advice = connectors.ErrUnauthorized, t.wire.checkAccount()
	}
	return err
}

func (t *tokens) hold(l login, got answer) (token, error) {
	text, ok := got.text(l.Token)
	if !ok || text == "" {
		return token{}, t.wire.unreadable(question{api: "login"}, got, errors.New("it holds no token at "+l.Token))
	}
	now := token{text: text, round: t.held.round + 1}
	if left, ok := got.text(l.Expires); l.Expires != "" && ok {
		if seconds, err := strconv.ParseFloat(left, 64); err == nil && seconds > early.Seconds() {
			now.ends = time.Now().Add(time.Duration(seconds) * time.Second)
		}
	}
	t.held = now
	t.wire.mask.Hide(text, url.QueryEscape(text))
	return now, nil
}

// signIn is the call that gives a token. That of OAuth2 is a standard (RFC 6749, 4.4).
func (a auth) signIn() login {
	if a.Kind != authOAuth2 {
		return *a.Login
	}
	ps := params{
		{name: "grant_type", value: fixed("client_credentials")},
		{name: "client_id", value: a.ClientID},
		{name: "client_secret", value: a.ClientSecret},
	}
	if !a.Scope.empty() {
		ps = append(ps, param{name: "scope", value: a.Scope})
	}
	return login{
		Method: methodPost, Path: a.Path, Send: sendForm, Params: ps, Token: "access_token", Expires: "expires_in",
		Answer: &verdict{Code: "error", Message: "error_description"},
	}
}

func fixed(text string) template { return template{parts: []part{{text: text}}, typed: text} }

// loginCall is never a write: a token that nobody reads does no harm.
func (w *wire) loginCall(l login) question {
	q := question{api: "login", method: l.Method, send: l.Send, login: true, signed: l.Signed, answer: w.d.Answer}
	if l.Answer != nil {
		q.answer = *l.Answer
	}
	q.path, q.params, q.with = l.Path.text(w.variable), l.Params, nothing
	return q
}

func isUnauthorized(err error) bool { return errors.Is(err, connectors.ErrUnauthorized) }

// seconds reads how long that an answer tells.
func (a answer) seconds(path string) time.Duration {
	text, ok := a.text(path)
	if path == "" || !ok {
		return 0
	}
	n, err := json.Number(text).Float64()
	if err != nil || n <= 0 || n > 86_400 {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}
