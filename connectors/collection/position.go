package collection

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// cursor is how far a reading has come.
type cursor struct {
	From int64 `json:"from"` // where the last reading ended
	To   int64 `json:"to"`   // where this one ends, however much is written meanwhile
	// Join is whose changes are being read: 0 those of the collection itself, from
	// 1 those of the collections put into its rows.
	Join  int    `json:"join,omitempty"`
	After int64  `json:"after"`         // the position of the last change that is done with
	Key   string `json:"key,omitempty"` // and its key
	// Of is the change whose rows are being read, and Row the last of them.
	Of  string `json:"of,omitempty"`
	Row string `json:"row,omitempty"`
}

// reading is one call.
type reading struct {
	cursor

	store Store
	size  int
	query connectors.Query
	more  bool // the stretch is not read to its end
}

func (c *Client) begin(ctx context.Context, q connectors.Query) (*reading, error) {
	r := &reading{store: c.store, size: c.size, query: q}
	if q.Cursor != "" {
		return r, continued(&r.cursor, q)
	}
	to, err := c.store.Position(ctx, collections(q)...)
	if err != nil {
		return nil, fmt.Errorf("collection %s: %w", q.API, err)
	}
	r.From, r.To = from(q), to
	if r.From > to { // another store than the one that gave the position
		r.From = 0
	}
	r.After = r.From
	return r, nil
}

func continued(at *cursor, q connectors.Query) error {
	if err := json.Unmarshal([]byte(q.Cursor), at); err != nil || at.Join > len(q.With) || at.Join < 0 {
		return &connectors.Error{
			Kind: connectors.ErrRejected, System: System, Account: "MAIN", API: q.API,
			Message: fmt.Sprintf("%.40q is not a cursor of this reading", q.Cursor), Err: err,
		}
	}
	return nil
}

func collections(q connectors.Query) []string {
	names := []string{q.API}
	for _, j := range q.With {
		names = append(names, j.Collection)
	}
	return names
}

// next is the cursor of the next call, and, when there is none, the position.
func (r *reading) next() (next, position string, err error) {
	if !r.more {
		return "", fmt.Sprintf("%d@%s", r.To, asked(r.query)), nil
	}
	text, err := json.Marshal(r.cursor)
	return string(text), "", err
}

// from is where the last reading of the same question ended; 0 when there was
// none. Where a scheme is given another collection to read, or to put into its
// rows, all of them are read again.
func from(q connectors.Query) int64 {
	number, question, _ := strings.Cut(q.Position, "@")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || question != asked(q) {
		return 0
	}
	return n
}

// asked is a digest of the question.
func asked(q connectors.Query) string {
	const length = 6
	text, err := json.Marshal(struct {
		API  string
		With []connectors.Join
	}{q.API, q.With})
	if err != nil { // texts are always JSON
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:length])
}
