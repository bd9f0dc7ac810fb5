package qimentest

import (
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // the protocol's signature
	"crypto/sha256"
	"fmt"
	"net/url"
	"sort"
	"strconv"
	"time"
)

const tolerance = 10 * time.Minute

// check verifies the public parameters, in the order of TOP's codes.
func (g *Gateway) check(ask url.Values) *failure {
	for _, must := range []struct {
		name string
		code int
		msg  string
	}{
		{"method", 21, "Missing Method"},
		{"app_key", 28, "Missing App Key"},
		{"timestamp", 30, "Missing Timestamp"},
		{"v", 32, "Missing Version"},
		{"sign_method", 40, "Missing Required Arguments:sign_method"},
		{"target_app_key", 40, "Missing Required Arguments:target_app_key"},
		{"sign", 24, "Missing Signature"},
	} {
		if ask.Get(must.name) == "" {
			return &failure{code: must.code, msg: must.msg}
		}
	}
	return g.verify(ask)
}

func (g *Gateway) verify(ask url.Values) *failure {
	right, known := sign(ask.Get("sign_method"), g.opt.AppSecret, ask)
	switch {
	case ask.Get("app_key") != g.opt.AppKey:
		return &failure{code: 29, msg: "Invalid App Key", subCode: "isv.appkey-not-exists"}
	case g.late(ask.Get("timestamp")):
		return &failure{code: 31, msg: "Invalid Timestamp"}
	case ask.Get("v") != "2.0":
		return &failure{code: 33, msg: "Invalid Version"}
	case !known:
		return &failure{code: 41, msg: "Invalid Arguments:sign_method"}
	case ask.Get("sign") != right:
		return &failure{code: 25, msg: "Invalid signature"}
	case ask.Get("target_app_key") != g.opt.TargetAppKey:
		return &failure{code: 41, msg: "Invalid Arguments:target_app_key"}
	case g.opt.Session != "" && ask.Get("session") == "":
		return &failure{code: 26, msg: "Missing Session"}
	case g.opt.Session != "" && ask.Get("session") != g.opt.Session:
		return &failure{code: 27, msg: "Invalid Session", subCode: "invalid-sessionkey"}
	}
	return nil
}

// late reads the timestamp in the gateway's own zone.
func (g *Gateway) late(stamp string) bool {
	at, err := time.ParseInLocation("2006-01-02 15:04:05", stamp, time.FixedZone("GMT+8", 8*60*60))
	return err != nil || g.opt.Now().Sub(at).Abs() > tolerance
}

// sign recomputes over the parameters that arrived and are not empty.
func sign(how, secret string, ask url.Values) (signature string, known bool) {
	names := make([]string, 0, len(ask))
	for name := range ask {
		names = append(names, name)
	}
	sort.Strings(names)
	text := ""
	for _, name := range names {
		if value := ask.Get(name); name != "sign" && value != "" {
			text += name + value
		}
	}
	switch how {
	case "md5":
		return fmt.Sprintf("%X", md5.Sum([]byte(secret+text+secret))), true //nolint:gosec // see the import
	case "hmac":
		mac := hmac.New(md5.New, []byte(secret))
		mac.Write([]byte(text))
		return fmt.Sprintf("%X", mac.Sum(nil)), true
	case "hmac-sha256":
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(text))
		return fmt.Sprintf("%X", mac.Sum(nil)), true
	}
	return "", false
}

// tellOff bans whoever calls too often. Calls during the ban do not prolong it.
func (g *Gateway) tellOff() *failure {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.opt.Now()
	if g.opt.NoLimits {
		return nil
	}
	if now.Before(g.banned) {
		return g.ban(now)
	}
	recent := g.recent[:0]
	for _, t := range g.recent {
		if now.Sub(t) < time.Second {
			recent = append(recent, t)
		}
	}
	g.recent = append(recent, now)
	if len(g.recent) <= g.opt.PerSecond {
		return nil
	}
	g.banned, g.recent = now.Add(g.opt.Ban), nil
	return g.ban(now)
}

func (g *Gateway) ban(now time.Time) *failure {
	g.told++
	left := int((g.banned.Sub(now) + time.Second - 1) / time.Second)
	return &failure{
		code: 7, msg: "App Call Limited", subCode: "accesscontrol.limited-by-api-access-count",
		subMsg: "This ban will last for " + strconv.Itoa(left) + " more seconds",
	}
}
