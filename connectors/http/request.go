package http

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// question is a call before it is dressed for one try: time, nonce, token and
// signature are new with each.
type question struct {
	api    string
	method methodWord
	path   string
	send   sendWord
	params params            // of the description, in the query, the form or the JSON body
	fields connectors.Object // beside params, and in place of those with the same name
	with   scope             // what params may name of this call
	root   any               // instead of fields, the whole JSON body
	answer verdict
	writes bool // its effect may outlive a lost answer
	login  bool // gives the token, and so has none
	signed bool
}

// draft is one try at a question.
type draft struct {
	question
	query  url.Values
	header http.Header
	of     values
}

// request is what is sent.
type request struct {
	method, url string
	header      http.Header
	body        []byte
}

// write dresses a question: fixed headers, then whose it is, then the signature
// over all of it.
func (w *wire) write(q question, token string, at time.Time) (request, error) {
	d := &draft{question: q, query: url.Values{}, header: http.Header{}}
	d.of = q.with(w.scope(q, at))
	d.fields = q.members(d.of)
	for _, p := range w.d.Headers {
		d.header.Set(p.name, p.value.text(d.of))
	}
	if q.send == sendQuery {
		for _, m := range d.fields {
			d.query.Set(m.Name, plain(m.Value))
		}
		d.fields = nil
	}
	if !q.login {
		w.identify(d, token)
	}
	if w.d.Sign != nil && q.signed {
		if err := w.d.Sign.apply(d); err != nil {
			return request{}, err
		}
	}
	return d.request(w.url)
}

// members are all parameters of one try.
func (q question) members(of values) connectors.Object {
	own := slices.DeleteFunc(q.params.rendered(of), func(m connectors.Member) bool { return has(q.fields, m.Name) })
	return append(own, q.fields...)
}

func has(fields connectors.Object, name string) bool {
	return slices.ContainsFunc(fields, func(m connectors.Member) bool { return m.Name == name })
}

// scope adds names to those that placeholders may have everywhere.
type scope func(outer values) values

// nothing more than everywhere.
func nothing(outer values) values { return outer }

// scope is what placeholders stand for during one try.
func (w *wire) scope(q question, at time.Time) values {
	nonce := rand.Text()
	return func(name string) any {
		switch name {
		case "now":
			return at
		case "nonce":
			return nonce
		case "method":
			return string(q.method)
		case "path":
			return q.path
		}
		return w.variable(name)
	}
}

// variable is what an account has set.
func (w *wire) variable(name string) any { return w.variables[strings.TrimPrefix(name, "env.")] }

// identify says whose call it is.
func (w *wire) identify(d *draft, token string) {
	a := w.d.Auth
	switch a.Kind {
	case authKey:
		d.put(a.In, a.Name, *a.Prefix+a.Value.text(d.of))
	case authBasic:
		d.header.Set("Authorization", basic(a.Username.text(d.of), a.Password.text(d.of)))
	case authBearer, authOAuth2:
		if !a.Value.empty() {
			token = a.Value.text(d.of)
		}
		d.put(a.In, a.Name, *a.Prefix+token)
	}
}

// put places a value in the header, the query or the body.
func (d *draft) put(in placeWord, name string, value any) {
	switch {
	case in == inHeader:
		d.header.Set(name, plain(value))
	case in == inQuery || d.send == sendQuery: // a call without a body
		d.query.Set(name, plain(value))
	default:
		d.fields = append(d.fields, connectors.Member{Name: name, Value: value})
	}
}

// body is the form or the JSON as it stands.
func (d *draft) body() ([]byte, error) {
	switch {
	case d.send == sendQuery:
		return nil, nil
	case d.send == sendForm:
		form := url.Values{}
		for _, m := range d.fields {
			form.Set(m.Name, plain(m.Value))
		}
		return []byte(form.Encode()), nil
	case d.root != nil:
		return marshal(d.root)
	default:
		return marshal(append(connectors.Object{}, d.fields...))
	}
}

func (d *draft) request(base string) (request, error) {
	body, err := d.body()
	if err != nil {
		return request{}, err
	}
	switch d.send {
	case sendForm:
		d.header.Set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
	case sendJSON:
		d.header.Set("Content-Type", "application/json;charset=UTF-8")
	}
	address := base + d.path
	if len(d.query) > 0 {
		address += "?" + d.query.Encode()
	}
	return request{method: string(d.method), url: address, header: d.header, body: body}, nil
}
