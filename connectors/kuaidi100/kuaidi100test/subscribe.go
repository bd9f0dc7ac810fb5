package kuaidi100test

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"
)

// subscription is a parcel that somebody wants to hear of.
type subscription struct {
	com, address, salt string
	times              int // that it was asked for
	over               bool
}

type wish struct {
	Company, Number, From, To, Key string
	Parameters                     struct{ Callbackurl, Salt, Resultv2, Phone, AutoCom string }
}

// subscribe answers poll.
func (s *Server) subscribe(form url.Values) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var want wish
	if form.Get("schema") != "json" || json.Unmarshal([]byte(form.Get("param")), &want) != nil {
		return refusal{"500", "服务器错误"}.fields()
	}
	if no := s.unwelcome(want); no != nil {
		return no.fields()
	}
	if old := s.watched[want.Number]; old != nil && !old.over {
		old.times++
		return refusal{"501", "POLL:重复订阅"}.fields()
	}
	s.watched[want.Number] = &subscription{com: want.Company, address: want.Parameters.Callbackurl, salt: want.Parameters.Salt, times: 1}
	s.tell(want.Number)
	return map[string]any{"result": true, "returnCode": "200", "message": "提交成功"}
}

func (s *Server) unwelcome(want wish) *refusal {
	to, err := url.Parse(want.Parameters.Callbackurl)
	switch {
	case want.Key != s.opt.Key:
		return &refusal{"600", "您不是合法的订阅者"}
	case err != nil || to.Host == "":
		return &refusal{"700", "POLL:错误的回调地址"}
	case want.Number == "" || len(want.Number) > 32:
		return &refusal{"700", "POLL:单号为空或超长"}
	}
	return s.carrier(want.Company, want.Parameters.Phone, refusal{"700", "POLL:不支持的快递公司：" + want.Company})
}

// Subscribed says how many subscriptions a parcel has had that were not refused,
// and how often it was asked for.
func (s *Server) Subscribed(num string) (subscriptions, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w := s.watched[num]; w != nil {
		return 1, w.times
	}
	return 0, 0
}

// Abort ends a subscription without a result, as 快递100 does after three days.
func (s *Server) Abort(num string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.watched[num]
	if w == nil || w.over {
		return
	}
	w.over = true
	s.enqueue(w, map[string]any{
		"status": "abort", "billstatus": "", "message": "3天查询无记录", "autoCheck": "0", "comOld": "", "comNew": "",
		"lastResult": map[string]any{
			"message": "快递公司参数异常：单号不存在或者已经过期", "nu": num, "com": w.com, "ischeck": "0", "status": "201",
			"state": "0", "condition": "", "data": []any{},
		},
	})
}

// tell has what there is to say of a parcel pushed; the caller holds the lock.
func (s *Server) tell(num string) {
	w, p := s.watched[num], s.parcels[num]
	if w == nil || w.over || p == nil || p.Done == 0 || p.Com != w.com || p.Unpushed {
		return
	}
	said := map[string]any{
		"status": "polling", "billstatus": "sending", "message": "变化", "autoCheck": "0", "comOld": "", "comNew": "",
		"lastResult": s.trace(p, false),
	}
	if p.signed() {
		said["status"], said["billstatus"], w.over = "shutdown", "check", true
	}
	s.enqueue(w, said)
}

func (s *Server) enqueue(w *subscription, said map[string]any) {
	param := strings.TrimSpace(string(toJSON(said)))
	s.pushes = append(s.pushes, &push{
		address: w.address, form: url.Values{"param": {param}, "sign": {sign(param + w.salt)}}, due: s.opt.Now().Add(-time.Nanosecond),
	})
}
