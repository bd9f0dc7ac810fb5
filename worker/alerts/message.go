package alerts

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/starter/mask"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// examples is how many of the documents that differ are named.
const examples = 5

// message is what is posted.
func (w *webhook) message(a reconcile.Alert) any {
	a.Problem = short(mask.Text(a.Problem))
	zh, en := text(messages.New(messages.Chinese), a), text(messages.New(messages.English), a)
	both := map[string]string{"content": zh + "\n\n" + en}
	switch w.format {
	case WeCom, DingTalk:
		return map[string]any{"msgtype": "text", "text": both}
	case Feishu:
		return map[string]any{"msg_type": "text", "content": map[string]string{"text": both["content"]}}
	default:
		return posted(a, map[string]string{"zh": zh, "en": en})
	}
}

// post is an alert as JSON.
type post struct {
	Source      string                 `json:"source"` // erpbridge
	Event       string                 `json:"event"`  // reconcile
	Status      reconcile.Status       `json:"status"` // differs, unmade, agrees
	Scheme      string                 `json:"scheme"`
	Title       string                 `json:"title"`
	From        time.Time              `json:"from"`
	To          time.Time              `json:"to"`
	At          time.Time              `json:"at"`
	Problem     string                 `json:"problem,omitempty"`
	Documents   int                    `json:"documents"`
	Differences int                    `json:"differences"`
	Unexplained int                    `json:"unexplained"`
	Kinds       map[reconcile.Kind]int `json:"kinds,omitempty"`
	Amounts     *reconcile.Amounts     `json:"amounts,omitempty"`
	Examples    []example              `json:"examples,omitempty"`
	Text        map[string]string      `json:"text"` // zh, en
}

// example is a document that differs. Why is not said: a reason may name people.
type example struct {
	Kind   reconcile.Kind   `json:"kind"`
	Key    string           `json:"key"`
	Number string           `json:"number,omitempty"`
	Source *decimal.Decimal `json:"source,omitempty"`
	Target *decimal.Decimal `json:"target,omitempty"`
}

func posted(a reconcile.Alert, text map[string]string) post {
	p := post{
		Source: "erpbridge", Event: "reconcile", Status: a.Status, Scheme: a.Scheme, Title: a.Title,
		From: a.From.In(mapping.Shanghai()), To: a.To.In(mapping.Shanghai()), At: a.At.In(mapping.Shanghai()), Problem: a.Problem,
		Documents: a.Documents, Differences: a.Differences, Unexplained: a.Unexplained,
		Kinds: a.Kept.Kinds, Amounts: a.Kept.Amounts, Text: text,
	}
	for _, d := range some(a) {
		p.Examples = append(p.Examples, example{Kind: d.Kind, Key: d.Key, Number: d.Number, Source: d.Source, Target: d.Target})
	}
	return p
}

func some(a reconcile.Alert) []reconcile.Difference {
	return a.Kept.Differences[:min(examples, len(a.Kept.Differences))]
}

// text is what people read. It begins with a word that robots can be told to look
// for, as those of 钉钉 and 飞书 want.
func text(say *messages.Printer, a reconcile.Alert) string {
	lines := []string{say.Text("alert.head", "Scheme", a.Scheme, "Title", a.Title)}
	window := []any{"From", shown(a.From), "To", shown(a.To)}
	switch a.Status {
	case reconcile.Unmade:
		lines = append(lines, say.Text("alert.unmade", append(window, "Reason", say.Reason(a.Problem))...))
	case reconcile.Restored:
		lines = append(lines, say.Text("alert.agrees", append(window, "Count", a.Documents)...))
	default:
		lines = append(lines, say.Text("alert.differs", append(window, "Count", a.Differences, "Of", a.Documents, "Unexplained", a.Unexplained)...))
		lines = append(lines, named(say, a)...)
	}
	return strings.Join(append(lines, say.Text("alert.more", "Scheme", a.Scheme)), "\n")
}

func named(say *messages.Printer, a reconcile.Alert) []string {
	var kinds, lines []string
	for _, kind := range reconcile.Kinds() {
		if n := a.Kept.Kinds[kind]; n > 0 {
			kinds = append(kinds, fmt.Sprintf("%s %d", say.Text("difference."+string(kind)), n))
		}
	}
	lines = append(lines, strings.Join(kinds, ", "))
	if sums := a.Kept.Amounts; sums != nil && !sums.Difference.IsZero() {
		lines = append(lines, say.Text("alert.amounts", "Source", money(sums.Source), "Target", money(sums.Target), "Difference", money(sums.Difference)))
	}
	for _, d := range some(a) {
		lines = append(lines, "  "+say.Text("difference."+string(d.Kind))+" "+d.Key+sides(say, d))
	}
	return lines
}

// sides are what a document comes to on each side that has it.
func sides(say *messages.Printer, d reconcile.Difference) string {
	switch {
	case d.Source != nil && d.Target != nil:
		return say.Text("alert.both", "Source", money(*d.Source), "Target", money(*d.Target))
	case d.Source != nil:
		return say.Text("alert.source", "Source", money(*d.Source))
	case d.Target != nil:
		return say.Text("alert.target", "Target", money(*d.Target))
	default:
		return ""
	}
}

// money is an amount with its cents, and with more only where there are more.
func money(d decimal.Decimal) string {
	if d.Equal(d.Round(2)) {
		return d.StringFixed(2)
	}
	return d.String()
}

// short keeps a problem from filling a message: 企业微信 takes 2048 bytes.
func short(problem string) string {
	const most = 200
	if runes := []rune(problem); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return problem
}

func shown(t time.Time) string { return t.In(mapping.Shanghai()).Format("2006-01-02 15:04") }
