package madeuptest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const clockSkew = 5 * time.Minute

// admit says who may come in: the signature first, then the token, then the quota.
func (s *Server) admit(r *http.Request, body []byte) refusal {
	if said := s.signed(r, body); said.Code != 0 {
		return said
	}
	login := r.URL.Path == "/auth/token"
	switch {
	case s.shut:
		return refusal{Code: 40003, Message: "应用已停用"}
	case !login && (s.token == "" || r.Header.Get("Authorization") != "Bearer "+s.token):
		return refusal{Code: 40002, Message: "令牌无效或已过期"}
	case !login && len(s.refuse) > 0:
		said := s.refuse[0]
		s.refuse = s.refuse[1:]
		return said
	}
	return s.throttle()
}

func (s *Server) signed(r *http.Request, body []byte) refusal {
	at, nonce := r.Header.Get("X-Timestamp"), r.Header.Get("X-Nonce")
	h := hmac.New(sha256.New, []byte(AppSecret))
	_, _ = fmt.Fprint(h, AppKey, at, nonce, string(body)) // a hash takes everything
	seconds, err := strconv.ParseInt(at, 10, 64)
	switch off := s.opt.Now().Sub(time.Unix(seconds, 0)); {
	case r.Header.Get("X-App-Key") != AppKey:
		return refusal{Code: 40001, Message: "应用不存在"}
	case err != nil || off > clockSkew || off < -clockSkew:
		return refusal{Code: 40001, Message: "时间戳过期"}
	case nonce == "" || s.nonces[nonce]:
		return refusal{Code: 40001, Message: "随机串重复"}
	case !hmac.Equal([]byte(hex.EncodeToString(h.Sum(nil))), []byte(r.Header.Get("X-Sign"))):
		return refusal{Code: 40001, Message: "签名错误"}
	}
	s.nonces[nonce] = true
	return refusal{}
}

// throttle looks back over a second.
func (s *Server) throttle() refusal {
	now := s.opt.Now()
	for len(s.recent) > 0 && now.Sub(s.recent[0]) >= time.Second {
		s.recent = s.recent[1:]
	}
	if s.opt.PerSecond > 0 && len(s.recent) >= s.opt.PerSecond {
		return tooOften(1)
	}
	s.recent = append(s.recent, now)
	return refusal{}
}

func tooOften(seconds int) refusal {
	return refusal{Code: 42900, Message: "调用过于频繁", Data: map[string]any{"retry_after": seconds}}
}

func (s *Server) login(body []byte) (any, refusal) {
	var asked struct {
		Grant string `json:"grant"`
	}
	if said := decode(body, &asked); said.Code != 0 {
		return nil, said
	}
	if asked.Grant != "app" {
		return nil, refusal{Code: 42200, Message: "参数错误: grant"}
	}
	s.tokens++
	s.token = "xmc-token-" + strconv.Itoa(s.tokens)
	return map[string]any{"access_token": s.token, "expires_in": 7200}, refusal{}
}
