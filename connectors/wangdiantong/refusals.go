package wangdiantong

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// refusal is what 旺店通 says of one order of a push.
type refusal struct {
	TID  string
	Text string
}

// refusals reads the message of a push as the list of orders that it is at times,
// a list or the text of one: [{"tid":"…","error":"<URL-encoded text>"}].
func (r reply) refusals() []refusal {
	if !strings.HasPrefix(strings.TrimSpace(r.words), "[") {
		return nil
	}
	var said []struct {
		TID   json.RawMessage `json:"tid"`
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal([]byte(r.words), &said) != nil {
		return nil
	}
	var named []refusal
	for _, s := range said {
		if tid := text(s.TID); tid != "" {
			named = append(named, refusal{TID: tid, Text: unescaped(text(s.Error))})
		}
	}
	return named
}

// unescaped takes off the URL encoding. Text that is not ASCII has none, and a plus
// in it is a plus.
func unescaped(said string) string {
	if strings.ContainsFunc(said, func(r rune) bool { return r >= 0x80 }) {
		return said
	}
	if plain, err := url.QueryUnescape(said); err == nil {
		return plain
	}
	return said
}

// refuseNamed tells each order what 旺店通 has against it. One that it only could not
// handle now is to be pushed again.
func (c *Client) refuseNamed(named parcel, got reply, outcomes []connectors.Outcome) {
	said := got.refusals()
	for _, o := range named.orders {
		i := slices.IndexFunc(said, func(r refusal) bool { return r.TID == o.tid })
		e := c.wire.refuse(connectors.ErrRejected, push, said[i].Text)
		if busy(said[i].Text) {
			e.Kind = connectors.ErrUnavailable
		}
		if got.code != "0" {
			e.Code = got.code
		}
		parcel{[]order{o}}.refuse(outcomes, e, got)
	}
}

// aboutShop: the refusal holds for every order of the push, whoever it is in.
func (r reply) aboutShop() bool {
	return slices.Contains([]string{"1007", "2310", "4304"}, r.code) || r.says("店铺编号", "shop_no", "店铺id")
}
