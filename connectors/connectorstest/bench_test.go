package connectorstest_test

import (
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
)

func bench(flaw string) connectorstest.Bench {
	sim := newACME()
	locked := func(do func()) {
		sim.mu.Lock()
		defer sim.mu.Unlock()
		do()
	}
	return connectorstest.Bench{
		Server: sim,
		Connect: func(a connectorstest.Account) (connectors.Connector, error) {
			return newClient(a, flaw), nil
		},
		Secrets:  []string{acmeSecret},
		Throttle: func() time.Duration { locked(func() { sim.busy = true }); return 7 * time.Second },
		Expire:   func() { locked(func() { sim.token = "" }) },
		Renewals: func() (n int) { locked(func() { n = sim.sessions }); return n },
		Shut:     func() { locked(func() { sim.shut = true }) },
		Source:   source(sim, locked),
		Target:   target(sim, locked),
		Caller:   caller(),
		Allotment: &connectorstest.Allotment{
			Call: connectors.Call{API: "/save"}, Entry: document, Organisations: []string{"7", "8"},
			Count:  func(number, o string) (n int) { locked(func() { n = sim.has[number+" "+o] }); return n },
			Refuse: func(number string) string { locked(func() { sim.never = number }); return words },
		},
	}
}

func source(sim *acme, locked func(func())) *connectorstest.Source {
	from := time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)
	return &connectorstest.Source{
		API: "/read", ID: "id", Window: connectors.Window{From: from, To: from.Add(24 * time.Hour)},
		Params: func(_ connectors.Window, size int) map[string]any { return map[string]any{"size": size} },
		Put:    func(id string, at time.Time) error { locked(func() { sim.rows[id] = at }); return nil },
		Remove: func(id string) error { locked(func() { delete(sim.rows, id) }); return nil },
		Refuse: func(map[string]any) string { locked(func() { sim.refuse = true }); return words },
	}
}

func target(sim *acme, locked func(func())) *connectorstest.Target {
	return &connectorstest.Target{
		Call:  connectors.Call{API: "/save"},
		Entry: document,
		Refused: func(number string) (connectors.Entry, string) {
			return connectors.Entry{Key: number, Number: number + "-bad"}, words
		},
		Count: func(number string) (n int) {
			locked(func() {
				if _, there := sim.docs[number]; there {
					n = 1
				}
			})
			return n
		},
		State: func(number string) (s connectors.TargetState) {
			locked(func() { s = connectors.TargetState(sim.docs[number]) })
			return s
		},
		Fields:  []string{"amount"},
		Changed: func(number string) connectors.Entry { return entry(number, "now") },
		Holds: func(e connectors.Entry) (same bool) {
			text, _ := e.Body.Get("text")
			locked(func() { same = sim.texts[e.Number] == text })
			return same
		},
	}
}

func document(number string) connectors.Entry { return entry(number, "once") }

func entry(number, text string) connectors.Entry {
	return connectors.Entry{Key: number, Number: number, Body: connectors.Object{{Name: "text", Value: text}}}
}
