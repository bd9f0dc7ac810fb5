package simulators

import (
	"net/http"

	"github.com/erpbridge/erpbridge/connectors/http/madeuptest"
)

// mostStockins lie within the month that the other systems have.
const mostStockins = 1000

// fillXiaomancang gives the merchant a warehouse that is kept in 小满仓, the
// made-up system that is spoken with without Go.
func (w *World) fillXiaomancang() error {
	perSecond := 10
	if w.opt.NoLimits {
		perSecond = 0
	}
	w.Xiaomancang = madeuptest.New(madeuptest.Options{Now: w.opt.Clock, PerSecond: perSecond})
	w.Xiaomancang.SeedUntil(min(w.opt.Documents, mostStockins), w.opt.Now)
	return nil
}

func (w *World) serveXiaomancang() http.Handler { return w.Xiaomancang }

func (w *World) xiaomancangEnv(baseURL string) map[string]string {
	return prefixed("XIAOMANCANG_MAIN_", w.Xiaomancang.Variables(baseURL))
}
