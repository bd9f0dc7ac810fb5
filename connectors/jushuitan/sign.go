package jushuitan

import (
	"crypto/md5" //nolint:gosec // the vendor's signature is MD5; there is no other
	"encoding/hex"
	"slices"
	"strings"
)

// param is a request parameter in its place: the old gateway signs in the
// order sent.
type param struct{ name, value string }

// signOpen signs for the new gateway: the secret in front only, then names and
// values sorted by name, values raw. Empty values and sign itself are left out;
// the vendor's own samples disagree about empties, so none is ever sent.
func signOpen(secret string, params []param) string {
	sorted := slices.SortedFunc(slices.Values(params), func(a, b param) int { return strings.Compare(a.name, b.name) })
	var s strings.Builder
	s.WriteString(secret)
	for _, p := range sorted {
		if p.name != "sign" && p.value != "" {
			s.WriteString(p.name + p.value)
		}
	}
	return md5hex(s.String())
}

// signLegacy signs for the old gateway: method and partner id bare, then names
// and values of the other system parameters in the order sent, then the key.
// The JSON body is not signed.
func signLegacy(method, partnerID, partnerKey string, others []param) string {
	var s strings.Builder
	s.WriteString(method + partnerID)
	for _, p := range others {
		if !slices.Contains([]string{"sign", "method", "partnerid", "partnerkey"}, p.name) {
			s.WriteString(p.name + p.value)
		}
	}
	s.WriteString(partnerKey)
	return md5hex(s.String())
}

func md5hex(s string) string {
	sum := md5.Sum([]byte(s)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}
