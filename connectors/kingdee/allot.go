package kingdee

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

const allotMethod = "Allocate"

// Allot gives audited base data to organisations; what it makes there is
// submitted and audited by the server, for a draft could be used by nobody.
//
// The server's words for what an organisation has already are not known, so a
// refusal is taken for final only when an organisation does lack it.
func (c *Client) Allot(ctx context.Context, k connectors.Call, receipts []connectors.Receipt, organisations []string) ([]connectors.Outcome, error) {
	if len(receipts) == 0 || len(organisations) == 0 {
		return make([]connectors.Outcome, len(receipts)), nil
	}
	request, form, err := c.allotCall(k, receipts, organisations)
	if err != nil {
		return nil, err
	}
	body, err := c.do(ctx, request)
	if err != nil {
		return nil, err
	}
	r, ok := findResult(body)
	if !ok {
		return nil, c.unexpected(request, body)
	}
	st := r.Result.ResponseStatus
	if err := c.refusedAltogether(request, st); err != nil {
		return nil, err
	}
	outcomes := c.allotted(request, st, receipts)
	c.settleAllotted(ctx, request, form, organisations, receipts, outcomes)
	return outcomes, nil
}

// allotCall: ids of base data and of organisations, never their numbers, each
// joined by commas.
func (c *Client) allotCall(k connectors.Call, receipts []connectors.Receipt, organisations []string) (call, string, error) {
	request := call{method: allotMethod, writes: true}
	form, err := c.form(k)
	if err != nil {
		return call{}, "", err
	}
	ids := make([]string, len(receipts))
	for i, r := range receipts {
		if ids[i] = r.ID; r.ID == "" {
			return call{}, "", c.rejected(request, keys(form).id, "what is to be allotted has no internal id: "+r.Number)
		}
	}
	request, err = c.withData(request, form, connectors.Object{
		{Name: "PkIds", Value: strings.Join(ids, ",")},
		{Name: "TOrgIds", Value: strings.Join(organisations, ",")},
		{Name: "IsAutoSubmitAndAudit", Value: "true"},
	})
	return request, form, err
}

// allotted reads an outcome for each: the answer mentions one once for each
// organisation, and a single refusal outweighs what went through.
func (c *Client) allotted(request call, st *status, receipts []connectors.Receipt) []connectors.Outcome {
	outcomes := make([]connectors.Outcome, len(receipts))
	for i, r := range receipts {
		p := part{index: i, problems: st.problems(i)}
		if len(p.problems) == 0 && (st.IsSuccess || st.mentions(r)) {
			p.successes = []entity{{ID: scalar(r.ID), Number: scalar(r.Number)}}
		}
		outcomes[i] = c.outcome(request, st, p)
		outcomes[i].Receipt = r
	}
	return outcomes
}

func (st *status) mentions(r connectors.Receipt) bool {
	return slices.ContainsFunc(st.SuccessEntitys, func(e entity) bool {
		return string(e.ID) == r.ID || string(e.Number) == r.Number && r.Number != ""
	})
}

// settleAllotted takes what every organisation has for done.
func (c *Client) settleAllotted(
	ctx context.Context, k call, form string, organisations []string, receipts []connectors.Receipt, outcomes []connectors.Outcome,
) {
	for i, o := range outcomes {
		if o.Err == nil || !settles(o.Err) || receipts[i].Number == "" {
			continue
		}
		lacking, err := c.lacking(ctx, form, receipts[i].Number, organisations)
		var refusal *connectors.Error
		switch {
		case err != nil:
			outcomes[i].Err = c.unsettled(k, o.Err, err)
		case len(lacking) == 0:
			outcomes[i].Err = nil
		case errors.As(o.Err, &refusal):
			refusal.Advice = "organisation " + strings.Join(lacking, ", ") + " does not have it: check that distributionOrg has the ids of organisations, not their numbers"
		}
	}
}

// lacking are the organisations that do not have a number of base data.
func (c *Client) lacking(ctx context.Context, form, number string, organisations []string) ([]string, error) {
	lacking := slices.Clone(organisations)
	q := connectors.Object{
		{Name: "FormId", Value: form},
		{Name: "FieldKeys", Value: "FUseOrgId"},
		{Name: "FilterString", Value: oneOf(keys(form).number, []string{number})},
		{Name: "OrderString", Value: keys(form).id + " ASC"},
	}
	err := c.all(ctx, q, 1, func(row []json.RawMessage) error {
		lacking = slices.DeleteFunc(lacking, func(id string) bool { return id == plain(row[0]) })
		return nil
	})
	return lacking, err
}
