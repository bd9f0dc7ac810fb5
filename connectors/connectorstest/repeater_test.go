package connectorstest_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// store saves entries. Of the last one it remembers, for two flaws, what became of it.
func (c *client) store(ctx context.Context, api string, entries []connectors.Entry) ([]connectors.Outcome, error) {
	q := question{}
	for _, e := range entries {
		text, _ := e.Body.Get("text")
		q.Numbers, q.Texts = append(q.Numbers, e.Number), append(q.Texts, fmt.Sprint(text))
	}
	said := strings.Join(append(q.Numbers, q.Texts...), " ")
	switch {
	case said == c.saved && c.flaw == "writes: repeating a save changes nothing":
		return nil, c.refuse(connectors.ErrDuplicate, api, "there it is")
	case said == c.lostSave && c.flaw == "writes: lost saves are made again":
		return []connectors.Outcome{{Receipt: connectors.Receipt{Number: entries[0].Number}}}, nil
	}
	got, err := c.each(ctx, api, q)
	if c.saved = said; err != nil {
		c.saved, c.lostSave = "", said
	}
	return got, err
}

// Repeats says what acme does: a number that is saved again is changed.
func (c *client) Repeats(connectors.Call) bool { return true }

// Allot asks for all organisations at once.
func (c *client) Allot(ctx context.Context, _ connectors.Call, receipts []connectors.Receipt, organisations []string) ([]connectors.Outcome, error) {
	q := question{Organisations: organisations}
	for _, r := range receipts {
		q.Numbers = append(q.Numbers, r.Number)
	}
	if c.allotted && c.flaw == "writes: allotting twice is allotting once" {
		return nil, c.refuse(connectors.ErrRejected, "/allot", "there it is")
	}
	got, err := c.each(ctx, "/allot", q)
	c.allotted = err == nil
	return got, err
}
