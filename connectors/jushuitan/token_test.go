package jushuitan_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitan"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

// drawer is a TokenKeeper in memory that can be jammed.
type drawer struct {
	mu     sync.Mutex
	kept   map[string]jushuitan.Tokens
	jammed error
}

func (d *drawer) Load(_ context.Context, account string) (jushuitan.Tokens, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.kept[account], nil
}

func (d *drawer) Keep(_ context.Context, account string, t jushuitan.Tokens) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.jammed != nil {
		return d.jammed
	}
	d.kept = map[string]jushuitan.Tokens{account: t}
	return nil
}

func (d *drawer) jam(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.jammed = err
}

func renewals(sim *jushuitantest.Server) int {
	return sim.Calls()["refreshToken"] + sim.Calls()["refresh.token"]
}

func TestADeadTokenIsRenewedAndTheCallRepeated(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		t.Run(gateway, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, gateway, jushuitantest.Options{})
			c := open(t, cfg)
			for range 2 { // both tokens change: the second renewal needs the first one's refresh token
				sim.ExpireTokens()
				must(t, c.Ping(t.Context()))
			}
			if n := renewals(sim); n != 2 {
				t.Errorf("renewed %d times, want 2", n)
			}
		})
	}
}

func TestManyCallersRenewOnce(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		t.Run(gateway, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, gateway, jushuitantest.Options{})
			c := open(t, cfg)
			must(t, c.Ping(t.Context()))
			sim.ExpireTokens()
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					if err := c.Ping(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if n := renewals(sim); n != 1 {
				t.Errorf("renewed %d times, want once", n)
			}
		})
	}
}

func TestARenewalThatIsRefusedIsForAPerson(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	sim.ExpireTokens()
	sim.RevokeRefresh()
	e := wantKind(t, open(t, cfg).Ping(t.Context()), connectors.ErrUnauthorized)
	if !strings.Contains(e.Error(), "JUSHUITAN_MAIN_ACCESS_TOKEN") {
		t.Errorf("%v", e)
	}
	cfg.RefreshToken = ""
	e = wantKind(t, open(t, cfg).Ping(t.Context()), connectors.ErrUnauthorized)
	if !strings.Contains(e.Error(), "JUSHUITAN_MAIN_REFRESH_TOKEN") {
		t.Errorf("%v", e)
	}
}

func TestARenewalCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault jushuitantest.Fault
		kind  error
	}{
		"no answer": {jushuitantest.Fault{Do: jushuitantest.ServerPage}, connectors.ErrUnavailable},
		"busy":      {jushuitantest.Fault{Do: jushuitantest.Refuse, Code: 199, Msg: "调用太频繁"}, connectors.ErrThrottled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, "open", jushuitantest.Options{})
			c := open(t, cfg)
			sim.ExpireTokens()
			test.fault.API = "refreshToken"
			sim.Misbehave(test.fault)
			refused(t, c.Ping(t.Context()), test.kind)
			must(t, c.Ping(t.Context()))
		})
	}
}

// 聚水潭 has changed the tokens and its answer is lost: nobody but a person can help.
func TestALostRenewalIsForAPerson(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"code":0,"data":{}}`, `{"code":0,"data":{"access_token":"half`} {
		sim, cfg := start(t, "open", jushuitantest.Options{})
		c := open(t, cfg)
		sim.ExpireTokens()
		sim.Misbehave(jushuitantest.Fault{API: "refreshToken", Do: jushuitantest.Garbage, Body: body})
		refused(t, c.Ping(t.Context()), connectors.ErrUnavailable)
		refused(t, c.Ping(t.Context()), connectors.ErrUnauthorized)
	}
}

// A caller that leaves must not take the renewal with it: its answer holds the
// only tokens that still let in.
func TestARenewalOutlivesItsCaller(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	c := open(t, cfg)
	sim.ExpireTokens()
	sim.Misbehave(jushuitantest.Fault{API: "refreshToken", Slow: 200 * time.Millisecond})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	refused(t, c.Ping(ctx), connectors.ErrUnavailable)
	must(t, c.Ping(t.Context()))
	if n := renewals(sim); n > 1 {
		t.Errorf("renewed %d times: the first answer was lost", n)
	}
}

func TestRenewedTokensSurviveARestart(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	cfg.TokenFile = filepath.Join(t.TempDir(), "tokens.json")
	sim.ExpireTokens()
	must(t, open(t, cfg).Ping(t.Context()))
	must(t, open(t, cfg).Ping(t.Context())) // the configured tokens are dead by now
	if n := renewals(sim); n != 1 {
		t.Errorf("renewed %d times, want once", n)
	}
}

func TestAnotherWorkersRenewalIsTakenOver(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	cfg.Keeper = &drawer{}
	one, other := open(t, cfg), open(t, cfg)
	must(t, one.Ping(t.Context()))
	must(t, other.Ping(t.Context()))
	sim.ExpireTokens()
	must(t, one.Ping(t.Context()))
	must(t, other.Ping(t.Context())) // renewing by itself, with a refresh token that is dead, would lock the account out
	if n := renewals(sim); n != 1 {
		t.Errorf("renewed %d times, want once", n)
	}
}

func TestNewlyConfiguredTokensWinOverKeptOnes(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	cfg.Keeper = &drawer{}
	sim.ExpireTokens()
	must(t, open(t, cfg).Ping(t.Context()))
	fresh, other := start(t, "open", jushuitantest.Options{AccessToken: "authorised-again", RefreshToken: "with-this"})
	other.Keeper = cfg.Keeper
	must(t, open(t, other).Ping(t.Context()))
	if n := renewals(fresh); n != 0 {
		t.Errorf("the kept tokens were used and renewed %d times", n)
	}
}

func TestTokensThatCannotBeKeptStopTheAccount(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	d := &drawer{}
	cfg.Keeper = d
	c := open(t, cfg)
	d.jam(errors.New("disk full"))
	sim.ExpireTokens()
	for range 2 {
		if e := wantKind(t, c.Ping(t.Context()), connectors.ErrUnavailable); !strings.Contains(e.Message, "disk full") {
			t.Errorf("%v", e)
		}
	}
	d.jam(nil)
	must(t, c.Ping(t.Context()))
	must(t, open(t, cfg).Ping(t.Context()))
	if n := renewals(sim); n != 1 {
		t.Errorf("renewed %d times, want once", n)
	}
}

// aging has an account renew its tokens and lets them come near their end.
func aging(t *testing.T, left time.Duration) (*jushuitantest.Server, jushuitan.Config) {
	t.Helper()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	d := &drawer{}
	cfg.Keeper = d
	sim.ExpireTokens()
	must(t, open(t, cfg).Ping(t.Context()))
	old := d.kept["MAIN"]
	if month := time.Until(old.Expires); month < 29*24*time.Hour || month > 31*24*time.Hour {
		t.Fatalf("the tokens' end is in %v", month)
	}
	old.Expires = time.Now().Add(left)
	must(t, d.Keep(t.Context(), "MAIN", old))
	return sim, cfg
}

func TestATokenIsRenewedADayBeforeItsEnd(t *testing.T) {
	t.Parallel()
	for left, want := range map[time.Duration]int{23 * time.Hour: 2, 25 * time.Hour: 1} {
		sim, cfg := aging(t, left)
		c := open(t, cfg)
		must(t, c.Ping(t.Context()))
		must(t, c.Ping(t.Context()))
		if n := renewals(sim); n != want {
			t.Errorf("%v before its end: renewed %d times, want %d", left, n, want)
		}
	}
}

func TestTokensThatLiveForLessThanADayAreNotRenewedAtEveryCall(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{TokenLife: 2 * time.Hour})
	c := open(t, cfg)
	sim.ExpireTokens()
	for range 5 {
		must(t, c.Ping(t.Context()))
	}
	if n := renewals(sim); n > 2 {
		t.Errorf("renewed %d times", n)
	}
}

func TestATokenThatStillLivesIsUsedWhenItsRenewalFails(t *testing.T) {
	t.Parallel()
	sim, cfg := aging(t, 23*time.Hour)
	var said bytes.Buffer
	cfg.Log = slog.New(slog.NewTextHandler(&said, nil))
	c := open(t, cfg)
	sim.Misbehave(jushuitantest.Fault{API: "refreshToken", Do: jushuitantest.ServerPage, Times: 5})
	must(t, c.Ping(t.Context()))
	must(t, c.Ping(t.Context())) // not tried again at once
	if n := renewals(sim); n != 2 {
		t.Errorf("renewed %d times, want 2", n)
	}
	if n := strings.Count(said.String(), "could not be renewed"); n != 1 || strings.Contains(said.String(), "sim-access-token") {
		t.Errorf("said %d times:\n%s", n, said.String())
	}
}
