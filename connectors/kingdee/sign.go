package kingdee

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
)

// xorKey is what the second half of an app id is mixed with to give the key of
// X-Api-Signature.
const xorKey = "0054f397c6234378b09ca7d3e5debce7"

// secretLength is the decoded length of an app id's second half.
const secretLength = 24

var errAppID = errors.New("is not of the form <client>_<32 characters>, which signing needs")

// clientSecret splits an app id into the client's id and the key that its
// second half hides. The key is used as the text it is, not decoded again.
func clientSecret(appID string) (client, secret string, err error) {
	client, rest, ok := strings.Cut(appID, "_")
	raw, decodeErr := base64.StdEncoding.DecodeString(rest)
	if !ok || decodeErr != nil || len(raw) != secretLength {
		return "", "", errAppID
	}
	for i := range raw {
		raw[i] ^= xorKey[i]
	}
	return client, base64.StdEncoding.EncodeToString(raw), nil
}

// signature is base64 over the lowercase hex of HMAC-SHA256.
func signature(key, message string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(message))
	return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(mac.Sum(nil))))
}

// signedHeaders authenticate one call to a path; stamp is both clock and nonce,
// as in the official SDKs. The empty line of the message stands for the query
// parameters, of which there are none.
func (cfg Config) signedHeaders(path, stamp string) (map[string]string, error) {
	client, secret, err := clientSecret(cfg.AppID)
	if err != nil {
		return nil, err
	}
	message := "POST\n" + url.QueryEscape(path) + "\n\nx-api-nonce:" + stamp + "\nx-api-timestamp:" + stamp + "\n"
	who := cfg.AcctID + "," + cfg.Username + "," + cfg.LCID + "," + or(cfg.OrgNum, "0")
	return map[string]string{
		"X-Api-ClientID":     client,
		"X-Api-Auth-Version": "2.0",
		"x-api-timestamp":    stamp,
		"x-api-nonce":        stamp,
		"x-api-signheaders":  "x-api-timestamp,x-api-nonce",
		"X-Api-Signature":    signature(secret, message),
		"X-Kd-Appkey":        cfg.AppID,
		"X-Kd-Appdata":       base64.StdEncoding.EncodeToString([]byte(who)),
		"X-Kd-Signature":     signature(cfg.AppSecret, cfg.AppID+who), // over the raw text, not its base64
	}, nil
}
