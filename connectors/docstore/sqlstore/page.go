package sqlstore

import (
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// pageWriter collects what a page changes and writes each kind of change with
// one statement.
type pageWriter struct {
	page     docstore.Page
	now      string
	fields   []string
	kept     *docstore.Kept
	parts    int    // of how many other documents each of the page is made
	first    string // of those that are made together
	inserted []pageRow
	replaced []pageRow
	beside   []pageRow
	restored []pageRow
	entries  []entry
	events   []eventRow
	moves    []move
}

// move is a change of counters, made once the page is written.
type move struct {
	key      string
	from, to docstore.State
}

// pageRow is an incoming row as a parameter.
type pageRow struct {
	Scheme  string         `json:"scheme"`
	Key     string         `json:"key"`
	Number  string         `json:"number"`
	State   docstore.State `json:"state"`
	Reason  string         `json:"reason"`
	Hash    string         `json:"hash"`
	Content string         `json:"content"`

	MemberOf string         `json:"member_of"`
	PartOf   string         `json:"part_of"`
	Parts    int            `json:"parts"`
	HandedBy string         `json:"handed_by"`
	Held     string         `json:"newer_held"`
	HeldAs   docstore.State `json:"newer_state"`
	Was      docstore.State `json:"was"`
	Edition  string         `json:"edition"`
}

// theirDocuments joins rows to documents. The scheme comes with each row, not as
// a parameter: SQLite would take a constant for selective and read all documents
// of the scheme, for each the whole page.
const theirDocuments = " WHERE d.scheme = r.scheme AND d.key = r.key"

const pageColumns = "scheme text, key text, number text, state text, reason text, hash text, content text," +
	" member_of text, part_of text, parts bigint, handed_by text, newer_held text, newer_state text, was text, edition text"

func (w *pageWriter) add(r row, h head, d decision) {
	p := pageRow{
		Scheme: w.page.Scheme, Key: r.Key, Number: r.Number, State: d.state, Reason: d.reason, Hash: r.hash,
		Content: text(string(r.Content)), MemberOf: r.MemberOf, Parts: w.parts, HandedBy: text(r.HandedBy), Was: d.was,
		Edition: max(text(r.Edition), h.edition),
	}
	if r.Key != w.first {
		p.PartOf = w.first
	}
	switch d.verdict {
	case insert:
		w.inserted = append(w.inserted, p)
		w.kept.Added = append(w.kept.Added, p.Key)
		w.arrived(p, r, "", &w.kept.New)
	case replace:
		w.replaced = append(w.replaced, p)
		if h.newerHash != "" { // it came while a call was made that was refused
			w.moves = append(w.moves, move{p.Key, changed, ""})
		}
		w.arrived(p, r, h.state, &w.kept.Changed)
	case beside:
		w.setBeside(p, r, h)
	case restore:
		w.setRestored(p, h)
	case repeat:
		w.kept.Unchanged++
	}
}

// arrived notes a document whose content is now that of the page.
func (w *pageWriter) arrived(p pageRow, r row, from docstore.State, counter *int) {
	*counter++
	w.kept.Fresh = append(w.kept.Fresh, p.Key)
	w.moves = append(w.moves, move{p.Key, from, p.State})
	w.entries = append(w.entries, entriesOf(p.Key, r.content, w.fields)...)
	if p.State == docstore.Skipped || p.State == docstore.Failed {
		w.events = append(w.events, eventRow{Key: p.Key, At: w.now, State: p.State, Reason: p.Reason})
	}
}

func (w *pageWriter) setBeside(p pageRow, r row, h head) {
	p.Held, p.HeldAs = heldBy(r)
	w.events = append(w.events, eventRow{Key: p.Key, At: w.now, State: p.State, Reason: besideReason(p, r, h)})
	w.beside = append(w.beside, p)
	w.moves = append(w.moves, move{p.Key, h.state, p.State})
	if h.newerHash == "" {
		w.moves = append(w.moves, move{p.Key, "", changed})
	}
	w.kept.Changed++
	w.kept.Fresh = append(w.kept.Fresh, p.Key)
}

// heldBy says why content is not carried by itself, and where it would be.
func heldBy(r row) (string, docstore.State) {
	switch {
	case r.Fail != "":
		return text(r.Fail), docstore.Failed
	case r.Skip != "":
		return text(r.Skip), docstore.Skipped
	default:
		return "", ""
	}
}

func (w *pageWriter) setRestored(p pageRow, h head) {
	w.restored = append(w.restored, p)
	w.moves = append(w.moves, move{p.Key, changed, ""}, move{p.Key, h.state, p.State})
	w.kept.Unchanged++
	if h.was != "" && p.State != h.state {
		w.events = append(w.events, eventRow{Key: p.Key, At: w.now, State: p.State, Reason: uncancelled})
	}
}

// besideReason is what the diary says of new content that was not taken over.
func besideReason(p pageRow, r row, h head) string {
	switch {
	case p.State != h.state || h.partOf != "":
		return p.Reason
	}
	reason := "the source changed it after it was sent; the new content is kept beside what was sent"
	switch {
	case r.Fail != "":
		reason += cannotRead + text(r.Fail)
	case r.Skip != "":
		reason += wouldSkip + text(r.Skip)
	}
	return reason
}
