package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/saas"
)

// importReport is what became of metadata files.
type importReport struct {
	Schemes []importedScheme `json:"schemes"`
	Failed  []importFailure  `json:"failed"`

	toStdout bool
}

type importedScheme struct {
	Name    string          `json:"name"`
	File    string          `json:"file,omitempty"` // where it was written
	YAML    string          `json:"yaml,omitempty"` // when it was not written
	From    []string        `json:"from"`
	Counts  saas.Counts     `json:"understood"`
	Notes   []importNote    `json:"notes"`
	Missing []missingScheme `json:"missing"`
}

type importNote struct {
	saas.Note
	Text string `json:"text"`
}

type missingScheme struct {
	saas.Missing
	Placeholder string `json:"placeholder,omitempty"`
}

type importFailure struct {
	Message string `json:"message"`
}

// imported is what came of an import, said in the person's language.
func (a *app) imported(all []saas.Imported, err error) importReport {
	r := importReport{Schemes: []importedScheme{}, Failed: []importFailure{}}
	for _, one := range all {
		s := importedScheme{
			Name: one.Name, YAML: string(one.YAML), From: one.Files, Counts: one.Counts,
			Notes: []importNote{}, Missing: []missingScheme{},
		}
		for _, n := range one.Notes {
			s.Notes = append(s.Notes, importNote{Note: n, Text: a.sayNote(n)})
		}
		for _, m := range one.Missing {
			s.Missing = append(s.Missing, missingScheme{Missing: m})
		}
		r.Schemes = append(r.Schemes, s)
	}
	for _, e := range parts(err) {
		r.Failed = append(r.Failed, importFailure{Message: e.Error()})
	}
	return r
}

// parts are the errors that were joined.
func parts(err error) []error {
	var many interface{ Unwrap() []error }
	if !errors.As(err, &many) {
		if err == nil {
			return nil
		}
		return []error{err}
	}
	var all []error
	for _, e := range many.Unwrap() {
		all = append(all, parts(e)...)
	}
	return all
}

// sayNote is the sentence of a note.
func (a *app) sayNote(n saas.Note) string {
	return a.say.ImportNote(n.Code, "Old", n.Old, "New", n.New, "Detail", n.Detail, "Field", n.Field)
}

// printImport writes the report; schemes that go to stdout have it for themselves.
func (a *app) printImport(r importReport) error {
	if !r.toStdout || a.format == formatJSON {
		return a.print(r)
	}
	aside := &page{say: a.say}
	r.text(aside)
	var yaml []string
	for _, s := range r.Schemes {
		yaml = append(yaml, s.YAML)
	}
	_, err := fmt.Fprint(a.env.Stdout, strings.Join(yaml, "---\n"))
	if _, errAside := fmt.Fprint(a.env.Stderr, aside.String()); err != nil || errAside != nil {
		return a.fail("output.failed", "Error", errors.Join(err, errAside))
	}
	return nil
}

func (r importReport) text(p *page) {
	var files []string
	for _, s := range r.Schemes {
		s.text(p)
		if s.File != "" {
			files = append(files, s.File)
		}
	}
	for _, f := range r.Failed {
		p.block(p.say.Reason(f.Message))
	}
	if len(files) > 0 {
		p.line("import.next", "Files", strings.Join(files, " "))
	}
}

func (s importedScheme) text(p *page) {
	p.block(strings.Join(s.From, " + ") + " → " + firstWord(s.File, s.Name))
	c := s.Counts
	p.line("import.counts", "Request", c.SourceRequest, "Response", c.Response, "Target", c.TargetRequest,
		"Options", c.Options, "Lookups", c.Lookups, "Functions", c.Functions)
	for _, kind := range saas.Kinds() {
		s.notes(p, kind)
	}
	if len(s.Missing) > 0 {
		p.line("import.missing")
	}
	for _, m := range s.Missing {
		p.block("    " + m.Scheme + "  (" + strings.Join(m.Fields, ", ") + ")" + arrow("", m.Placeholder))
	}
}

func firstWord(words ...string) string {
	i := slices.IndexFunc(words, func(w string) bool { return w != "" })
	return words[max(i, 0)]
}

// notes writes what is of one kind. Keys that are merely kept are one line.
func (s importedScheme) notes(p *page, kind saas.Kind) {
	var lines, kept []string
	for _, n := range s.Notes {
		switch {
		case n.Kind != kind:
		case n.Code == string(saas.Kept):
			kept = append(kept, n.Detail+times(n.Count))
		default:
			lines = append(lines, n.lines()...)
		}
	}
	if len(kept) > 0 {
		slices.Sort(kept)
		lines = append(lines, "    "+strings.Join(slices.Compact(kept), ", "))
	}
	if len(lines) > 0 {
		p.block("  " + p.say.ImportKind(string(kind)))
		p.block(strings.Join(lines, "\n"))
	}
}

// lines are the note with the place it speaks of, and the values below it.
func (n importNote) lines() []string {
	text := n.Text + times(n.Count)
	if place := strings.TrimSpace(n.Side + " " + n.Field); place != "" {
		text = place + ": " + text
	}
	if n.Certainty != "" && n.Kind == saas.Guessed {
		text = n.Certainty + "  " + text
	}
	lines := []string{"    " + text}
	if n.Old != "" && n.New != "" {
		lines = append(lines, "        "+oneLine.Replace(n.Old), "      → "+oneLine.Replace(n.New))
	} else if n.Old != "" {
		lines = append(lines, "        "+oneLine.Replace(n.Old))
	}
	return lines
}

func times(count int) string {
	if count > 1 {
		return fmt.Sprintf(" ×%d", count)
	}
	return ""
}

func arrow(from, to string) string {
	if to == "" {
		return from
	}
	return from + " → " + to
}
