package kuaidi100test

import (
	"crypto/md5" //nolint:gosec // the protocol's signature
	"fmt"
	"net/url"
	"strings"
)

func sign(text string) string {
	return strings.ToUpper(fmt.Sprintf("%x", md5.Sum([]byte(text)))) //nolint:gosec // see the import
}

// query answers poll/query.do.
func (s *Server) query(form url.Values) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	ask, ok := param(form)
	p, no := s.find(form, ask, ok)
	if no != nil {
		return no.fields()
	}
	s.found++
	return s.trace(p, ask["order"] == "asc")
}

func (s *Server) find(form url.Values, ask map[string]string, readable bool) (*Parcel, *refusal) {
	switch {
	case form.Get("customer") != s.opt.Customer || form.Get("sign") != sign(form.Get("param")+s.opt.Key+s.opt.Customer):
		return nil, &refusal{"503", "验证签名失败"}
	case s.opt.Credit > 0 && s.found >= s.opt.Credit:
		return nil, &refusal{"601", "key已过期"}
	case !readable || ask["num"] == "" || len(ask["num"]) > 32 || ask["show"] != "" && ask["show"] != "0":
		return nil, &refusal{"400", "提交的数据不完整"}
	}
	s.asked[ask["num"]]++
	if no := s.carrier(ask["com"], ask["phone"], refusal{"400", "找不到对应公司"}); no != nil {
		return nil, no
	}
	p := s.parcels[ask["num"]]
	switch {
	case p == nil || p.Done == 0 || p.Com != ask["com"]:
		return nil, &refusal{"500", "查询无结果，请隔段时间再查"}
	case p.Phone != "" && p.Phone != ask["phone"]:
		return nil, &refusal{"408", "快递公司参数异常：验证码错误"}
	}
	return p, nil
}
