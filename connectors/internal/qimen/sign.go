package qimen

import (
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // the gateway's signature; hmac-sha256 is a setting
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"maps"
	"slices"
	"strings"
)

// sign is the upper-case signature over all parameters, public and business,
// sorted by name, values raw. Empty ones and sign itself are left out.
func sign(how, secret string, params map[string]string) string {
	var s strings.Builder
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if value := params[name]; name != "" && name != "sign" && value != "" {
			s.WriteString(name + value)
		}
	}
	return hexOf(digests()[how](secret, s.String()))
}

func hexOf(sum []byte) string { return strings.ToUpper(hex.EncodeToString(sum)) }

// digests are the values of sign_method. md5 has the secret at both ends.
func digests() map[string]func(secret, text string) []byte {
	return map[string]func(secret, text string) []byte{
		"md5": func(secret, text string) []byte {
			sum := md5.Sum([]byte(secret + text + secret)) //nolint:gosec // see the import
			return sum[:]
		},
		"hmac":        func(secret, text string) []byte { return keyed(md5.New, secret, text) },
		"hmac-sha256": func(secret, text string) []byte { return keyed(sha256.New, secret, text) },
	}
}

func keyed(h func() hash.Hash, secret, text string) []byte {
	mac := hmac.New(h, []byte(secret))
	_, _ = mac.Write([]byte(text)) // a hash takes everything
	return mac.Sum(nil)
}
