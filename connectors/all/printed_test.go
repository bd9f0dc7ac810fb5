package all_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
)

// printed is a field as a platform that integrates these systems prints it: with
// its mistakes, which why explains, and place has where it stands indeed ("-":
// nowhere). Without a title it is printed with its name alone.
type printed struct{ system, api, part, name, title, kind, place, why string }

// Whoever has the platform's page beside the table of an API finds every field of
// the page in it, with its Chinese name.
func TestTheTablesHoldWhatPagesPrint(t *testing.T) {
	t.Parallel()
	apis := all.APIs()
	rows := readPrinted(t)
	for _, p := range rows {
		if err := p.in(apis[p.system]); err != nil {
			t.Errorf("%s %s %s %s: %v", p.system, p.api, p.part, p.name, err)
		}
	}
	t.Logf("%d fields are printed", len(rows))
}

func (p printed) in(apis []connectors.API) error {
	i := slices.IndexFunc(apis, func(a connectors.API) bool { return a.Name == p.api })
	if i < 0 {
		return errors.New("there is no such API")
	}
	fields := apis[i].Request
	if p.part == "response" {
		fields = apis[i].Response
	}
	name := p.name
	if p.place != "" {
		name = p.place
	}
	f, found := connectors.FindField(fields, name)
	switch {
	case name == "-" && p.why != "":
		return nil
	case !found:
		return fmt.Errorf("%s is not in the table", name)
	case p.title != "" && f.Title != p.title:
		return fmt.Errorf("it is called %s and printed as %s", f.Title, p.title)
	case !strings.ContainsFunc(f.Title, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		return fmt.Errorf("%q is no Chinese name", f.Title)
	case !p.fits(f.Type) && p.why == "":
		return fmt.Errorf("its type is %s and printed as %s", f.Type, p.kind)
	}
	return nil
}

// fits: string is printed for every single value, and one page prints no types.
func (p printed) fits(kind string) bool {
	list := kind == "array" || kind == "object"
	return p.kind == "" || p.kind == kind || p.kind == "string" && !list
}

func readPrinted(t *testing.T) []printed {
	t.Helper()
	f, err := os.Open("testdata/printed.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = '\t', 8
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []printed
	for _, c := range records[1:] {
		rows = append(rows, printed{c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]})
	}
	return rows
}
