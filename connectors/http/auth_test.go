package http_test

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
)

func TestCredentialsThatStay(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		auth string
		seen func(asked) string
		want string
	}{
		"none":             {"auth: {kind: none}", authorization, ""},
		"key in a header":  {`auth: {kind: apiKey, name: X-Key, value: "{{env.KEY}}"}`, func(a asked) string { return a.header.Get("X-Key") }, secret},
		"key with a word":  {`auth: {kind: apiKey, name: Authorization, prefix: "Key ", value: "{{env.KEY}}"}`, authorization, "Key " + secret},
		"key in the query": {`auth: {kind: apiKey, in: query, name: key, value: "{{env.KEY}}"}`, func(a asked) string { return a.query }, "key=" + url.QueryEscape(secret)},
		"basic": {
			`auth: {kind: basic, username: "{{env.USER}}", password: "{{env.KEY}}"}`, authorization,
			"Basic " + base64.StdEncoding.EncodeToString([]byte("ada:"+secret)),
		},
		"bearer":       {`auth: {kind: bearer, value: "{{env.KEY}}"}`, authorization, "Bearer " + secret},
		"fixed header": {`headers: {X-Tenant: "t-{{env.USER|upper}}"}`, func(a asked) string { return a.header.Get("X-Tenant") }, "t-ADA"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			system := &ledger{answer: `{"list":[]}`}
			if _, err := fetch(t, open[connectors.Source](t, head+test.auth+bills, system), nil); err != nil {
				t.Fatal(err)
			}
			if got := test.seen(system.only(t)); got != test.want {
				t.Errorf("the system saw %q, want %q", got, test.want)
			}
		})
	}
}

func authorization(a asked) string { return a.header.Get("Authorization") }

// OAuth2 client credentials: a form, a token, and no renewal while it lives.
func TestOAuth2(t *testing.T) {
	t.Parallel()
	logins := 0
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		logins++
		if r.PostFormValue("grant_type") != "client_credentials" || r.PostFormValue("client_id") != "ada" ||
			r.PostFormValue("client_secret") != secret || r.PostFormValue("scope") != "read" {
			http.Error(w, `{"error":"invalid_client","error_description":"unknown client"}`, http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte(`{"access_token":"tok/1","expires_in":3600}`))
	})
	mux.HandleFunc("GET /bills", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer tok/1" {
			w.WriteHeader(http.StatusUnauthorized)
		}
		_, _ = w.Write([]byte(`{"list":[{"id":1.50}]}`))
	})
	const oauth = `auth: {kind: oauth2, path: /token, clientId: "{{env.USER}}", clientSecret: "{{env.KEY}}", scope: `
	c := open[connectors.Source](t, head+oauth+"read}"+bills, mux)
	for range 2 {
		page, err := fetch(t, c, nil)
		if err != nil || len(page.Rows) != 1 || string(page.Rows[0]) != `{"id":1.50}` {
			t.Fatalf("%s, %v", page.Rows, err)
		}
	}
	if logins != 1 {
		t.Errorf("%d logins for a token that lives", logins)
	}
	_, err := fetch(t, open[connectors.Source](t, head+oauth+"write}"+bills, mux), nil)
	refused(t, err, connectors.ErrUnauthorized, "unknown client", "invalid_client", "ACME_MAIN_KEY")
}

// Each signature is recomputed as its system would.
func TestSignatures(t *testing.T) {
	t.Parallel()
	const post = `
apis:
  - {name: bills, title: 单据查询, effect: QUERY, method: POST, path: /bills, rows: list, send: `
	hm := func(text string) []byte {
		h := hmac.New(sha256.New, []byte(secret))
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	tests := map[string]struct {
		sign, send string
		seen       func(asked) string
		want       func(asked) string
	}{
		"md5 around sorted form parameters": {
			`sign: {algorithm: md5, name: sign, in: body, between: "", joiner: "", prefix: "{{env.KEY}}", suffix: "{{env.KEY}}", case: upper, params: {app: "{{env.USER}}"}}`, "form",
			func(a asked) string { return form(a).Get("sign") },
			func(asked) string {
				sum := md5.Sum([]byte(secret + "appada" + "b中文" + "z1" + secret))
				return strings.ToUpper(hex.EncodeToString(sum[:]))
			},
		},
		"hmac-sha1 over the query, in base64": {
			`sign: {algorithm: hmac-sha1, secret: "{{env.KEY}}", name: sign, in: query, encoding: base64, skipEmpty: true, params: {ts: "{{now|unix}}", none: ""}}`, "query",
			func(a asked) string { return query(a).Get("sign") },
			func(a asked) string {
				h := hmac.New(sha1.New, []byte(secret))
				h.Write([]byte("b=中文&ts=" + query(a).Get("ts") + "&z=1"))
				return base64.StdEncoding.EncodeToString(h.Sum(nil))
			},
		},
		"hmac-sha256 over method, path, nonce and body": {
			`sign: {algorithm: hmac-sha256, secret: "{{env.KEY}}", name: X-Sign, over: body, prefix: "{{method}}{{path}}{{nonce}}", params: {X-Nonce: "{{nonce}}"}}`, "json",
			func(a asked) string { return a.header.Get("X-Sign") },
			func(a asked) string { return hex.EncodeToString(hm("POST/bills" + a.header.Get("X-Nonce") + a.body)) },
		},
		"the body as a parameter among headers": {
			`sign: {algorithm: hmac-sha256, secret: "{{env.KEY}}", name: X-Sign, bodyAs: data, params: {X-App: "{{env.USER}}"}}`, "json",
			func(a asked) string { return a.header.Get("X-Sign") },
			func(a asked) string { return hex.EncodeToString(hm("X-App=ada&data=" + a.body)) },
		},
		"members of a JSON body": {
			`sign: {algorithm: hmac-sha256, secret: "{{env.KEY}}", name: sign, in: body, params: {app: "{{env.USER}}"}}`, "json",
			func(a asked) string { return member(a, "sign") },
			func(asked) string { return hex.EncodeToString(hm("app=ada&b=中文&z=1")) },
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			system := &ledger{answer: `{"list":[]}`}
			c := open[connectors.Source](t, head+test.sign+post+test.send+"}", system)
			if _, err := fetch(t, c, map[string]any{"z": "1", "b": "中文", "left": ""}); err != nil {
				t.Fatal(err)
			}
			call := system.only(t)
			if got, want := test.seen(call), test.want(call); got != want || got == "" {
				t.Errorf("signed %q, want %q: %+v", got, want, call)
			}
		})
	}
}

func form(a asked) url.Values {
	values, _ := url.ParseQuery(a.body)
	return values
}

func query(a asked) url.Values {
	values, _ := url.ParseQuery(a.query)
	return values
}

func member(a asked, name string) string {
	var members map[string]any
	_ = json.Unmarshal([]byte(a.body), &members)
	text, _ := members[name].(string)
	return text
}

// A nonce is one throughout a call, in parameters and in what is signed, and another
// with the next try.
func TestANonceIsForOneTry(t *testing.T) {
	t.Parallel()
	const twice = `
auth: {kind: bearer, login: {path: /login, token: token}}
sign: {algorithm: hmac-md5, secret: "{{env.KEY}}", name: X-Sign, over: body, params: {X-Nonce: "{{nonce}}"}}
apis: [{name: bills, title: 单据查询, effect: QUERY, method: POST, path: /bills, rows: list, params: {once: "{{nonce}}", at: "{{now|unixms}}"}}]`
	var seen []string
	mux := http.NewServeMux()
	mux.HandleFunc("/login", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"token":"t"}`)) })
	mux.HandleFunc("/bills", func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Once string }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Once == "" || body.Once != r.Header.Get("X-Nonce") {
			t.Errorf("%v: the body says %q and the header %q", err, body.Once, r.Header.Get("X-Nonce"))
		}
		if seen = append(seen, body.Once); len(seen) == 1 {
			w.WriteHeader(http.StatusUnauthorized)
		}
		_, _ = w.Write([]byte(`{"list":[]}`))
	})
	if _, err := fetch(t, open[connectors.Source](t, head+twice, mux), nil); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 2 || seen[0] == seen[1] {
		t.Errorf("nonces %q", seen)
	}
}
