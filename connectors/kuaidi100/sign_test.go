package kuaidi100

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
)

// Published or independently computed signatures; the credentials are made up.
func TestSignatures(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/sign-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []struct {
			ID       string
			Inputs   struct{ Param, Key, Customer string }
			Expected string
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil || len(file.Vectors) != 2 {
		t.Fatalf("%d vectors, %v", len(file.Vectors), err)
	}
	for _, v := range file.Vectors {
		if got := signQuery(v.Inputs.Param, v.Inputs.Key, v.Inputs.Customer); got != v.Expected {
			t.Errorf("%s: %s, want %s", v.ID, got, v.Expected)
		}
	}
}

// What is posted is what was signed, to the letter.
func TestTheFormIsTheVectors(t *testing.T) {
	t.Parallel()
	c := &Client{cfg: Config{Key: "key0000000001", Customer: "CUSTOMER0000000000000000000001"}}
	form := c.form(question{resultv2: "4", order: "desc"}, parcel{com: "yuantong", num: "YT0000000000001"})
	if form.Get("sign") != "BC4EF786BD79F44348B734C8C3B5C48C" {
		t.Errorf("%v", form)
	}
	if p := c.form(question{from: "<&>"}, parcel{}).Get("param"); !strings.Contains(p, "<&>") {
		t.Errorf("escaped: %s", p)
	}
}

// Whatever is pushed, only its own signature fits, and a row is an object that
// tells which parcel it is about.
func FuzzPush(f *testing.F) {
	for _, seed := range []string{
		`{"status":"polling","lastResult":{"nu":"YT1","state":"0","data":[{"time":"x"}]}}`, `{"lastResult":{"nu":1,"state":3,"push":1,"nu":"2"}}`,
		`{"lastResult":[]}`, `{"lastResult":{"nu":"1","state":"0","data":[1]}}`, `{}`, `[]`, `null`, ``, "\xff", `{"LASTRESULT":{"nu":"1","state":"0"}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, param string) {
		form := url.Values{"param": {param}, "sign": {Sign(param, "a-good-salt")}}
		if !Verify(form, "a-good-salt") || Verify(form, "a-bad-salt!") || Verify(form, "") {
			t.Error("the signature is not the salt's alone")
		}
		rows, err := Parse([]byte(param))
		if err != nil {
			return
		}
		var row connectors.Object
		if err := json.Unmarshal(rows[0], &row); err != nil || len(rows) != 1 {
			t.Fatalf("%s: %v", rows[0], err)
		}
		if nu, _ := row.Get("nu"); nu == nil || nu == "" {
			t.Errorf("nobody's: %s", rows[0])
		}
	})
}

// Whatever is answered is a refusal, nothing, a trace, or an error.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"status":"200","nu":"1","state":"0","data":[]}`, `{"result":false,"returnCode":"500","message":"查询无结果"}`, `{"returnCode":200,"result":"true"}`,
		`{"status":{}}`, `{}`, `[]`, `null`, `<html>`, ``, "\xff", `{"status":"200","data":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := decode(body)
		if err == nil && (got.code == "" || !json.Valid(got.raw)) {
			t.Errorf("%q passed", body)
		}
		if err == nil && got.ok() && traced(got.fields) == nil && text(got.fields["nu"]) == "" {
			t.Errorf("nobody's: %q", body)
		}
	})
}

func TestStates(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range States() {
		if seen[s.Code] || s.Name == "" || StateName(s.Base) == "" || BaseState(s.Base) != s.Base {
			t.Errorf("%+v", s)
		}
		seen[s.Code] = true
	}
	if len(seen) != 36 || StateName("3") != "签收" || BaseState("301") != "3" || BaseState("14") != "4" || StateName("99") != "" || BaseState("99") != "99" {
		t.Errorf("%d states", len(seen))
	}
}
