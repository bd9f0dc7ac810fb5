package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
)

func (a *app) testSchemes() *cobra.Command {
	return &cobra.Command{
		Use: "test [NAME…]", Short: a.say.Text("schemes.test.short"), Long: a.say.Text("schemes.test.long"),
		RunE: func(c *cobra.Command, names []string) error { return a.runTestSchemes(c.Context(), names) },
	}
}

func (a *app) runTestSchemes(ctx context.Context, names []string) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	chosen, err := a.chosen(lib, names)
	if err != nil {
		return err
	}
	report := testReport{Tests: []testRow{}}
	for _, s := range chosen {
		report.add(s.Name, s.RunTests(ctx))
	}
	if err := a.print(report); err != nil {
		return err
	}
	if report.Failed > 0 {
		return a.fail("tests.failed", "Count", report.Failed)
	}
	return nil
}

// testReport is what became of the tests that schemes carry.
type testReport struct {
	Passed int       `json:"passed"`
	Failed int       `json:"failed"`
	Tests  []testRow `json:"tests"`
}

type testRow struct {
	Scheme string `json:"scheme"`
	Test   string `json:"test"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Passed bool   `json:"passed"`
	Diff   string `json:"diff,omitempty"`
}

func (r *testReport) add(scheme string, results []schemes.TestResult) {
	for _, t := range results {
		r.Tests = append(r.Tests, testRow{
			Scheme: scheme, Test: t.Name, File: t.File, Line: t.Line, Passed: t.Passed, Diff: t.Diff,
		})
		if t.Passed {
			r.Passed++
		} else {
			r.Failed++
		}
	}
}

func (r testReport) text(p *page) {
	for _, t := range r.Tests {
		if t.Passed {
			p.line("tests.pass", "Scheme", t.Scheme, "Test", t.Test)
			continue
		}
		p.line("tests.fail", "Scheme", t.Scheme, "Test", t.Test, "File", t.File, "Line", t.Line)
		p.block(shifted(p.say.Reason(t.Diff)))
	}
	p.line("tests.sum", "Count", r.Passed+r.Failed, "Passed", r.Passed, "Failed", r.Failed)
}

// shifted moves text to the right, below the line it belongs to.
func shifted(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n    ")
}
