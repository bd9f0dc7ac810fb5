package http

import (
	"time"
)

// fillIn says what a description leaves unsaid.
func (d *Description) fillIn() {
	d.TimeZone = or(d.TimeZone, "Asia/Shanghai")
	d.Timeout = or(d.Timeout, 30*time.Second)
	d.Quota.PerSecond = or(d.Quota.PerSecond, 5)
	d.Quota.PerMinute = or(d.Quota.PerMinute, 100)
	d.Auth.fillIn()
	if d.Sign != nil {
		d.Sign.fillIn()
	}
	for i := range d.Calls {
		d.Calls[i].fillIn(d.Answer)
	}
	for i := 0; d.Ping == "" && i < len(d.Calls); i++ {
		if d.Calls[i].Effect == reads {
			d.Ping = d.Calls[i].Name
		}
	}
}

func (a *auth) fillIn() {
	a.Kind, a.In = or(a.Kind, authNone), or(a.In, inHeader)
	if a.Kind == authBearer || a.Kind == authOAuth2 {
		scheme := ""
		if a.Name == "" && a.In == inHeader {
			a.Name, scheme = "Authorization", "Bearer "
		}
		a.Prefix = set(a.Prefix, scheme)
	}
	a.Prefix = set(a.Prefix, "")
	if a.Login != nil {
		a.Login.Method, a.Login.Send = or(a.Login.Method, methodPost), or(a.Login.Send, sendJSON)
	}
}

func (s *sign) fillIn() {
	s.Over, s.Case = or(s.Over, overParams), or(s.Case, caseLower)
	s.Encoding, s.In = or(s.Encoding, encodeHex), or(s.In, inHeader)
	s.Between, s.Joiner = set(s.Between, "="), set(s.Joiner, "&")
}

func (a *api) fillIn(system verdict) {
	a.Method = or(a.Method, map[effectWord]methodWord{reads: methodGet, writes: methodPost}[a.Effect])
	if a.Send == "" {
		a.Send = sendJSON
		if a.Method == methodGet {
			a.Send = sendQuery
		}
	}
	if a.Answer == nil {
		a.Answer = &system
	}
	a.Paging.fillIn()
	for i := range a.Request {
		a.Request[i].Type = or(a.Request[i].Type, "string")
	}
	for i := range a.Response {
		a.Response[i].Type = or(a.Response[i].Type, "string")
	}
	if a.Effect == writes {
		a.fillInWriting()
	}
}

func (p *paged) fillIn() {
	p.Kind = or(p.Kind, pagingNone)
	p.Size = or(p.Size, or(p.Max, 100))
	p.Max = or(p.Max, p.Size)
}

func (a *api) fillInWriting() {
	if a.Entries == nil {
		a.Entries = &entries{}
	}
	a.Entries.As = or(a.Entries.As, asOne)
	a.Entries.Max = or(a.Entries.Max, 1)
	if a.Outcome == nil {
		a.Outcome = &outcome{}
	}
	a.Outcome.Match, a.Outcome.Lists = or(a.Outcome.Match, byIndex), or(a.Outcome.Lists, listsAll)
	if a.Find != nil {
		a.Find.As = or(a.Find.As, findList)
		a.Find.Max = or(a.Find.Max, 1)
	}
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

func set(value *string, otherwise string) *string {
	if value == nil {
		return &otherwise
	}
	return value
}
