package jushuitan

import (
	"context"
	"encoding/json"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

// replace renews. The call is not given up with its caller: 聚水潭 kills the old
// tokens when it answers, and an answer nobody reads would lock the account out.
func (t *tokens) replace(ctx context.Context) error {
	if !t.gateway.isLegacy() && t.held.Refresh == "" {
		e := t.wire.refuse(connectors.ErrUnauthorized, "refreshToken", "the access token is no longer valid", nil)
		e.Code = "100"
		e.Advice = "set JUSHUITAN_" + t.wire.account + "_REFRESH_TOKEN too, or authorise the app again"
		return e
	}
	got, err := t.ask(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	now, err := t.read(got)
	if err != nil {
		return err
	}
	t.hold(now)
	t.unkept = true
	return t.keep(ctx)
}

func (t *tokens) ask(ctx context.Context) (reply, error) {
	for timed := false; ; timed = true {
		got, err := t.wire.send(ctx, "refreshToken", func(r *resty.Request, at time.Time) { t.gateway.renew(r, t.held, at) })
		if err != nil {
			return reply{}, err
		}
		if got.wrongClock() && !timed {
			t.wire.readClock(got)
			continue
		}
		return got, t.refused(got)
	}
}

// refused: whatever 聚水潭 says against a renewal is for a person, except that
// it is too busy or cannot be reached.
func (t *tokens) refused(got reply) error {
	err := t.wire.verdict("refreshToken", got)
	if err == nil || got.busy() || got.wrongClock() {
		return err
	}
	e := t.wire.refuse(connectors.ErrUnauthorized, "refreshToken", t.wire.mask.Clean(got.msg), nil)
	_, e.Advice = t.wire.meaning(reply{code: "100"})
	if got.code != "100" {
		if _, better := t.wire.table(got.code, "JUSHUITAN_"+t.wire.account+"_"); better != "" {
			e.Advice = better
		}
	}
	e.Code = got.code
	return e
}

// read takes the new tokens from the answer. The old gateway extends the same
// token's life, and what it answers is not documented: nothing is expected of it.
func (t *tokens) read(got reply) (Tokens, error) {
	now := t.held
	now.round++
	if t.gateway.isLegacy() {
		now.Expires = time.Time{}
		return now, nil
	}
	var data struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Left    scalar `json:"expires_in"`
	}
	if err := json.Unmarshal(got.data, &data); err != nil || data.Access == "" {
		return Tokens{}, t.wire.refuse(connectors.ErrUnavailable, "refreshToken", "the answer holds no access_token", nil)
	}
	now.Access, now.Refresh = data.Access, or(data.Refresh, now.Refresh)
	now.Expires = time.Time{}
	if left := data.Left.count(); left > 0 {
		now.Expires = t.wire.now().Add(time.Duration(left) * time.Second).Round(0)
	}
	return now, nil
}
