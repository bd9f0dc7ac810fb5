package kingdeetest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// clockTolerance is how far a caller's clock may be off.
const clockTolerance = 10 * time.Minute

// signatureKey is what an appId's second half is XORed with.
const signatureKey = "0054f397c6234378b09ca7d3e5debce7"

// signed verifies the headers of a call that authenticates itself.
func (a *access) signed(r *http.Request, now time.Time) bool {
	if !a.kdSigned(r.Header) {
		return false
	}
	return a.opts.LooseSignature || a.apiSigned(r, now)
}

// kdSigned verifies X-Kd-Signature: the app's secret over appId + raw appdata.
func (a *access) kdSigned(h http.Header) bool {
	appdata, err := base64.StdEncoding.DecodeString(h.Get("X-Kd-Appdata"))
	if err != nil || h.Get("X-Kd-Appkey") != a.opts.AppID {
		return false
	}
	who := strings.Split(string(appdata), ",")
	if len(who) != 4 || who[0] != a.opts.AcctID || who[1] != a.opts.Username {
		return false
	}
	want := hmacHex64(a.opts.AppSecret, a.opts.AppID+string(appdata))
	return hmac.Equal([]byte(want), []byte(h.Get("X-Kd-Signature")))
}

// apiSigned verifies X-Api-Signature: the client's secret over path, nonce and clock.
func (a *access) apiSigned(r *http.Request, now time.Time) bool {
	h := r.Header
	client, rest, _ := strings.Cut(a.opts.AppID, "_")
	if h.Get("X-Api-ClientID") != client || !fresh(h.Get("x-api-timestamp"), now) {
		return false
	}
	message := "POST\n" + url.QueryEscape(r.URL.Path) + "\n\n" +
		"x-api-nonce:" + h.Get("x-api-nonce") + "\nx-api-timestamp:" + h.Get("x-api-timestamp") + "\n"
	want := hmacHex64(clientSecret(rest), message)
	return hmac.Equal([]byte(want), []byte(h.Get("X-Api-Signature")))
}

// fresh takes seconds and milliseconds, because the SDKs differ.
func fresh(stamp string, now time.Time) bool {
	n, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	at := time.Unix(n, 0)
	if n > 1e11 {
		at = time.UnixMilli(n)
	}
	return now.Sub(at).Abs() <= clockTolerance
}

func clientSecret(part string) string {
	raw, err := base64.StdEncoding.DecodeString(part)
	if err != nil {
		return part
	}
	for i := range raw {
		raw[i] ^= signatureKey[i%len(signatureKey)]
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// hmacHex64 is base64 over the lowercase hex of HMAC-SHA256.
func hmacHex64(key, message string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(message))
	return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(mac.Sum(nil))))
}
