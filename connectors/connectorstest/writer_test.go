package connectorstest_test

import (
	"context"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

const most = 5

func (c *client) MaxBatch(connectors.Call) int { return most }

func (c *client) Save(ctx context.Context, k connectors.Call, entries []connectors.Entry) ([]connectors.Outcome, error) {
	switch {
	case k.API != "/save":
		return nil, c.unknown(k.API)
	case ctx.Err() != nil:
		e := c.refuse(connectors.ErrUnavailable, k.API, "nothing was sent")
		e.Err = ctx.Err()
		return nil, e
	case len(entries) > most && c.flaw != "writes: too many entries are not sent":
		return nil, c.refuse(connectors.ErrRejected, k.API, "too many")
	}
	got, err := c.store(ctx, k.API, entries)
	if c.flaw == "writes: outcomes match entries" {
		slices.Reverse(got)
	}
	return got, err
}

// each has something done to documents, and reads an outcome for each.
func (c *client) each(ctx context.Context, api string, q question) ([]connectors.Outcome, error) {
	said, err := c.call(ctx, api, q)
	if err != nil {
		return nil, err
	}
	outcomes := make([]connectors.Outcome, len(said.Results))
	for i, r := range said.Results {
		outcomes[i].Receipt = connectors.Receipt{ID: r.ID, Number: r.Number, Status: connectors.TargetState(r.State)}
		if r.Error != "" {
			outcomes[i].Err = c.refuse(connectors.ErrRejected, api, c.said(api, r.Error))
		}
	}
	return outcomes, nil
}

func (c *client) said(api, reason string) string {
	if c.flaw == "writes: refusals keep the words" && api != "/allot" || c.flaw == "writes: refused allotments keep the words" && api == "/allot" {
		return "refused"
	}
	return reason
}

func (c *client) move(ctx context.Context, to string, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	var numbers []string
	for _, r := range receipts {
		numbers = append(numbers, r.Number)
	}
	return c.each(ctx, "/move", question{Numbers: numbers, State: to})
}

func (c *client) Submit(ctx context.Context, _ connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	got, err := c.move(ctx, "submitted", receipts)
	if err != nil && c.flaw == "writes: lost approvals are made again" && !strings.Contains(err.Error(), "nothing was sent") {
		err = c.refuse(connectors.ErrRejected, "/move", err.Error())
	}
	return got, err
}

func (c *client) Audit(ctx context.Context, _ connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	got, err := c.move(ctx, "audited", receipts)
	if c.flaw == "writes: approving twice is approving once" { // and takes what is not there for done
		for i := range got {
			got[i].Err = nil
		}
	}
	return got, err
}

func (c *client) UnAudit(ctx context.Context, _ connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, "draft", receipts)
}

func (c *client) Delete(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	var numbers []string
	for _, r := range receipts {
		numbers = append(numbers, r.Number)
	}
	if found, err := c.Find(ctx, k, numbers); c.flaw == "writes: taking back twice is taking back once" && (err != nil || len(found) == 0) {
		return nil, c.refuse(connectors.ErrNotFound, "/delete", "it is not there")
	}
	return c.each(ctx, "/delete", question{Numbers: numbers})
}

func (c *client) Find(ctx context.Context, _ connectors.Call, numbers []string) (map[string]connectors.Receipt, error) {
	got, err := c.each(ctx, "/find", question{Numbers: numbers})
	if err != nil && c.flaw == "writes: broken answers hide no document" && strings.Contains(err.Error(), "HTTP 502") {
		return map[string]connectors.Receipt{}, nil
	}
	if err != nil {
		return nil, err
	}
	found := map[string]connectors.Receipt{}
	for _, o := range got {
		found[o.Receipt.Number] = o.Receipt
	}
	if c.flaw == "writes: what was saved is found" && len(numbers) > len(found) {
		found[numbers[0]] = connectors.Receipt{Number: numbers[0]}
	}
	return found, nil
}

func (c *client) Read(ctx context.Context, _ connectors.Call, numbers, _ []string) (map[string][]map[string]any, error) {
	said, err := c.call(ctx, "/find", question{Numbers: numbers})
	if err != nil {
		return nil, err
	}
	read := map[string][]map[string]any{}
	for _, r := range said.Results {
		line := map[string]any{"amount": r.Amount}
		if c.flaw == "writes: what was saved is read back" {
			line["amount"], err = r.Amount.Float64()
		}
		read[r.Number] = []map[string]any{line}
	}
	return read, err
}

func (c *client) APIs() []connectors.API {
	request := []connectors.Field{{Name: "lines", Title: "明细", Type: "array"}, {Name: "lines.sku", Title: "商品", Type: "string"}}
	if c.flaw == "tables of APIs are well formed" {
		request = append(request, connectors.Field{Name: "Lines.SKU", Title: "商品编码", Type: "string"})
	}
	return []connectors.API{
		{Name: "/read", Title: "查询", Effect: connectors.Reads, Request: request},
		{Name: "/save", Title: "新增", Effect: connectors.Writes, Request: request},
	}
}
