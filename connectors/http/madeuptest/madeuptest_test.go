package madeuptest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/http/madeuptest"
)

// call signs as the vendor's page says, with what is changed.
type call struct {
	path, body, token, secret, nonce string
	at                               time.Time
}

func (c call) make(t *testing.T, url string) string {
	t.Helper()
	at := strconv.FormatInt(c.at.Unix(), 10)
	h := hmac.New(sha256.New, []byte(c.secret))
	h.Write([]byte(madeuptest.AppKey + at + c.nonce + c.body))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+c.path, strings.NewReader(c.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"X-App-Key": madeuptest.AppKey, "X-Timestamp": at, "X-Nonce": c.nonce,
		"X-Sign": hex.EncodeToString(h.Sum(nil)), "Authorization": "Bearer " + c.token,
	} {
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}

// It lets in who signs, with a token that lives, in time and once; nobody else.
func TestWhoIsLetIn(t *testing.T) {
	t.Parallel()
	now := time.Now()
	sim := madeuptest.New(madeuptest.Options{PerSecond: 3, Now: func() time.Time { return now }})
	web := httptest.NewServer(sim)
	defer web.Close()
	const list = `{"page_no":1,"page_size":50}`
	login := call{path: "/auth/token", body: `{"grant":"app"}`, secret: madeuptest.AppSecret, nonce: "1", at: now}
	ask := call{path: "/v1/notice/list", body: list, token: "xmc-token-1", secret: madeuptest.AppSecret, at: now}
	for _, step := range []struct {
		what   string
		call   call
		change func(*call)
		want   string
	}{
		{"before the login", ask, func(c *call) { c.nonce = "0" }, `"code":40002`},
		{"the login", login, func(*call) {}, `"access_token":"xmc-token-1"`},
		{"the login again, overheard", login, func(*call) {}, "随机串重复"},
		{"another secret", ask, func(c *call) { c.secret, c.nonce = "guess", "2" }, "签名错误"},
		{"an old call", ask, func(c *call) { c.at, c.nonce = now.Add(-time.Hour), "3" }, "时间戳过期"},
		{"a call", ask, func(c *call) { c.nonce = "4" }, `"total":0`},
		{"a field it does not know", ask, func(c *call) { c.body, c.nonce = `{"pageNo":1}`, "5" }, `"code":42200`},
		{"too often", ask, func(c *call) { c.nonce = "6" }, `"retry_after":1`},
	} {
		c := step.call
		step.change(&c)
		if said := c.make(t, web.URL); !strings.Contains(said, step.want) {
			t.Errorf("%s: %s, want %s", step.what, said, step.want)
		}
	}
}
