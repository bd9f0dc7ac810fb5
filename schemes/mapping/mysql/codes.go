package mysql

import (
	"crypto/md5"  //nolint:gosec // MD5 and SHA1 are MySQL's functions; nothing is protected by them here
	"crypto/sha1" //nolint:gosec // see above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"hash/crc32"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"
)

// codeFunctions write a value in another way.
func codeFunctions() map[string]function {
	t, n := gives(text), gives(integral)
	return map[string]function{
		"md5":  {1, 1, t, func(a *arguments) any { return hex.EncodeToString(sum16(md5.Sum([]byte(a.text(0))))) }}, //nolint:gosec // see above
		"sha":  {1, 1, t, sha1Of},
		"sha1": {1, 1, t, sha1Of},
		"sha2": {2, 2, t, sha2},
		"crc32": {1, 1, n, func(a *arguments) any {
			return whole(int64(crc32.ChecksumIEEE([]byte(a.text(0)))))
		}},
		"hex":         {1, 1, t, hexOf},
		"unhex":       {1, 1, t, unhex},
		"bin":         {1, 1, t, func(a *arguments) any { return strconv.FormatUint(uint64(a.whole(0)), 2) }},
		"oct":         {1, 1, t, func(a *arguments) any { return strconv.FormatInt(a.exact(0).IntPart(), 8) }},
		"conv":        {3, 3, t, conv},
		"bit_count":   {1, 1, n, func(a *arguments) any { return whole(int64(bits.OnesCount64(uint64(a.whole(0))))) }},
		"to_base64":   {1, 1, t, toBase64},
		"from_base64": {1, 1, t, fromBase64},
		"ascii":       {1, 1, n, func(a *arguments) any { return firstByte(a.text(0)) }},
		"ord":         {1, 1, n, ord},
	}
}

func sum16(s [16]byte) []byte { return s[:] }

func sha1Of(a *arguments) any {
	sum := sha1.Sum([]byte(a.text(0))) //nolint:gosec // see above
	return hex.EncodeToString(sum[:])
}

func sha2(a *arguments) any {
	in := []byte(a.text(0))
	switch a.whole(1) {
	case 0, 256:
		sum := sha256.Sum256(in)
		return hex.EncodeToString(sum[:])
	case 224:
		sum := sha256.Sum224(in)
		return hex.EncodeToString(sum[:])
	case 384:
		sum := sha512.Sum384(in)
		return hex.EncodeToString(sum[:])
	case 512:
		sum := sha512.Sum512(in)
		return hex.EncodeToString(sum[:])
	}
	return a.none()
}

// hexOf writes a number in base 16, a text byte by byte.
func hexOf(a *arguments) any {
	if isNumeric(a.values[0]) {
		return strings.ToUpper(strconv.FormatUint(uint64(a.whole(0)), 16))
	}
	return a.bounded(strings.ToUpper(hex.EncodeToString([]byte(a.text(0)))))
}

func unhex(a *arguments) any {
	digits := a.text(0)
	if len(digits)%2 == 1 {
		digits = "0" + digits
	}
	return a.decoded(hex.DecodeString(digits))
}

// decoded is what bytes say, as far as they are text.
func (a *arguments) decoded(content []byte, err error) any {
	if err != nil || !utf8.Valid(content) {
		return a.none()
	}
	return string(content)
}

// conv writes a whole number in another base.
func conv(a *arguments) any {
	from, to := int(a.whole(1)), int(a.whole(2))
	const least, most = 2, 36
	if from < least || from > most || max(to, -to) < least || max(to, -to) > most {
		return nil
	}
	digits, _, _ := strings.Cut(strings.TrimSpace(a.text(0)), ".")
	n, err := strconv.ParseInt(digits, from, 64)
	if err != nil {
		return a.none()
	}
	if to < 0 {
		return strings.ToUpper(strconv.FormatInt(n, -to))
	}
	return strings.ToUpper(strconv.FormatUint(uint64(n), to))
}

// toBase64 breaks lines where MySQL does.
func toBase64(a *arguments) any {
	const line = 76
	code := base64.StdEncoding.EncodeToString([]byte(a.text(0)))
	var lines []string
	for ; len(code) > line; code = code[line:] {
		lines = append(lines, code[:line])
	}
	return a.bounded(strings.Join(append(lines, code), "\n"))
}

func fromBase64(a *arguments) any {
	return a.decoded(base64.StdEncoding.DecodeString(strings.Join(strings.Fields(a.text(0)), "")))
}

func firstByte(s string) any {
	if s == "" {
		return whole(0)
	}
	return whole(int64(s[0]))
}

// ord reads the bytes of the first character as one number.
func ord(a *arguments) any {
	_, size := utf8.DecodeRuneInString(a.text(0))
	var code int64
	for _, b := range []byte(a.text(0)[:min(size, len(a.text(0)))]) {
		code = code<<8 | int64(b)
	}
	return whole(code)
}
