package http

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// finding is the ability to say whether documents have arrived.
type finding struct{ c *client }

// Find asks for documents by their numbers, with as many calls as the API needs;
// see connectors.Finder.
func (f *finding) Find(ctx context.Context, k connectors.Call, numbers []string) (map[string]connectors.Receipt, error) {
	a, err := f.c.api(k.API, writes)
	if err != nil {
		return nil, err
	}
	if a.Find == nil {
		e := f.c.refuse(connectors.ErrUnsupported, a.Name, "nothing says how its documents are looked for")
		e.Advice = "describe it in " + f.c.d.File + " (find)"
		return nil, e
	}
	found := map[string]connectors.Receipt{}
	for some := range slices.Chunk(numbers, a.Find.Max) {
		if err := f.some(ctx, *a.Find, some, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Settles is as long as the account's own setting says; see connectors.Settling.
func (f *finding) Settles() time.Duration { return f.c.settle }

// some asks for as many as one call takes, and reads every page of the answer.
func (f *finding) some(ctx context.Context, how find, numbers []string, found map[string]connectors.Receipt) error {
	q := connectors.Query{API: how.API, Params: map[string]any{how.Param: how.asked(numbers)}}
	for {
		page, err := (&reading{f.c}).Fetch(ctx, q)
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			number, _ := scalar(row, how.Number)
			if slices.Contains(numbers, number) {
				id, _ := scalar(row, how.ID)
				found[number] = connectors.Receipt{ID: id, Number: number}
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return nil
		}
	}
}

func (how find) asked(numbers []string) any {
	if how.As == findList {
		list := make([]any, len(numbers))
		for i, n := range numbers {
			list[i] = n
		}
		return list
	}
	return strings.Join(numbers, ",")
}
