package http

import (
	"crypto/hmac"
	"crypto/md5"  //nolint:gosec // which algorithm is used is the system's choice
	"crypto/sha1" //nolint:gosec // see above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// apply adds the signed parameters and the signature to a call.
func (s *sign) apply(d *draft) error {
	for _, p := range s.Params {
		d.put(s.In, p.name, p.value.make(d.of))
	}
	text, err := s.text(d)
	if err != nil {
		return err
	}
	d.put(s.In, s.Name, s.sum(s.Secret.text(d.of), s.Prefix.text(d.of)+text+s.Suffix.text(d.of)))
	return nil
}

// text is what is signed, between prefix and suffix.
func (s *sign) text(d *draft) (string, error) {
	if s.Over == overBody {
		body, err := d.body()
		return string(body), err
	}
	pairs, err := s.pairs(d)
	if err != nil {
		return "", err
	}
	slices.SortFunc(pairs, func(a, b pair) int { return strings.Compare(a.name, b.name) })
	var parts []string
	for _, p := range pairs {
		if p.value != "" || !s.SkipEmpty {
			parts = append(parts, p.name+*s.Between+p.value)
		}
	}
	return strings.Join(parts, *s.Joiner), nil
}

type pair struct{ name, value string }

// pairs are the parameters that are signed: all of the query and of a form, those
// of the signature wherever they stand, and the members of a JSON body when the
// signature stands among them.
func (s *sign) pairs(d *draft) ([]pair, error) {
	var pairs []pair
	for name := range d.query {
		pairs = append(pairs, pair{name, d.query.Get(name)})
	}
	if d.send == sendForm || s.In == inBody {
		for _, m := range d.fields {
			pairs = append(pairs, pair{m.Name, plain(m.Value)})
		}
	}
	if s.In == inHeader {
		for _, p := range s.Params {
			pairs = append(pairs, pair{p.name, p.value.text(d.of)})
		}
	}
	return s.withBody(d, pairs)
}

func (s *sign) withBody(d *draft, pairs []pair) ([]pair, error) {
	if s.BodyAs == "" || d.send != sendJSON {
		return pairs, nil
	}
	body, err := d.body()
	return append(pairs, pair{s.BodyAs, string(body)}), err
}

func (s *sign) sum(secret, text string) string {
	name, keyed := strings.CutPrefix(string(s.Algorithm), "hmac-")
	h := hashes(name)()
	if keyed {
		h = hmac.New(hashes(name), []byte(secret))
	}
	h.Write([]byte(text))
	switch {
	case s.Encoding == encodeBase64:
		return base64.StdEncoding.EncodeToString(h.Sum(nil))
	case s.Case == caseUpper:
		return strings.ToUpper(hex.EncodeToString(h.Sum(nil)))
	default:
		return hex.EncodeToString(h.Sum(nil))
	}
}

func hashes(name string) func() hash.Hash {
	switch name {
	case "md5":
		return md5.New
	case "sha1":
		return sha1.New
	case "sha512":
		return sha512.New
	default:
		return sha256.New
	}
}

// basic is the header of user and password.
func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

// rendered makes parameters for a call; what is empty is left out, since systems
// take an empty value for one.
func (ps params) rendered(of values) connectors.Object {
	fields := connectors.Object{}
	for _, p := range ps {
		if v := p.value.make(of); !blank(v) {
			fields = append(fields, connectors.Member{Name: p.name, Value: v})
		}
	}
	return fields
}
