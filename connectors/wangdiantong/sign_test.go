package wangdiantong

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// vector is a published or independently computed signature. The credentials in
// them are made up.
type vector struct {
	ID     string `json:"id"`
	Inputs struct {
		Params    map[string]string `json:"params"`
		AppSecret string            `json:"appsecret"`
	} `json:"inputs"`
	Expected string            `json:"expected"`
	Wrong    map[string]string `json:"other_values"`
}

func vectors(t testing.TB) []vector {
	t.Helper()
	raw, err := os.ReadFile("testdata/sign-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) != 6 {
		t.Fatalf("6 vectors, not %d", len(file.Vectors))
	}
	for _, v := range file.Vectors {
		if strings.HasPrefix(v.Inputs.Params["trade_list"], "<12000 chars") { // told, not printed
			v.Inputs.Params["trade_list"] = strings.Repeat("汉aa", 4000)
		}
	}
	return file.Vectors
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	wrong := 0
	for _, v := range vectors(t) {
		got := sign(v.Inputs.AppSecret, v.Inputs.Params)
		if got != v.Expected {
			t.Errorf("%s: %s, want %s", v.ID, got, v.Expected)
		}
		for how, other := range v.Wrong {
			if wrong++; got == other {
				t.Errorf("%s: %s", v.ID, how)
			}
		}
	}
	if wrong != 5 {
		t.Errorf("%d signatures that must not come out, want 5", wrong)
	}
}

func TestOnlyTheSignatureItselfIsNotSigned(t *testing.T) {
	t.Parallel()
	params := map[string]string{"sid": "s2", "shop_no": ""}
	right := sign("abc", params)
	params["sign"] = "x"
	if got := sign("abc", params); got != right {
		t.Error("the signature is signed")
	}
	delete(params, "shop_no")
	if got := sign("abc", params); got == right {
		t.Error("an empty value that is sent is not signed")
	}
}

// Lengths are the characters of the text, whatever is in it: a text of as many
// other characters of one byte has the same prefix.
func FuzzLengths(f *testing.F) {
	for _, seed := range []string{"", "a", "汉", "好😀", "é", "e\u0301", "\xff", strings.Repeat("汉", 10000), "a;07-shop_no:0000-"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if !utf8.ValidString(value) {
			return // JSON and forms of ours are valid
		}
		n := len([]rune(value))
		digits := []byte("0000")
		for i, rest := 3, n; rest > 0; i, rest = i-1, rest/10 {
			if i < 0 {
				digits, i = append([]byte{'0'}, digits...), 0
			}
			digits[i] = byte('0' + rest%10)
		}
		want := md5hex("01-k:" + string(digits) + "-" + value + "secret")
		if got := sign("secret", map[string]string{"k": value}); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	})
}
