package jushuitan

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"
)

// vector is a published or independently computed signature. Credentials in
// them are the ones 聚水潭 prints for its sandbox, or made up.
type vector struct {
	ID     string `json:"id"`
	Inputs struct {
		Method     string            `json:"method"`
		PartnerID  string            `json:"partnerid"`
		PartnerKey string            `json:"partnerkey"`
		Token      string            `json:"token"`
		TS         string            `json:"ts"`
		Query      string            `json:"query"`
		Params     map[string]string `json:"params"`
		AppSecret  string            `json:"app_secret"`
	} `json:"inputs"`
	Expected string `json:"expected"`
}

func vectors(t *testing.T) []vector {
	t.Helper()
	raw, err := os.ReadFile("testdata/sign-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []vector `json:"vectors"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) != 11 {
		t.Fatalf("11 vectors, not %d", len(file.Vectors))
	}
	return file.Vectors
}

func (v vector) sign() string {
	in := v.Inputs
	switch {
	case in.Query != "": // a push of 聚水潭's: signed in the order it arrived, partner and key are "erp"
		var all []param
		var method string
		for part := range strings.SplitSeq(in.Query, "&") {
			name, value, _ := strings.Cut(part, "=")
			all = append(all, param{name, value})
			if name == "method" {
				method = value
			}
		}
		return signLegacy(method, "erp", "erp", all)
	case in.Params != nil:
		var all []param
		for name, value := range in.Params {
			all = append(all, param{name, value})
		}
		return signOpen(in.AppSecret, all)
	default:
		return signLegacy(in.Method, in.PartnerID, in.PartnerKey, []param{{"token", in.Token}, {"ts", in.TS}})
	}
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		if got := v.sign(); got != v.Expected {
			t.Errorf("%s: %s, want %s", v.ID, got, v.Expected)
		}
	}
}

// What looks nearly right must not come out: upper case, the secret behind too,
// another order, values as they travel.
func TestWrongSignaturesAreOthers(t *testing.T) {
	t.Parallel()
	secret := "e9c5ca33fecb404b8e6cdbd0ef4a6d25"
	params := []param{{"biz", `{"nicks":["老板"]}`}, {"app_key", "k"}, {"a", "1"}}
	right := signOpen(secret, params)
	wrong := map[string]string{
		"secret at both ends": md5hex(secret + `a1app_keykbiz{"nicks":["老板"]}` + secret),
		"values URL-encoded":  md5hex(secret + "a1app_keykbiz" + url.QueryEscape(`{"nicks":["老板"]}`)),
		"not sorted":          md5hex(secret + `biz{"nicks":["老板"]}app_keyka1`),
		"separators":          md5hex(secret + `a=1&app_key=k&biz={"nicks":["老板"]}`),
		"upper case":          strings.ToUpper(right),
	}
	for how, s := range wrong {
		if s == right {
			t.Errorf("%s gives the right signature", how)
		}
	}
	if got := signOpen(secret, append(params, param{"sign", "x"}, param{"empty", ""})); got != right {
		t.Error("sign and empty values are signed")
	}
	if a, b := signLegacy("m", "p", "k", []param{{"a", "1"}, {"b", "2"}}), signLegacy("m", "p", "k", []param{{"b", "2"}, {"a", "1"}}); a == b {
		t.Error("the old gateway's signature does not depend on the order")
	}
}
