package kingdee

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// naming is how a call names its bills: by number, or by internal id when some
// have no number. The server takes one or the other.
type naming struct {
	byID   bool
	values []string
}

func (c *Client) name(k call, receipts []connectors.Receipt) (naming, error) {
	var numbers, ids []string
	for _, r := range receipts {
		if r.Number != "" {
			numbers = append(numbers, r.Number)
		}
		if r.ID != "" {
			ids = append(ids, r.ID)
		}
	}
	switch len(receipts) {
	case len(numbers):
		return naming{false, numbers}, nil
	case len(ids):
		return naming{true, ids}, nil
	default:
		return naming{}, c.rejected(k, "", "bills of one call must all have a number, or all an internal id")
	}
}

// by is the field of a form that holds what the bills are named by.
func (n naming) by(form string) string {
	if n.byID {
		return keys(form).id
	}
	return keys(form).number
}

func (n naming) member() connectors.Member {
	if n.byID {
		return connectors.Member{Name: "Ids", Value: strings.Join(n.values, ",")}
	}
	values := make([]any, len(n.values))
	for i, v := range n.values {
		values[i] = v
	}
	return connectors.Member{Name: "Numbers", Value: values}
}
