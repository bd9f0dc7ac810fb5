package simulators

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/http/madeuptest"
)

// pushAgain brings 旺店通 orders that it was brought before. What it refused then it
// refuses again.
func (w *World) pushAgain(body []byte) error {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return err
	}
	orders := json.NewDecoder(strings.NewReader(form.Get("trade_list")))
	orders.UseNumber()
	var pushed []map[string]any
	if err := orders.Decode(&pushed); err != nil {
		return err
	}
	for _, order := range pushed {
		_ = w.Wangdiantong.SeedOrders(form.Get("shop_no"), order) // refused
	}
	return nil
}

// carryAgain has 快递100 do what it did before: parcels move, and are subscribed to.
func (w *World) carryAgain(body []byte) error {
	var m move
	if err := json.Unmarshal(body, &m); err == nil {
		w.Kuaidi100.AdvanceAt(m.Parcel, m.At)
		return nil
	}
	return w.subscribeAgain(body)
}

// subscribeAgain subscribes to a parcel for pushes to where they are taken now.
func (w *World) subscribeAgain(body []byte) error {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return err
	}
	var param map[string]any
	if err := json.Unmarshal([]byte(form.Get("param")), &param); err != nil {
		return err
	}
	if parameters, ok := param["parameters"].(map[string]any); ok && w.pushes != "" {
		parameters["callbackurl"] = w.pushes
	}
	text, err := json.Marshal(param)
	if err != nil {
		return err
	}
	form.Set("param", string(text))
	r, err := http.NewRequest(http.MethodPost, "/poll", strings.NewReader(form.Encode())) //nolint:noctx // nobody is called
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w.Kuaidi100.ServeHTTP(&unheard{header: http.Header{}}, r)
	return nil
}

// noticeAgain brings 小满仓 notices that it was brought before.
func (w *World) noticeAgain(body []byte) error {
	var asked struct {
		Notices []madeuptest.Notice `json:"notices"`
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&asked); err != nil {
		return err
	}
	w.Xiaomancang.Take(asked.Notices...)
	return nil
}

// unheard is an answer that nobody waits for.
type unheard struct{ header http.Header }

// Header implements http.ResponseWriter.
func (u *unheard) Header() http.Header { return u.header }

// Write implements http.ResponseWriter.
func (u *unheard) Write(p []byte) (int, error) { return len(p), nil }

// WriteHeader implements http.ResponseWriter.
func (u *unheard) WriteHeader(int) {}
