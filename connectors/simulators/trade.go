package simulators

import (
	"net/http"

	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// The systems between which orders and parcels go.
const (
	Wangdiantong = "wangdiantong"
	Kuaidi100    = "kuaidi100"
)

// trade is the systems between which orders and parcels go, and who sells.
type trade struct {
	Wangdiantong *wangdiantongtest.Server
	Kuaidi100    *kuaidi100test.Server

	mall      []MallOrder
	shipments []Shipment
}

func (w *World) serveWangdiantong() http.Handler { return w.Wangdiantong }
func (w *World) serveKuaidi100() http.Handler    { return w.Kuaidi100 }

func (w *World) wangdiantongEnv(baseURL string) map[string]string {
	return prefixed("WANGDIANTONG_MAIN_", w.Wangdiantong.Variables(baseURL+"/openapi2"))
}

// kuaidi100Env does not say where 快递100 pushes to: that is erpbridge's address.
func (w *World) kuaidi100Env(baseURL string) map[string]string {
	return prefixed("KUAIDI100_MAIN_", w.Kuaidi100.Variables(baseURL))
}
