package qimen

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"
)

// vector is a published or independently computed signature.
type vector struct {
	ID     string `json:"id"`
	Inputs struct {
		Params map[string]string `json:"params"`
		Secret string            `json:"secret"`
	} `json:"inputs"`
	Text     string `json:"string_to_sign"`
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
	if len(file.Vectors) != 8 {
		t.Fatalf("8 vectors, not %d", len(file.Vectors))
	}
	return file.Vectors
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		in := v.Inputs
		if got := sign(in.Params["sign_method"], in.Secret, in.Params); got != v.Expected {
			t.Errorf("%s: %s, want %s", v.ID, got, v.Expected)
		}
		in.Params["sign"], in.Params[""], in.Params["extra"] = "x", "y", ""
		if got := sign(in.Params["sign_method"], in.Secret, in.Params); got != v.Expected {
			t.Errorf("%s: sign, a name or a value that is empty is signed", v.ID)
		}
	}
}

// What looks nearly right must not come out.
func TestWrongSignaturesAreOthers(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		in := v.Inputs
		how := in.Params["sign_method"]
		md5 := func(s string) string { return hexOf(digests()["md5"]("", s)) }
		bare := strings.TrimSuffix(strings.TrimPrefix(v.Text, in.Secret), in.Secret)
		changed := map[string]string{}
		encoded := map[string]string{}
		for name, value := range in.Params {
			changed[name], encoded[name] = value, url.QueryEscape(value)
		}
		changed["v"] = "2.1"
		for wrong, s := range map[string]string{
			"lower case":               strings.ToLower(v.Expected),
			"the secret in front only": md5(in.Secret + bare),
			"the secret behind only":   md5(bare + in.Secret),
			"no secret":                md5(bare),
			"another secret":           sign(how, in.Secret+"x", in.Params),
			"another value":            sign(how, in.Secret, changed),
			"values URL-encoded":       sign(how, in.Secret, encoded),
		} {
			if s == v.Expected {
				t.Errorf("%s: %s gives the right signature", v.ID, wrong)
			}
		}
		for other := range digests() {
			if other != how && sign(other, in.Secret, in.Params) == v.Expected {
				t.Errorf("%s: %s gives the signature of %s", v.ID, other, how)
			}
		}
	}
}
