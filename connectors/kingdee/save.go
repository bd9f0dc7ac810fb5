package kingdee

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// maxPackets is how many bills the vendor advises for one BatchSave.
const maxPackets = 20

const (
	apiSave      = "save"
	apiBatchSave = "batchSave"
)

// MaxBatch is 20 for batchSave and 1 for save.
func (c *Client) MaxBatch(k connectors.Call) int {
	if equal(k.API, apiBatchSave) {
		return maxPackets
	}
	return 1
}

// Save sends bills with Save or BatchSave. A bill whose number is taken is
// refused with ErrDuplicate; one that a batch's answer does not mention is
// ErrUnknown. An entry with an ID replaces that bill, which must be changeable. With IsAutoSubmitAndAudit the answer does not say how far a bill
// got, so its receipt has no status.
func (c *Client) Save(ctx context.Context, k connectors.Call, entries []connectors.Entry) ([]connectors.Outcome, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	request, options, err := c.saveCall(k, entries)
	if err != nil {
		return nil, err
	}
	batch := c.pack(request, k, entries)
	if len(batch.sent) == 0 {
		return batch.outcomes, nil
	}
	if request, err = c.withModels(request, k, options, batch); err != nil {
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
	if err := c.refusedAltogether(request, r.Result.ResponseStatus); err != nil {
		return nil, err
	}
	if err := c.refusedAsOne(ctx, request, textOption(k.Options, "FormId"), r.Result.ResponseStatus, batch.sent); err != nil {
		return nil, err
	}
	for i, o := range c.saved(request, k, r, batch.sent) {
		batch.outcomes[batch.places[i]] = o
	}
	return batch.outcomes, nil
}

// saveCall checks what is the same for all bills of a call.
func (c *Client) saveCall(k connectors.Call, entries []connectors.Entry) (call, connectors.Object, error) {
	request := call{method: "Save", writes: true}
	with := inSave
	switch {
	case equal(k.API, apiSave):
	case equal(k.API, apiBatchSave):
		request.method, with = "BatchSave", inSave|inBatch
	default:
		return call{}, nil, c.noSuchAPI(k.API, apiSave, apiBatchSave)
	}
	if most := c.MaxBatch(k); len(entries) > most {
		return call{}, nil, c.rejected(request, "", fmt.Sprintf("%d bills in one call; it takes at most %d", len(entries), most))
	}
	if _, err := c.form(k); err != nil {
		return call{}, nil, err
	}
	options, err := c.outerFields(request, k.Options, with)
	return request, complete(options, entries), err
}

func (c *Client) withModels(request call, k connectors.Call, options connectors.Object, b batch) (call, error) {
	var packet any = b.models[0]
	if equal(k.API, apiBatchSave) {
		packet = b.models
	}
	data := append(threads(options, len(b.models)), connectors.Member{Name: "Model", Value: packet})
	return c.withData(request, textOption(k.Options, "FormId"), data)
}

// withData puts form and data into the positional envelope.
func (c *Client) withData(k call, form string, data connectors.Object) (call, error) {
	text, err := data.MarshalJSON()
	if err != nil {
		return call{}, c.rejected(k, "", "the document cannot be written as JSON: "+err.Error())
	}
	k.parameters = []any{form, string(text)}
	return k, nil
}

// threads keeps BatchCount below the number of packets and at most 10, as the
// server demands.
func threads(data connectors.Object, packets int) connectors.Object {
	const most = 10
	for i, m := range data {
		if n, ok := m.Value.(int); ok && m.Name == "BatchCount" {
			if n = min(n, packets-1, most); n < 1 {
				return append(data[:i:i], data[i+1:]...)
			}
			data[i].Value = n
		}
	}
	return data
}

// batch is the bills of a call that can be sent, and the outcomes of all.
type batch struct {
	models   []any
	sent     []connectors.Entry
	places   []int // of sent among all entries
	outcomes []connectors.Outcome
}

// pack shapes each bill; one that cannot be sent is refused without holding up
// the others.
func (c *Client) pack(request call, k connectors.Call, entries []connectors.Entry) batch {
	b := batch{outcomes: make([]connectors.Outcome, len(entries))}
	form := textOption(k.Options, "FormId")
	shape := newShaper(fieldsOf(form))
	for i, e := range entries {
		text, err := c.packet(request, form, shape, e)
		if err != nil {
			b.outcomes[i] = connectors.Outcome{Receipt: connectors.Receipt{Number: e.Number}, Err: err}
			continue
		}
		b.models, b.sent, b.places = append(b.models, text), append(b.sent, e), append(b.places, i)
	}
	return b
}

func (c *Client) packet(k call, form string, s shaper, e connectors.Entry) (json.RawMessage, error) {
	m, err := c.numbered(k, keys(form).number, s.amended(e, keys(form).id), e)
	if err != nil {
		return nil, err
	}
	text, err := m.MarshalJSON()
	if err != nil {
		return nil, c.rejected(k, "", fmt.Sprintf("document %s cannot be written as JSON: %v", e.Key, err))
	}
	return text, nil
}

// numbered makes sure that the bill is sent under the number it will be looked
// for by: FBillNo, of base data FNumber.
func (c *Client) numbered(k call, number string, m connectors.Object, e connectors.Entry) (connectors.Object, error) {
	given, ok := m.Get(number)
	switch {
	case e.Number == "" || ok && fmt.Sprint(given) == e.Number:
		return m, nil
	case ok:
		return nil, c.rejected(k, number, fmt.Sprintf("document %s is to be found by number %s but says %s %v", e.Key, e.Number, number, given))
	default:
		return append(connectors.Object{{Name: number, Value: e.Number}}, m...), nil
	}
}
