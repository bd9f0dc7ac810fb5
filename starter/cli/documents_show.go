package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/mask"
)

func (a *app) showDocument() *cobra.Command {
	var unmasked bool
	c := &cobra.Command{
		Use: "show SCHEME KEY|NUMBER", Short: a.say.Text("documents.show.short"), Long: a.say.Text("documents.show.long"),
		Args: a.between(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runShowDocument(c.Context(), args[0], args[1], unmasked)
		},
	}
	c.Flags().BoolVar(&unmasked, "unmasked", false, a.say.Text("flag.unmasked"))
	return c
}

func (a *app) runShowDocument(ctx context.Context, scheme, key string, unmasked bool) error {
	return a.withStore(ctx, func(s store) error {
		if err := a.known(ctx, s, scheme); err != nil {
			return err
		}
		doc, err := a.document(ctx, s, scheme, key)
		if err != nil {
			return err
		}
		events, err := s.Events(ctx, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key})
		if err != nil {
			return a.fail("store.failed", "Error", err)
		}
		return a.print(detail(doc, events, !unmasked))
	})
}

// documentDetail is everything the store knows of a document.
type documentDetail struct {
	docstore.Document
	Diary  []docstore.Event `json:"diary"`
	Masked bool             `json:"masked"` // personal data is hidden
}

func detail(doc docstore.Document, events []docstore.Event, masked bool) documentDetail {
	doc.FetchedAt, doc.UpdatedAt = doc.FetchedAt.In(zone()), doc.UpdatedAt.In(zone())
	d := documentDetail{Document: doc, Diary: []docstore.Event{}, Masked: masked}
	for _, e := range events {
		e.At = e.At.In(zone())
		d.Diary = append(d.Diary, e)
	}
	if masked {
		d.hide()
	}
	return d
}

func (d *documentDetail) hide() {
	d.Reason = mask.Text(d.Reason)
	for _, content := range []*json.RawMessage{&d.Content, &d.Newer, &d.Sent, &d.Answer, &d.Written} {
		*content = mask.JSON(*content)
	}
	for i, e := range d.Diary {
		d.Diary[i].Reason, d.Diary[i].Sent, d.Diary[i].Answer = mask.Text(e.Reason), mask.JSON(e.Sent), mask.JSON(e.Answer)
	}
}

func (d documentDetail) text(p *page) {
	p.table(nil, d.facts(p))
	p.section("document.content", indented(d.Content))
	p.section("document.newer", indented(d.Newer))
	p.section("document.sent", indented(d.Sent))
	p.section("document.answer", indented(d.Answer))
	p.section("document.written", indented(d.Written))
	d.diaryText(p)
	if d.Masked {
		p.WriteByte('\n')
		p.line("document.masked")
	}
}

func (d documentDetail) facts(p *page) [][]string {
	fact := func(id, value string) []string { return []string{p.say.Text(id), value} }
	facts := [][]string{
		fact("column.scheme", d.Scheme), fact("column.key", d.Key), fact("column.number", d.Number),
		fact("column.state", stateName(p.say, d.State)), fact("column.reason", p.say.Reason(d.Reason)),
		fact("column.part", d.PartOf), fact("column.parts", count(d.Parts)), fact("column.handed", d.HandedBy),
		fact("column.waits", d.WaitsFor), fact("column.target", d.Target), fact("column.target_id", d.TargetID),
		fact("column.attempts", strconv.Itoa(d.Attempts)), fact("column.revision", d.Revision),
		fact("column.fetched", shown(d.FetchedAt)), fact("column.updated", shown(d.UpdatedAt)),
		fact("column.workflow", d.WorkflowID), fact("column.run", d.RunID),
	}
	var told [][]string
	for _, f := range facts {
		if f[1] != "" {
			told = append(told, f)
		}
	}
	return told
}

// count says nothing of none.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (d documentDetail) diaryText(p *page) {
	if len(d.Diary) == 0 {
		return
	}
	rows := make([][]string, len(d.Diary))
	for i, e := range d.Diary {
		rows[i] = []string{e.At.Format(time.DateTime), stateName(p.say, e.State), e.By, p.say.Reason(e.Reason)}
	}
	p.heading("document.diary")
	p.table([]string{"column.at", "column.state", "column.by", "column.reason"}, rows)
}

func indented(raw json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "  ", "  "); err != nil {
		return string(raw) // not JSON: as it came
	}
	if b.Len() == 0 {
		return ""
	}
	return "  " + b.String()
}
