package kuaidi100_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

func entry(company, number string, more ...connectors.Member) connectors.Entry {
	body := append(connectors.Object{{Name: "company", Value: company}, {Name: "number", Value: number}}, more...)
	return connectors.Entry{Key: number, Number: number, Body: body}
}

func subscribe(t *testing.T, c *kuaidi100.Client, e connectors.Entry) (connectors.Outcome, error) {
	t.Helper()
	out, err := c.Save(t.Context(), connectors.Call{API: "poll"}, []connectors.Entry{e})
	if err != nil {
		return connectors.Outcome{}, err
	}
	if len(out) != 1 {
		t.Fatalf("%d outcomes", len(out))
	}
	return out[0], out[0].Err
}

// Subscribing again, as after a lost answer, changes nothing and is done.
func TestSubscribingTwiceIsSubscribingOnce(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, kuaidi100test.Options{})
	c := open(t, cfg)
	must(t, c.Ping(t.Context()))
	sim.Fault(kuaidi100test.Fault{Kind: kuaidi100test.Cut, API: "poll", Times: 1})
	_, err := subscribe(t, c, entry("YuanTong", "YT1"))
	_ = wantKind(t, err, connectors.ErrUnknown)
	if !c.Repeats(connectors.Call{API: "poll"}) {
		t.Fatal("it may not be repeated")
	}
	out, err := subscribe(t, c, entry("yuantong", "YT1"))
	must(t, err)
	if n, times := sim.Subscribed("YT1"); n != 1 || times != 2 || out.Receipt.Number != "YT1" || !strings.Contains(string(out.Answer), "重复订阅") {
		t.Errorf("%d subscriptions, asked for %d times: %+v %s", n, times, out, out.Answer)
	}
}

func TestRefusedSubscriptionsAreOutcomes(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, kuaidi100test.Options{})
	phone := func(value any) connectors.Member {
		return connectors.Member{Name: "parameters", Value: connectors.Object{{Name: "phone", Value: value}}}
	}
	for field, e := range map[string]connectors.Entry{
		"company":         entry("nobody", "X1"),
		"number":          entry("yuantong", ""),
		"phone":           entry("shunfeng", "SF1", phone("")),
		"parameters":      entry("yuantong", "YT1", connectors.Member{Name: "parameters", Value: "x"}),
		"parameters.Salt": entry("yuantong", "YT1", connectors.Member{Name: "parameters", Value: connectors.Object{{Name: "Salt", Value: "mine"}}}),
	} {
		_, err := subscribe(t, open(t, cfg), e)
		if e := wantKind(t, err, connectors.ErrRejected); e.Field != field {
			t.Errorf("%s: %v", field, e)
		}
	}
	_, err := subscribe(t, open(t, cfg), entry("shunfeng", "SF1", phone("138-1234-4321")))
	must(t, err)
}

func TestAnAccountThatCannotSubscribeIsAnError(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, kuaidi100test.Options{})
	for advice, change := range map[string]func(*kuaidi100.Config){
		"KUAIDI100_MAIN_KEY":  func(c *kuaidi100.Config) { c.Key = "another-key" },
		"KUAIDI100_MAIN_SALT": func(c *kuaidi100.Config) { c.Salt = "" },
	} {
		other := cfg
		change(&other)
		_, err := open(t, other).Save(t.Context(), connectors.Call{API: "poll"}, []connectors.Entry{entry("yuantong", "YT1")})
		if e := wantKind(t, err, connectors.ErrUnauthorized); !strings.Contains(e.Advice, advice) {
			t.Errorf("%v", e)
		}
	}
}

// The scheme may say where 快递100 sends to; somebody has to.
func TestWhereToSend(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, kuaidi100test.Options{})
	cfg.CallbackURL = ""
	_, err := subscribe(t, open(t, cfg), entry("yuantong", "YT1"))
	if e := wantKind(t, err, connectors.ErrRejected); e.Field != "callbackurl" || !strings.Contains(e.Message, "KUAIDI100_MAIN_CALLBACK_URL") {
		t.Errorf("%v", e)
	}
	call := connectors.Call{API: "poll", Options: map[string]any{"callbackurl": "https://shop.example/callbacks/x"}}
	out, err := open(t, cfg).Save(t.Context(), call, []connectors.Entry{entry("yuantong", "YT1")})
	must(t, err)
	must(t, out[0].Err)
}
