package http

import (
	"fmt"
	"slices"
	"strings"
)

func pathOf(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// params finds placeholders that mean nothing where they stand.
func (c checker) params(ps params, path string, names ...string) {
	for _, p := range ps {
		c.template(p.value, join(path, p.name), names...)
	}
}

// template takes the names that mean something here; env. are all variables.
func (c checker) template(t template, path string, names ...string) {
	for _, p := range t.parts {
		if p.name != "" || p.text == "" {
			c.placeholder(p, path, c.expand(names))
		}
	}
}

func (c checker) expand(names []string) []string {
	var all []string
	for _, name := range names {
		if name != "env." {
			all = append(all, name)
			continue
		}
		for _, v := range c.d.Variables {
			all = append(all, "env."+v.Name)
		}
	}
	return all
}

func (c checker) placeholder(p part, path string, known []string) {
	if !slices.Contains(known, p.name) {
		c.say(path, "{{%s}} means nothing here%s (there are: %s)", p.name, didYouMean(p.name, known), strings.Join(known, ", "))
		return
	}
	filters := textFilters()
	for i, f := range p.filters {
		isTime := i == 0 && slices.Contains([]string{"now", "window.from", "window.to"}, p.name)
		if isTime {
			filters = timeFilters()
		}
		if !slices.Contains(filters, f) {
			c.say(path, "there is no filter %q for {{%s}}%s (there are: %s)", f, p.name, didYouMean(f, filters), strings.Join(filters, ", "))
			return
		}
		filters = textFilters()
	}
}

func (c checker) auth() {
	a := c.d.Auth
	needs := map[authWord]map[string]bool{
		authKey:    {"name": a.Name != "", "value": !a.Value.empty()},
		authBasic:  {"username": !a.Username.empty(), "password": !a.Password.empty()},
		authOAuth2: {"path": !a.Path.empty(), "clientId": !a.ClientID.empty(), "clientSecret": !a.ClientSecret.empty()},
	}
	for _, key := range []string{"name", "value", "username", "password", "path", "clientId", "clientSecret"} {
		if there, needed := needs[a.Kind][key]; needed && !there {
			c.say("auth."+key, "is required with kind %s", a.Kind)
		}
	}
	if a.Kind == authBearer && (a.Login == nil) == a.Value.empty() {
		c.say("auth", "kind bearer needs either value, a token that stays, or login, the call that gives one")
	}
	if a.Kind != authBearer && a.Login != nil {
		c.say("auth.login", "is for kind bearer; this is kind %s", a.Kind)
	}
	if a.Name == "" && a.In != inHeader && a.Kind != authNone && a.Kind != authBasic {
		c.say("auth.name", "is required in %s", a.In)
	}
	c.authTemplates(a)
}

func (c checker) authTemplates(a auth) {
	for key, t := range map[string]template{
		"value": a.Value, "username": a.Username, "password": a.Password, "path": a.Path,
		"clientId": a.ClientID, "clientSecret": a.ClientSecret, "scope": a.Scope,
	} {
		c.template(t, "auth."+key, "env.")
	}
	for key, t := range map[string]template{"value": a.Value, "password": a.Password, "clientSecret": a.ClientSecret} {
		c.secret("auth."+key, t)
	}
	if l := a.Login; l != nil {
		c.template(l.Path, "auth.login.path", "env.")
		c.params(l.Params, "auth.login.params", "env.", "now", "nonce")
		if l.Answer != nil {
			c.verdict("auth.login.answer", *l.Answer)
		}
	}
}

// secret: files are copied and shown around; the environment is not.
func (c checker) secret(path string, t template) {
	if !t.empty() && !t.uses("env.") {
		c.say(path, "a secret does not stand in a file: name it under variables, and write {{env.NAME}}")
	}
}

func (c checker) sign() {
	s := c.d.Sign
	if s == nil {
		return
	}
	hmac := strings.HasPrefix(string(s.Algorithm), "hmac-")
	switch {
	case hmac && s.Secret.empty():
		c.say("sign.secret", "is required with %s", s.Algorithm)
	case !hmac && !s.Secret.empty():
		c.say("sign.secret", "is the key of hmac; with %s the secret stands in prefix or suffix", s.Algorithm)
	case !hmac && !s.Prefix.uses("env.") && !s.Suffix.uses("env."):
		c.say("sign", "%s without a secret proves nothing; put {{env.…}} in prefix or suffix", s.Algorithm)
	}
	if s.Over == overBody && s.In == inBody {
		c.say("sign.in", "the signature of a body cannot stand in that body; say header or query")
	}
	c.secret("sign.secret", s.Secret)
	c.params(s.Params, "sign.params", "env.", "now", "nonce")
	c.template(s.Secret, "sign.secret", "env.")
	c.template(s.Prefix, "sign.prefix", "env.", "now", "nonce", "method", "path")
	c.template(s.Suffix, "sign.suffix", "env.", "now", "nonce", "method", "path")
}
