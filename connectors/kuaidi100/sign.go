package kuaidi100

import (
	"crypto/md5" //nolint:gosec // the vendor's signature is MD5; there is no other
	"crypto/subtle"
	"encoding/hex"
	"net/url"
	"strings"
)

// signQuery is the signature of a query: of param exactly as it is posted.
func signQuery(param, key, customer string) string { return sum(param + key + customer) }

// Sign is the signature of a push: of param exactly as it arrives, and the salt
// that 快递100 was told with the subscription.
func Sign(param, salt string) string { return sum(param + salt) }

// Verify says whether a push (its form, decoded) was signed with the salt. It
// tells neither by time nor otherwise how close a wrong one came. Without a salt
// nothing is signed.
func Verify(form url.Values, salt string) bool {
	if salt == "" || len(form["param"]) != 1 || len(form["sign"]) != 1 {
		return false
	}
	given := strings.ToUpper(form.Get("sign"))
	return subtle.ConstantTimeCompare([]byte(given), []byte(Sign(form.Get("param"), salt))) == 1
}

func sum(s string) string {
	digest := md5.Sum([]byte(s)) //nolint:gosec // see the import
	return strings.ToUpper(hex.EncodeToString(digest[:]))
}
