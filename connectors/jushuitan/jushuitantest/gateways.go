package jushuitantest

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
)

const maxRequest = 1 << 20

// refusal is a code that is not 0.
type refusal struct {
	code int
	msg  string
}

// open is the new gateway: everything in one form.
func (s *Server) open(w http.ResponseWriter, r *http.Request) {
	api := strings.ReplaceAll(strings.TrimPrefix(r.URL.Path, "/open/"), "/", ".")
	token := strings.HasPrefix(r.URL.Path, "/openWeb/auth/")
	if token {
		api = strings.TrimPrefix(r.URL.Path, "/openWeb/auth/")
	}
	f, told, done := s.arrive(w, r, api)
	if done {
		return
	}
	form, no := readForm(r)
	if no == nil {
		no = told
	}
	if no == nil {
		no = s.checkOpen(form, !token)
	}
	if no != nil {
		f.send(w, envelope(*no, nil))
		return
	}
	if token {
		f.send(w, s.renewOpen(api, form))
		return
	}
	f.send(w, s.read(api, form.Get("biz"), false))
}

func readForm(r *http.Request) (url.Values, *refusal) {
	if r.Method != http.MethodPost {
		return nil, &refusal{140, "参数不符合规范: 只支持POST"}
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return nil, &refusal{140, "参数不符合规范: Content-Type"}
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, &refusal{130, "传输数据不能为空"}
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || len(form) == 0 {
		return nil, &refusal{130, "传输数据不能为空"}
	}
	return form, nil
}

// checkOpen verifies what every form must have; the token API's has no version,
// access_token or biz.
func (s *Server) checkOpen(form url.Values, business bool) *refusal {
	mandatory := []string{"app_key", "timestamp", "charset", "sign"}
	if business {
		mandatory = append(mandatory, "access_token", "version", "biz")
	}
	for _, name := range mandatory {
		if form.Get(name) == "" {
			return &refusal{140, "参数不符合规范: 缺少" + name}
		}
	}
	switch {
	case form.Get("app_key") != s.opt.AppKey, form.Get("sign") != openSign(s.opt.AppSecret, form):
		return &refusal{10, "验证失败！无效签名"}
	case s.late(form.Get("timestamp"), 15*time.Minute):
		return &refusal{140, "无效的timestamp"}
	case form.Get("charset") != "utf-8", business && form.Get("version") != "2":
		return &refusal{140, "参数不符合规范: charset或version"}
	case business && !s.admits(form.Get("access_token")):
		return &refusal{100, "无效的access_token或access_token已过期"}
	}
	return nil
}

// legacy is the old gateway: signed query string, JSON body.
func (s *Server) legacy(w http.ResponseWriter, r *http.Request) {
	query := arrival(r.URL.RawQuery)
	method := query.get("method")
	f, told, done := s.arrive(w, r, method)
	if done {
		return
	}
	no := told
	if no == nil {
		no = s.checkLegacy(query)
	}
	body, err := io.ReadAll(r.Body)
	if no == nil && (err != nil || len(body) == 0) {
		no = &refusal{130, "传输数据不能为空"}
	}
	switch {
	case no != nil:
		f.send(w, envelope(*no, nil))
	case method == "refresh.token":
		s.renewLegacy()
		f.send(w, envelope(refusal{}, nil))
	default:
		f.send(w, s.read(method, string(body), true))
	}
}

func (s *Server) checkLegacy(query pairs) *refusal {
	switch {
	case query.get("partnerid") != s.opt.PartnerID:
		return &refusal{100, "合作方授权错误"}
	case query.get("sign") != legacySign(s.opt.PartnerKey, query):
		return &refusal{120, "无效的签名"}
	case s.late(query.get("ts"), 10*time.Minute):
		return &refusal{180, "执行失败!时间戳无效"}
	case !s.admitsLegacy(query.get("token"), query.get("method")):
		return &refusal{100, "token超时"}
	}
	return nil
}

// read answers a question in the dress of the gateway.
func (s *Server) read(api, biz string, legacy bool) []byte {
	i := -1
	for n, r := range rules(legacy) {
		if r.api == api {
			i = n
		}
	}
	if i < 0 {
		return envelope(refusal{190, "接口不存在"}, nil)
	}
	r := rules(legacy)[i]
	q, err := parseQuestion(biz)
	if err != nil {
		return envelope(refusal{140, err.Error()}, nil)
	}
	body, page, err := s.render(r, q, legacy)
	if err != nil {
		return envelope(refusal{140, err.Error()}, nil)
	}
	if s.OnPage != nil {
		s.OnPage(api, page)
	}
	return body
}

// render holds the lock until the page is written out: rows may be changed by
// the next call.
func (s *Server) render(r rule, q question, legacy bool) (body []byte, page int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.answer(r, q)
	if err != nil {
		return nil, 0, err
	}
	fields := map[string]any{"page_index": a.page, "page_size": a.size}
	if a.counted {
		fields["data_count"], fields["page_count"] = a.total, a.pages()
	}
	if r.windowed || !legacy {
		fields["has_next"] = a.hasNext()
	}
	rows := a.rows
	if rows == nil {
		rows = []map[string]any{}
	}
	if legacy {
		fields[r.listOld] = rows
		fields["code"], fields["issuccess"], fields["msg"] = 0, true, nil
		return toJSON(fields), a.page, nil
	}
	fields[r.listOpen] = rows
	return envelope(refusal{0, "执行成功"}, fields), a.page, nil
}

func envelope(r refusal, data any) []byte {
	e := map[string]any{"code": r.code, "msg": r.msg, "issuccess": r.code == 0}
	if data != nil {
		e["data"] = data
	}
	return toJSON(e)
}

func toJSON(v any) []byte {
	return fault.JSON(v, `{"code":150,"msg":"内部处理异常"}`)
}
