package mask

import (
	"slices"
	"strings"
)

// kind is what a private field holds.
type kind int

const (
	public kind = iota
	phone
	person
	other // addresses, identity cards, mail: nothing of them is shown
)

// Private says whether a field of this name holds personal data.
func Private(name string) bool { return kindOf(name) != public }

// kindOf looks for words inside the name, ignoring case, "_" and "-": the same
// thing is called receiver_mobile, ReceiverMobile and FReceiverMobile.
func kindOf(name string) kind {
	n := strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToLower(name))
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(n, w) })
	}
	switch {
	case has("mobile", "phone", "cellphone", "手机", "电话") || isTel(name):
		return phone
	case has("address", "addr", "idcard", "identitycard", "email", "地址", "身份证", "邮箱", "zipcode", "postcode", "openid"):
		return other
	case has("receivername", "buyername", "consignee", "recipient", "linkman", "contactname", "contactperson",
		"buyernick", "receiver", "buyer", "收货人", "收件人", "联系人", "买家", "昵称", "姓名"):
		return person
	default:
		return public
	}
}

// isTel: "tel" alone or as a word (receiver_tel, FTel, telNo), not as a part of
// another (hotel, title).
func isTel(name string) bool {
	return slices.ContainsFunc(words(name), func(w string) bool { return w == "tel" || w == "telno" })
}

// words cuts a name at _, -, . and where a capital follows a small letter.
func words(name string) []string {
	var b strings.Builder
	before := rune(0)
	for _, r := range strings.TrimPrefix(name, "F") {
		if isUpper(r) && !isUpper(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	split := func(r rune) bool { return strings.ContainsRune(" _-.", r) }
	return strings.FieldsFunc(strings.ToLower(b.String()), split)
}

func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' }
