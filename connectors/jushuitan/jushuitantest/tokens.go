package jushuitantest

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// keys are the tokens that let in now; a zero end is never.
type keys struct {
	access, refresh, legacy string
	ends, legacyEnds        time.Time
	renewals                int
}

// ExpireTokens kills the access token and the old gateway's token now. The
// refresh token lives.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys.ends, s.keys.legacyEnds = s.opt.Now(), s.opt.Now()
}

// RevokeRefresh kills the refresh token.
func (s *Server) RevokeRefresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys.refresh = "-"
}

func (s *Server) admits(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return token == s.keys.access && !s.dead(s.keys.ends)
}

func (s *Server) admitsLegacy(token, method string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return token == s.keys.legacy && (method == "refresh.token" || !s.dead(s.keys.legacyEnds))
}

func (s *Server) dead(end time.Time) bool { return !end.IsZero() && !s.opt.Now().Before(end) }

func (s *Server) late(stamp string, tolerance time.Duration) bool {
	n, err := strconv.ParseInt(stamp, 10, 64)
	return err != nil || len(stamp) != 10 || s.opt.Now().Sub(time.Unix(n, 0)).Abs() > tolerance
}

// renewOpen changes both tokens, or gives the first ones to a new app.
func (s *Server) renewOpen(api string, form url.Values) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	grant := form.Get("grant_type")
	switch {
	case api == "refreshToken" && grant == "refresh_token" && form.Get("scope") == "all":
		if form.Get("refresh_token") != s.keys.refresh {
			return envelope(refusal{100, "无效的refresh_token"}, nil)
		}
	case (api == "getInitToken" || api == "accessToken") && grant == "authorization_code" && form.Get("code") != "":
	default:
		return envelope(refusal{140, "参数不符合规范"}, nil)
	}
	s.keys.renewals++
	s.keys.access = fmt.Sprintf("%s-%d", s.opt.AccessToken, s.keys.renewals)
	s.keys.refresh = fmt.Sprintf("%s-%d", s.opt.RefreshToken, s.keys.renewals)
	s.keys.ends = s.opt.Now().Add(s.opt.TokenLife)
	return envelope(refusal{0, "执行成功"}, map[string]any{
		"access_token": s.keys.access, "refresh_token": s.keys.refresh,
		"expires_in": int(s.opt.TokenLife / time.Second), "scope": "all",
	})
}

// renewLegacy extends the same token's life.
func (s *Server) renewLegacy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys.legacyEnds = s.opt.Now().Add(s.opt.TokenLife)
}
