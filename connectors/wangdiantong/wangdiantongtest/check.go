package wangdiantongtest

import (
	"crypto/md5" //nolint:gosec // the protocol's signature
	"fmt"
	"maps"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"time"
)

const tolerance = 5 * time.Minute

// The numbers of refusals that 旺店通 does not publish: invented.
const (
	unknownSID = 9001 + iota
	unknownKey
	staleClock
	badSign
	noScript
	tooMany
	noMove
	fixedLine
	repeated
)

// refusal is a code that is not 0.
type refusal struct {
	code int
	msg  string
}

func (r refusal) fields() map[string]any { return map[string]any{"code": r.code, "message": r.msg} }

func (s *Server) count(api string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[api]++
}

// Calls says how often each script was called, whatever became of the call.
func (s *Server) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.calls)
}

// TellOffs says how often a caller was told that it calls too often. Faults that
// were ordered are not counted.
func (s *Server) TellOffs() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.told
}

// check verifies who calls, and how often.
func (s *Server) check(ask url.Values) *refusal {
	switch {
	case ask.Get("sid") != s.opt.SID:
		return &refusal{unknownSID, "卖家账号sid不存在"}
	case ask.Get("appkey") != s.opt.AppKey:
		return &refusal{unknownKey, "接口账号appkey不存在"}
	case s.stale(ask.Get("timestamp")):
		return &refusal{staleClock, "timestamp时间戳与服务器时间误差超过5分钟"}
	case ask.Get("sign") != sign(s.opt.AppSecret, ask):
		return &refusal{badSign, "签名sign错误"}
	case s.often():
		return &refusal{1012, "超过每分钟最大调用频率限制,请稍后重试"}
	}
	return nil
}

// stale: seconds since 1970, ten digits.
func (s *Server) stale(stamp string) bool {
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	return err != nil || len(stamp) != 10 || s.opt.Now().Sub(time.Unix(seconds, 0)).Abs() > tolerance
}

// sign recomputes over what arrived, lengths in characters.
func sign(secret string, ask url.Values) string {
	names := make([]string, 0, len(ask))
	for name := range ask {
		if name != "sign" {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	all := ""
	for i, name := range names {
		if i > 0 {
			all += ";"
		}
		value := ask.Get(name)
		all += fmt.Sprintf("%02d-%s:%04d-%s", len([]rune(name)), name, len([]rune(value)), value)
	}
	return fmt.Sprintf("%x", md5.Sum([]byte(all+secret))) //nolint:gosec // see the import
}

// often counts over any sliding minute. Calls that are told off count too.
func (s *Server) often() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Now()
	s.recent = append(slices.DeleteFunc(s.recent, func(t time.Time) bool { return now.Sub(t) >= time.Minute }), now)
	if s.opt.NoLimits || len(s.recent) <= s.opt.PerMinute {
		return false
	}
	s.told++
	return true
}
