package simulators

import (
	"net/http"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// The simulated systems, by the names of their connectors.
const (
	Jushuitan = "jushuitan"
	Kingdee   = "kingdee"

	Xiaomancang = "xiaomancang"

	WangdiantongQimen = "wangdiantongqimen"
	JushuitanQimen    = "jushuitanqimen"
)

// system is one of the simulated systems: how it comes into the world, is served
// and is reached.
type system struct {
	connector string
	title     string // as people call it
	fill      func(*World) error
	serve     func(*World) http.Handler
	env       func(w *World, baseURL string) map[string]string
}

// systems has a line for each. A system draws from a random stream of its own, so
// that a further one leaves the others' rows as they are.
func systems() []system {
	return []system{
		{Jushuitan, "聚水潭", (*World).fillJushuitan, (*World).serveJushuitan, (*World).jushuitanEnv},
		{Kingdee, "金蝶云星空", (*World).fillKingdee, (*World).serveKingdee, (*World).kingdeeEnv},
		{Xiaomancang, "小满仓", (*World).fillXiaomancang, (*World).serveXiaomancang, (*World).xiaomancangEnv},
		{Wangdiantong, "旺店通·企业版", (*World).fillWangdiantong, (*World).serveWangdiantong, (*World).wangdiantongEnv},
		{Kuaidi100, "快递100", (*World).fillKuaidi100, (*World).serveKuaidi100, (*World).kuaidi100Env},
		{WangdiantongQimen, "旺店通·奇门", (*World).fillWangdiantongQimen, (*World).serveWangdiantongQimen, (*World).wangdiantongQimenEnv},
		{JushuitanQimen, "聚水潭·奇门", (*World).fillJushuitanQimen, (*World).serveJushuitanQimen, (*World).jushuitanQimenEnv},
	}
}

// Systems are all of them.
func Systems() []string {
	var names []string
	for _, s := range systems() {
		names = append(names, s.connector)
	}
	return names
}

// Title is what people call the system of a connector.
func Title(connector string) string {
	for _, s := range systems() {
		if s.connector == connector {
			return s.title
		}
	}
	return connector
}

// Handler is a system, to be served. A system that is not simulated answers
// 404 and says so.
func (w *World) Handler(connector string) http.Handler {
	for _, s := range systems() {
		if s.connector == connector {
			return w.keeping(connector, s.serve(w))
		}
	}
	return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		http.Error(rw, "no system "+connector+" is simulated here", http.StatusNotFound)
	})
}

// Env is what to set so that the connector's account MAIN reaches a system
// served at baseURL; nil for a system that is not simulated.
func (w *World) Env(connector, baseURL string) map[string]string {
	for _, s := range systems() {
		if s.connector == connector {
			return s.env(w, baseURL)
		}
	}
	return nil
}

func (w *World) serveJushuitan() http.Handler { return w.Jushuitan }
func (w *World) serveKingdee() http.Handler   { return w.Kingdee }

func (w *World) jushuitanEnv(baseURL string) map[string]string {
	return prefixed("JUSHUITAN_MAIN_", w.Jushuitan.Variables("open", baseURL))
}

func (w *World) kingdeeEnv(baseURL string) map[string]string {
	return prefixed("KINGDEE_MAIN_", map[string]string{
		"URL":      baseURL + kingdeetest.BasePath,
		"ACCT_ID":  kingdeetest.DefaultAcctID,
		"SETTLE":   "10s", // it is on this machine, and nothing is between us
		"USERNAME": kingdeetest.DefaultUsername,
		"PASSWORD": kingdeetest.DefaultPassword,
		"APP_ID":   kingdeetest.DefaultAppID, "APP_SECRET": kingdeetest.DefaultAppSecret,
	})
}

func prefixed(prefix string, variables map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range variables {
		out[prefix+name] = value
	}
	return out
}
