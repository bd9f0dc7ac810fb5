package callback

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// The headers by which a call is proved.
const (
	TimestampHeader = "X-Callback-Timestamp" // Unix time in seconds
	SignatureHeader = "X-Callback-Signature" // see Sign
	SecretHeader    = "X-Callback-Secret"    //nolint:gosec // the name of a header
)

// Sign is the signature of a call: the HMAC-SHA256, in hexadecimal, of its
// timestamp, a line feed and its body as it is sent.
func Sign(secret []byte, timestamp string, body []byte) string {
	return hex.EncodeToString(digest(secret, timestamp, body))
}

func digest(secret []byte, timestamp string, body []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(timestamp + "\n")) // a hash refuses nothing
	h.Write(body)
	return h.Sum(nil)
}

// doubt says why a call is not taken for the caller's; "" when it is.
func (c *Client) doubt(in connectors.Inbound) string {
	if c.cfg.Auth == authSecret {
		return c.doubtSecret(in)
	}
	return c.doubtSignature(in)
}

func (c *Client) doubtSecret(in connectors.Inbound) string {
	given := in.Header.Get(SecretHeader)
	if given == "" {
		return "the header " + SecretHeader + " is missing"
	}
	sum, known := sha256.Sum256([]byte(given)), 0
	for _, secret := range c.secrets {
		want := sha256.Sum256(secret) // of one length, so that comparing tells nothing of it
		known |= subtle.ConstantTimeCompare(sum[:], want[:])
	}
	if known == 0 {
		return "the header " + SecretHeader + " holds another secret"
	}
	return ""
}

// doubtSignature looks at the time only of a call that is signed: whoever
// cannot sign learns nothing of our clock.
func (c *Client) doubtSignature(in connectors.Inbound) string {
	timestamp, given := in.Header.Get(TimestampHeader), signature(in)
	if timestamp == "" || given == "" {
		return "the headers " + TimestampHeader + " and " + SignatureHeader + " are needed"
	}
	if !c.signed(timestamp, given, in.Body) {
		return "the signature is wrong: it must be the HMAC-SHA256 of timestamp, line feed and body, in hexadecimal, made with the secret of this scheme's account"
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return "the header " + TimestampHeader + " must hold the Unix time in seconds"
	}
	if off := in.At.Sub(time.Unix(seconds, 0)); off.Abs() > c.cfg.ReplayWindow {
		return fmt.Sprintf("the call was signed at %s and came at %s: more than %s apart; sign each call when it is sent, and set the clocks",
			shown(time.Unix(seconds, 0)), shown(in.At), c.cfg.ReplayWindow)
	}
	return ""
}

func (c *Client) signed(timestamp, given string, body []byte) bool {
	sum, err := hex.DecodeString(given)
	if err != nil {
		return false
	}
	right := false
	for _, secret := range c.secrets {
		right = hmac.Equal(sum, digest(secret, timestamp, body)) || right
	}
	return right
}

// signature is what the call brings as one, with or without the name of the method.
func signature(in connectors.Inbound) string {
	return strings.TrimPrefix(in.Header.Get(SignatureHeader), "sha256=")
}

func shown(t time.Time) string { return t.UTC().Format(time.RFC3339) }
