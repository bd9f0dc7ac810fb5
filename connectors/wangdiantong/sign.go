package wangdiantong

import (
	"crypto/md5" //nolint:gosec // the vendor's signature is MD5; there is no other
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// sign is the lower-case signature over all parameters but sign itself, sorted by
// name, values raw: the length of the name, the name, the length of the value, the
// value. Lengths are Unicode characters, as 旺店通 counts them: neither bytes nor
// UTF-16 units, which give the same only for ASCII and below U+10000. A length that
// needs more digits than it is padded to is written out.
func sign(secret string, params map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if name != "sign" {
			value := params[name]
			parts = append(parts, fmt.Sprintf("%02d-%s:%04d-%s", utf8.RuneCountInString(name), name, utf8.RuneCountInString(value), value))
		}
	}
	return md5hex(strings.Join(parts, ";") + secret)
}

func md5hex(s string) string {
	sum := md5.Sum([]byte(s)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:])
}
