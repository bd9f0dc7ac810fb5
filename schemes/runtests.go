package schemes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// TestResult is what became of one test of a scheme.
type TestResult struct {
	Name   string
	File   string
	Line   int
	Passed bool
	Diff   string // what was wanted and what came, for a person; "" when it passed
}

// RunTests runs the tests a scheme carries, with the rows they bring along.
func (s *Scheme) RunTests(ctx context.Context) []TestResult {
	var results []TestResult
	for _, t := range s.Tests {
		diff := s.runTest(ctx, t)
		results = append(results, TestResult{Name: t.Name, File: s.File, Line: t.Line, Passed: diff == "", Diff: diff})
	}
	return results
}

func (s *Scheme) runTest(ctx context.Context, t Test) string {
	documents, skipped, err := s.testDocuments(t)
	if err != nil {
		return s.judgeError(t, err)
	}
	var came []json.RawMessage
	for _, d := range documents {
		body, err := s.testEntry(ctx, t, d)
		if err != nil {
			return s.judgeError(t, err)
		}
		came = append(came, body)
	}
	handed, err := s.testHanded(t, documents)
	if err != nil {
		return s.judgeError(t, err)
	}
	return t.judge(came, handed, skipped)
}

func (s *Scheme) testEntry(ctx context.Context, t Test, d mapping.Document) (json.RawMessage, error) {
	if s.Target == nil {
		return d.Content, nil
	}
	entry, err := s.Map(ctx, d, s.testFinder(t))
	if err != nil {
		return nil, err
	}
	body, err := entry.Body.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("write entry: %w", err)
	}
	return body, nil
}

// judgeError decides whether an error is the one that was wanted.
func (s *Scheme) judgeError(t Test, err error) string {
	var missing *mapping.MissingError
	waits := errors.As(err, &missing)
	switch {
	case t.WantWaits != "" && waits && missing.Collection == s.collection(t.WantWaits):
		return ""
	case t.WantError != "" && strings.Contains(err.Error(), t.WantError):
		return ""
	case t.WantWaits != "":
		return fmt.Sprintf("wanted it to wait for %s\ncame: %v", t.WantWaits, err)
	case t.WantError != "":
		return fmt.Sprintf("wanted an error with %q\ncame: %v", t.WantError, err)
	default:
		return fmt.Sprintf("an error came: %v", err)
	}
}

func (t Test) judge(came []json.RawMessage, handed json.RawMessage, skipped []string) string {
	var wrong []string
	if t.WantError != "" || t.WantWaits != "" {
		wrong = append(wrong, fmt.Sprintf("wanted %s%s, but it was mapped", t.WantError, t.WantWaits))
	}
	wrong = append(wrong, judgeSkips(t.WantSkip, skipped)...)
	if t.WantHanded == nil || len(t.Want) > 0 { // a test of what is handed over need not repeat the entry
		wrong = append(wrong, judgeEntries(t.Want, came, len(wrong) == 0)...)
	}
	wrong = append(wrong, t.judgeHanded(handed)...)
	return strings.Join(wrong, "\n")
}

func judgeEntries(want, came []json.RawMessage, count bool) []string {
	var wrong []string
	if len(want) != len(came) && count {
		wrong = append(wrong, fmt.Sprintf("wanted %d documents, %d came", len(want), len(came)))
	}
	for i := range min(len(want), len(came)) {
		for _, line := range differences(want[i], came[i]) {
			wrong = append(wrong, ofDocument(i, len(want), line))
		}
	}
	return wrong
}

// ofDocument says which document a difference is of, where there are several.
func ofDocument(i, of int, line string) string {
	if of < 2 {
		return line
	}
	return fmt.Sprintf("%s [%d]%s", line[:1], i+1, line[1:])
}

func judgeSkips(want, came []string) []string {
	if len(want) != len(came) {
		return []string{fmt.Sprintf("wanted %d skipped documents %q, %d came: %q", len(want), want, len(came), came)}
	}
	var wrong []string
	for i := range want {
		if !strings.Contains(came[i], want[i]) {
			wrong = append(wrong, fmt.Sprintf("wanted a skip because %q\ncame: %q", want[i], came[i]))
		}
	}
	return wrong
}

// testFinder looks rows up among those the test brings along.
func (s *Scheme) testFinder(t Test) mapping.Finder {
	rows := map[string][]json.RawMessage{}
	for collection, contents := range t.Collections {
		name := s.collection(collection)
		rows[name] = append(rows[name], contents...)
	}
	return testRows{s, rows}
}

// collection is the name of a scheme that a test calls by its name or id.
func (s *Scheme) collection(nameOrID string) string {
	if name, ok := s.aliases[nameOrID]; ok {
		return name
	}
	return nameOrID
}
