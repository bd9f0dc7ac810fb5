package http_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	described "github.com/erpbridge/erpbridge/connectors/http"
)

func TestExamplesAreDescribed(t *testing.T) {
	t.Parallel()
	d := example(t)
	field, ok := connectors.FindField(d.APIs()[1].Request, "items.qty")
	if !ok || field.Title != "数量" || field.Type != "decimal" || !field.Mandatory || d.APIs()[1].Effect != connectors.Writes {
		t.Errorf("%+v", field)
	}
}

// Each mistake is told with its place and what was probably meant. What is changed
// is the example, which is right.
func TestMistakes(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("examples/xiaomancang.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ from, to, want string }{
		{"name: xiaomancang", "name: Xiao", `4:7: name: "Xiao" must be lower-case`},
		{"name: xiaomancang", "name: other", `4:7: name: "other" must be the name of the file, xiaomancang.yaml`},
		{"title: 小满仓\n", "", "4:1: title: is required"},
		{"title: 小满仓\n", "title: 小满仓\ntitle: x\n", "6:1: title: the key is written twice"},
		{"url: https://api.xiaomancang.example", "url: api", "url: is not an address"},
		{"url: https", "timeZone: Asia/Peking\nurl: https", `6:11: timeZone: there is no time zone "Asia/Peking"`},
		{"url: https", "timeout: soon\nurl: https", `timeout: expected a duration such as 90s, 10m, 24h or 30d, found "soon"`},
		{"perSecond: 5", "perSecond: -1", `quota.perSecond: expected a whole number from 0 to 1000000, found "-1"`},
		{"public: true", "public: yes", `variables[0].public: expected true or false, found "yes"`},
		{"name: APP_KEY", "name: TIMEOUT", "variables[0]: TIMEOUT is there already; every account has URL"},
		{"about: 应用密钥", "default: x", "variables[1]: a secret has no default"},
		{"kind: bearer", "kind: barer", `auth.kind: "barer" is not one of none, apiKey, basic, bearer, oauth2; did you mean "bearer"?`},
		{"kind: bearer", "kind: basic", "auth.username: is required with kind basic"},
		{"kind: bearer", "kind: none", "auth.login: is for kind bearer; this is kind none"},
		{"params: {grant: app}", "params: {grant: {{app}}}", "auth.login.params.grant: expected text, found keys and values; put {{…}} in quotes"},
		{"params: {grant: app}", `params: {grant: "{{page.size}}"}`, "auth.login.params.grant: {{page.size}} means nothing here"},
		{"{{env.APP_SECRET}}", "{{env.APP_SECERT}}", `sign.secret: {{env.APP_SECERT}} means nothing here; did you mean "env.APP_SECRET"?`},
		{"{{env.APP_SECRET}}", "{{env.APP_SECRET", "sign.secret: {{env.APP_SECRET is not closed"},
		{"{{now|unix}}{{nonce}}", "{{now|unxi}}", `sign.prefix: there is no filter "unxi" for {{now}}; did you mean "unix"?`},
		{`secret: "{{env.APP_SECRET}}"`, "secret: abc123", "sign.secret: a secret does not stand in a file"},
		{"hmac-sha256\n", "sha256\n", "sign.secret: is the key of hmac"},
		{"in: header\n", "in: body\n", "sign.in: the signature of a body cannot stand in that body"},
		{"throttled: [42900]", "throttled: [0]", `answer: code "0" means two things`},
		{"ok: {path: code, is: [0]}", "ok: {path: code}", "answer.ok.is: is required"},
		{"ping: stockin.list", "ping: stockin.lst", `ping: there is no API "stockin.lst"; did you mean "stockin.list"?`},
		{"ping: stockin.list", "ping: notice.create", `ping: "notice.create" writes`},
		{"name: notice.list", "name: stockin.list", `apis[2].name: there are two APIs "stockin.list"`},
		{"effect: QUERY", "effect: READ", `apis[0].effect: "READ" is not one of QUERY, EXECUTE`},
		{"    method: POST\n", "    send: json\n", "apis[0].send: a GET has no body"},
		{"    window: {longest: 7d}\n", "", "apis[0].window: is required: what is the longest"},
		{`      updated_to: "{{window.to|datetime}}"`, "      x: 1", "apis[0].params: a window has both"},
		{"kind: page,", "kind: offset,", "apis[0].paging.kind: page and a parameter with {{page.number}} belong together"},
		{"size: 50, max: 50, total", "size: 60, max: 50, total", "apis[0].paging.size: 60 is more than max, 50"},
		{"    rows: data.list\n", "", "apis[0].rows: is required"},
		{"    rows: data.list\n    id: id\n", "    rows: data.list\n", "apis[0].id: is required"},
		{"    number: notice_no\n", "", "apis[1].outcome.key: match: key needs"},
		{"    number: notice_no\n", "    number: notice_no\n    rows: x\n", "apis[1]: window, paging, rows and id are for APIs that read"},
		{"as: list, key: notices, max: 20", "as: list, max: 20", "apis[1].entries.key: is required"},
		{"as: list, key: notices, max: 20", "as: one, max: 20", "apis[1].entries.max: is for as: list"},
		{"      rows: data.results\n", "", "apis[1].outcome.rows: is required for a list"},
		{"find: {api: notice.list", "find: {api: notice.lists", `apis[1].find.api: there is no API "notice.lists"`},
		{"find: {api: notice.list", "find: {api: notice.create", `apis[1].find.api: "notice.create" writes`},
		{"{field: notice_no, label: 通知单号, required", "{field: notice_no, lable: 通知单号, required", `apis[1].request[0].lable: there is no such key here; did you mean "label"?`},
		{"      - {field: items, label: 明细, type: array}\n", "", "list items before it, with type object or array"},
		{"{field: page_size, label: 每页条数, type: int, describe: 最大50}", "{field: PAGE_NO, label: 页}", "apis[0].request[3]: PAGE_NO is listed twice"},
		{"quota: {perSecond: 5, perMinute: 200}", "quota: &q {perSecond: 5}", ""},
		{"quota: {perSecond: 5, perMinute: 200}", "headers: &h {a: b}\nquota: *h", "quota: aliases are not understood here"},
		{"apis:\n", "---\napis:\n", "this begins a second document"},
		{"apis:\n", "apis: x\nb:\n", `apis: expected a list, found "x"`},
		{"url: https", "url: [", "xiaomancang.yaml: "},
	} {
		changed := strings.Replace(string(content), test.from, test.to, 1)
		if changed == string(content) {
			t.Fatalf("the example has no %q", test.from)
		}
		_, err := described.Parse("dir/xiaomancang.yaml", []byte(changed))
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "xiaomancang.yaml:")) {
			t.Errorf("%q for %q: %v, want %s", test.to, test.from, err, test.want)
		}
	}
}

// Mistakes come all at once, in the order of the file, as values.
func TestMistakesAreSorted(t *testing.T) {
	t.Parallel()
	_, err := described.Parse("acme.yaml", []byte("name: acme\ntitel: x\napis: []\nquota: 7\n"))
	var m described.Mistake
	if !errors.As(err, &m) || m.Line != 1 || m.Field != "title" {
		t.Errorf("the first is %+v of %v", m, err)
	}
	if strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("%v", err)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"": "the file is empty", "# only words": "the file is empty", "- a": "expected keys and values, found a list",
		strings.Repeat("a", 5<<20): "larger than 4 MB", "a: &a [*a]": "there is no such key", "headers: &a {b: *a}": "",
	} {
		if _, err := described.Parse("acme.yaml", []byte(content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %s", content, err, want)
		}
	}
}

// Whatever a file says, it is a description or a mistake, and an account of a description
// can be opened.
func FuzzParse(f *testing.F) {
	content, err := os.ReadFile("examples/xiaomancang.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add([]byte(head + coded + saving))
	f.Add([]byte(head + listing))
	f.Add([]byte("name: acme\ntitle: &a [*a]\napis: *a"))
	f.Fuzz(func(t *testing.T, content []byte) {
		d, err := described.Parse("acme.yaml", content)
		if err != nil {
			if d != nil || !strings.Contains(err.Error(), "acme.yaml:") {
				t.Fatalf("%v: %v", d, err)
			}
			return
		}
		variables := map[string]string{"ACME_MAIN_URL": "http://127.0.0.1:1"}
		for _, v := range d.Variables {
			variables["ACME_MAIN_"+v.Name] = "x"
		}
		if _, err := described.Open(d, "MAIN", variables); err != nil {
			t.Fatalf("a description that was accepted cannot be opened: %v", err)
		}
	})
}
