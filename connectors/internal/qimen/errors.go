package qimen

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

func (f fault) wrongClock() bool { return f.code == "30" || f.code == "31" }

// banned is too many calls. Which quota was meant is in the sub code.
func (f fault) banned() bool { return f.code == "7" || strings.HasPrefix(f.subCode, "accesscontrol.") }

// mains are TOP's own codes; the systems' have more digits, or are words.
var mains = regexp.MustCompile(`^\d{1,2}$`)

// inner says that the refusal came from the system itself, through the gateway.
func (f fault) inner() bool {
	gateway := func(prefix string) bool { return strings.HasPrefix(f.subCode, prefix) }
	if f.subCode == "" {
		return !mains.MatchString(f.code)
	}
	return !slices.ContainsFunc([]string{"isv.", "isp.", "accesscontrol."}, gateway)
}

// Refusal is the error of a reply in which the system says no with a code of its
// own. What it says below that code (sub_code, sub_message) is the reason.
func (g *Gateway) Refusal(method string, r Reply, code, words string) error {
	if f := faultOf(r.fields); f.subCode != "" || f.subMessage != "" {
		return g.verdict(method, *f)
	}
	return g.judged(method, code, words)
}

// Failure is the error of a reply whose code is the gateway's although no flag
// says so.
func (g *Gateway) Failure(method string, r Reply) error { return g.verdict(method, *faultOf(r.fields)) }

func (g *Gateway) judged(method, code, words string) error {
	v := g.scene.Judge(code, words)
	e := g.Refuse(v.Kind, method, g.mask.Clean(words))
	e.Code, e.RetryAfter, e.Advice = code, v.RetryAfter, v.Advice
	return e
}

// verdict turns a failure of the gateway into an instruction.
func (g *Gateway) verdict(method string, f fault) error {
	if f.inner() && !f.banned() {
		return g.judged(method, or(f.subCode, f.code), or(f.subMessage, f.message))
	}
	kind, advice := g.meaning(f)
	e := g.Refuse(kind, method, g.mask.Clean(f.words()))
	e.Code, e.Advice = f.code, advice
	if f.banned() {
		e.RetryAfter = f.ban()
	}
	return e
}

// words are what the gateway said, with the number by which 淘宝 finds the call.
func (f fault) words() string {
	said := f.message
	for _, more := range [][2]string{{": ", f.subMessage}, {" ", bracket(f.subCode)}, {" ", bracket(f.requestID)}} {
		if more[1] != "" {
			said += more[0] + more[1]
		}
	}
	return said
}

func bracket(s string) string {
	if s == "" {
		return ""
	}
	return "[" + s + "]"
}

var lasts = regexp.MustCompile(`(\d{1,7}) more second`)

// ban is how long the gateway stays shut: what it says, up to hours, or a second.
func (f fault) ban() time.Duration {
	if told := lasts.FindStringSubmatch(f.subMessage + " " + f.message); told != nil {
		n, _ := strconv.Atoi(told[1]) // seven digits are a number
		return time.Duration(max(n, 1)) * time.Second
	}
	return time.Second
}

func (g *Gateway) meaning(f fault) (kind error, advice string) {
	switch {
	case f.banned():
		return connectors.ErrThrottled, ""
	case f.wrongClock():
		return connectors.ErrUnavailable, "the gateway's clock and this machine's are minutes apart: set the clock (NTP)"
	case strings.HasPrefix(f.subCode, "isp."), f.code == "10", f.code == "15" && f.subCode == "":
		return connectors.ErrUnavailable, ""
	case strings.HasPrefix(f.subCode, "isv.permission"):
		return connectors.ErrUnauthorized, g.grant()
	}
	return g.table(f.code)
}

func (g *Gateway) grant() string {
	return "ask " + g.scene.Title + " to approve the app for this method (奇门场景授权)"
}

// table holds TOP's main codes that are about the account; the others are about
// the request.
func (g *Gateway) table(code string) (kind error, advice string) {
	switch code {
	case "11", "12", "13", "42":
		return connectors.ErrUnauthorized, g.grant()
	case "24", "25":
		return connectors.ErrUnauthorized, "wrong signature: check " + g.variable("APP_SECRET")
	case "26", "27":
		return connectors.ErrUnauthorized, "the merchant has to authorise the app again: set " + g.variable("SESSION")
	case "28", "29":
		return connectors.ErrUnauthorized, "check " + g.variable("APP_KEY") + " and " + g.variable("TARGET_APP_KEY")
	case "22":
		return connectors.ErrNotFound, "check " + g.variable("URL") + ": each scene has its own host"
	default:
		return connectors.ErrRejected, ""
	}
}
