package http

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// checker finds what the parts of a description have against each other.
type checker struct {
	*mistakes
	d *Description
}

var (
	systemName   = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	variableName = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)
)

// reserved are the variables that every account has.
func reserved() []string {
	return []string{"URL", "TIMEOUT", "SETTLE", "TIME_ZONE", "PER_SECOND", "PER_MINUTE"}
}

func check(d *Description, ms *mistakes) {
	c := checker{ms, d}
	c.system()
	c.variables()
	c.params(d.Headers, "headers", "env.", "now", "nonce")
	c.auth()
	c.sign()
	c.verdict("answer", d.Answer)
	c.names()
	for i := range d.Calls {
		c.api(&d.Calls[i], pathOf("apis", i))
	}
	c.ping()
}

// say notes a mistake where its key stands, or what the key is missing from.
func (c checker) say(path, format string, args ...any) {
	for p := path; ; {
		if at, ok := c.places[p]; ok {
			c.add(at, path, format, args...)
			return
		}
		p = p[:max(0, strings.LastIndexAny(p, ".["))]
	}
}

// said says whether the file has something at a path.
func (c checker) said(path string) bool {
	_, ok := c.places[path]
	return ok
}

func (c checker) system() {
	d := c.d
	if !systemName.MatchString(d.Name) {
		c.say("name", "%q must be lower-case letters and digits, since variables begin with it", d.Name)
	} else if d.Name+".yaml" != d.File {
		c.say("name", "%q must be the name of the file, %s", d.Name, d.File)
	}
	if u, err := url.Parse(d.URL); d.URL != "" && (err != nil || u.Host == "" || u.User != nil || u.RawQuery != "") {
		c.say("url", "is not an address like https://api.example.com")
	}
	if _, err := time.LoadLocation(d.TimeZone); err != nil {
		c.say("timeZone", "there is no time zone %q", d.TimeZone)
	}
}

func (c checker) variables() {
	seen := reserved()
	for i, v := range c.d.Variables {
		path := pathOf("variables", i)
		switch {
		case !variableName.MatchString(v.Name):
			c.say(path, "%q must be upper-case letters, digits and _", v.Name)
		case slices.Contains(seen, v.Name):
			c.say(path, "%s is there already; every account has %s", v.Name, strings.Join(reserved(), ", "))
		case v.Default != "" && !v.Public:
			c.say(path, "a secret has no default; say public: true when %s is none", v.Name)
		}
		seen = append(seen, v.Name)
	}
}

func (c checker) ping() {
	switch i := slices.IndexFunc(c.d.Calls, func(a api) bool { return a.Name == c.d.Ping }); {
	case c.d.Ping == "" && c.d.Auth.Login == nil && c.d.Auth.Kind != authOAuth2:
		c.say("ping", "is required: which API that reads says whether the account is accepted?")
	case c.d.Ping == "":
	case i < 0:
		c.say("ping", "there is no API %q%s", c.d.Ping, didYouMean(c.d.Ping, c.d.apiNames()))
	case c.d.Calls[i].Effect != reads:
		c.say("ping", "%q writes; a ping must change nothing", c.d.Ping)
	}
}

func (c checker) names() {
	for i, a := range c.d.Calls {
		same := func(b api) bool { return strings.EqualFold(a.Name, b.Name) }
		if slices.ContainsFunc(c.d.Calls[:i], same) {
			c.say(pathOf("apis", i)+".name", "there are two APIs %q", a.Name)
		}
	}
}

func (d *Description) apiNames() []string {
	var names []string
	for _, a := range d.Calls {
		names = append(names, a.Name)
	}
	return names
}

func (c checker) verdict(path string, v verdict) {
	if v.OK != nil && len(v.OK.Is) == 0 {
		c.say(path+".ok.is", "names no value that means success")
	}
	codes := slices.Concat(v.Unauthorized, v.Throttled, v.Unavailable, v.Duplicate)
	if len(codes) > 0 && v.Code == "" && v.OK == nil {
		c.say(path+".code", "is required: where in the answer are these codes?")
	}
	for i, code := range codes {
		if slices.Contains(codes[:i], code) || v.OK != nil && slices.Contains(v.OK.Is, code) {
			c.say(path, "code %q means two things", code)
		}
	}
}
