package simulators

import (
	"encoding/json"
	"net/http"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
)

// The kinds of refunds that come through 奇门; the others are those of refunds.
const (
	PartReceived Kind = "part received" // fewer pieces than were applied for, all of the money
	NotReceived  Kind = "not received"  // one of its lines has not come back
	Exchange     Kind = "exchange"      // 换货: one of its lines goes to the buyer
	Gift         Kind = "gift"          // a line without money
	Bundle       Kind = "bundle"        // parts of a 组合装
	SubCent      Kind = "sub-cent"      // 10.005
)

// AwkwardQimenRefunds are all kinds of refunds through 奇门 but Plain.
func AwkwardQimenRefunds() []Kind {
	return []Kind{
		SeveralLines, OddText, NothingReceived, UnknownShop, MissingMaterial, Cancelled, Merged, Indivisible, Cents, Large,
		NoGoods, PartReceived, NotReceived, Exchange, Gift, Bundle, SubCent,
	}
}

// QimenRefunds are those of the simulated 聚水潭·奇门 in order of their as_id.
func (w *World) QimenRefunds() []Document { return append([]Document(nil), w.qimenRefunds...) }

func (w *World) fillJushuitanQimen() error {
	w.JushuitanQimen = jushuitanqimentest.New(jushuitanqimentest.Options{
		Options: qimentest.Options{Now: w.opt.Clock, NoLimits: w.opt.NoLimits},
	})
	b := newBuilder(w.opt.Seed, ofJushuitanQimen, w.opt.Now)
	b.first = 600_001 // 聚水潭 numbers all refunds of a merchant, whichever way they come out
	kinds := deal(b.rand, w.opt.Documents, AwkwardQimenRefunds())
	for i, kind := range kinds {
		d := b.qimenDocument(i, len(kinds), kind)
		w.qimenRefunds = append(w.qimenRefunds, d)
		if err := w.JushuitanQimen.Refunds().Seed(b.qimenRefund(i, d)); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) serveJushuitanQimen() http.Handler { return w.JushuitanQimen }

func (w *World) jushuitanQimenEnv(baseURL string) map[string]string {
	return prefixed("JUSHUITANQIMEN_MAIN_", w.JushuitanQimen.Variables(baseURL))
}

func (b *builder) qimenDocument(i, of int, kind Kind) Document {
	d := b.document(i, of, kind)
	more := b.line(i, Plain)
	switch kind {
	case PartReceived:
		d.Lines[0].Applied = d.Lines[0].Received.Add(decimal.NewFromInt(2))
	case NotReceived:
		more.Received = decimal.Zero
	case Exchange:
		more.Outgoing, more.Amount = true, "0.00"
	case Gift:
		more.Amount = "0.00"
	case Bundle:
		d.Lines[0].Bundle, more.Bundle = "SET-7", "SET-7"
	case SubCent:
		d.Lines[0].Applied, d.Lines[0].Received, d.Lines[0].Amount = decimal.NewFromInt(1), decimal.NewFromInt(1), "10.005"
	}
	switch kind {
	case NotReceived, Exchange, Gift, Bundle:
		d.Lines = append(d.Lines, more)
	}
	return b.described(d)
}

// described gives lines the text that goes with them: colour and size, or what a
// person has entered there.
func (b *builder) described(d Document) Document {
	for i := range d.Lines {
		d.Lines[i].Variant = b.goodOf(d.Lines[i].SKU).variant
		if d.Kind == OddText {
			d.Lines[i].Variant = d.Remark
		}
	}
	return d
}

// qimenRefund writes a document as 聚水潭 returns it through 奇门: every second row has
// its numbers as texts.
func (b *builder) qimenRefund(i int, d Document) map[string]any {
	row := b.refund(d)
	if d.Kind == Exchange {
		row["type"] = "换货"
	}
	items, _ := row["items"].([]map[string]any)
	for j, l := range d.Lines {
		items[j]["properties_value"] = l.Variant
		if l.Outgoing {
			items[j]["type"] = "换货"
		}
	}
	if i%2 == 0 {
		return row
	}
	for _, item := range items {
		inTexts(item)
	}
	return inTexts(row)
}

// inTexts writes the numbers of a row as texts, digit by digit.
func inTexts(row map[string]any) map[string]any {
	for name, value := range row {
		if n, ok := value.(json.Number); ok {
			row[name] = n.String()
		}
	}
	return row
}
