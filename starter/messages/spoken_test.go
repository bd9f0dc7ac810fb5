package messages

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// spokenIn are the packages whose sentences people read about their schemes and
// documents.
func spokenIn() []string {
	return []string{"", "internal/suggest", "mapping", "mapping/mysql", "mapping/filter", "saas"}
}

// unspoken are texts of these packages that are no sentences, each with the reason.
func unspoken() map[string]string {
	const part, sql = "a part of a sentence", "SQL, or a word of it"
	const suffix = "what is added begins with -, as the sentences have it"
	return map[string]string{
		"%s: amounts.source: %w": "names only",
		"line%s: %w":             suffix, "write line%s: %w": suffix,
		"%d more": part, "at least %d": part, "%d to %d": part,
		"{\"$ne\":…}, {\"$gt\":…} or another comparison": part,
		"signed integer": sql, "unsigned integer": sql, "select (" + mark + ")": sql,
		"' ' from": sql, mark + " interval_of_" + mark + "(" + mark + ") day": sql,
		"microsecond second minute hour day week month quarter year": sql,
		mark + " (key " + mark + ")":                                 part,
		"unexpected end of JSON input":                               "compared with what encoding/json says",
		"# yaml-language-server: $schema=./scheme.schema.json":       "a line of a file",
	}
}

// TestEverySentenceHasChinese: whatever text with a space the packages contain is a
// sentence of the phrasebook, a part of one, or is known not to be said.
func TestEverySentenceHasChinese(t *testing.T) {
	t.Parallel()
	var known []string
	book := chinese(t)
	for _, s := range book.Sentences {
		known = append(known, skeleton(hole.ReplaceAllString(s.English, mark)))
	}
	for word := range book.Words {
		known = append(known, word)
	}
	used := map[string]bool{}
	for _, folder := range spokenIn() {
		for _, text := range texts(t, filepath.Join("../../schemes", folder)) {
			used[text.said] = true
			if _, silent := unspoken()[text.said]; !silent && !isSaid(known, text.said) {
				t.Errorf("%s: there is no Chinese for %q (as %q)", text.at, text.said, skeleton(text.said))
			}
		}
	}
	for text := range unspoken() {
		if !used[text] {
			t.Errorf("%q is not there any more", text)
		}
	}
}

// isSaid: a text that begins or ends in the middle of a sentence is part of one.
func isSaid(known []string, text string) bool {
	form := skeleton(text)
	if slices.Contains(known, form) {
		return true
	}
	part := strings.HasPrefix(text, ";") || strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") || strings.HasSuffix(text, "%s")
	return part && slices.ContainsFunc(known, func(k string) bool { return strings.Contains(k, form) })
}

// mark stands for a value.
const mark = "\x00"

var verb = regexp.MustCompile(`%[-+.*0-9]*[a-zA-Z]`)

// skeleton is what two forms of one sentence share, wherever their values stand
// and however these are quoted.
func skeleton(text string) string {
	text = strings.ReplaceAll(verb.ReplaceAllString(text, mark), "%%", "%")
	for _, quotes := range []string{`""`, `''`, `[]`} {
		text = strings.ReplaceAll(text, quotes[:1]+mark+quotes[1:], mark)
	}
	text = regexp.MustCompile(mark+"+").ReplaceAllString(text, mark)
	return strings.Trim(text, mark+" :")
}

type text struct{ said, at string }

// texts are the texts of a package as they are written, joined where + joins them.
func texts(t *testing.T, folder string) []text {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal(folder, err)
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	r := textReader{set: set, constants: constants(parsed)}
	for _, f := range parsed {
		ast.Inspect(f, r.visit)
	}
	return r.found
}

func constants(files []*ast.File) map[string]string {
	all := map[string]string{}
	for _, f := range files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v, _ := spec.(*ast.ValueSpec)
				for i, value := range v.Values {
					if s, ok := literal(value); ok {
						all[v.Names[i].Name] = s
					}
				}
			}
		}
	}
	return all
}

type textReader struct {
	set       *token.FileSet
	constants map[string]string
	found     []text
}

func (r *textReader) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ImportSpec:
		return false
	case *ast.CallExpr:
		f, ok := n.Fun.(*ast.SelectorExpr)
		return !ok || f.Sel.Name != "MustCompile"
	case *ast.Field:
		return n.Tag == nil
	case *ast.BinaryExpr:
		if n.Op == token.ADD && r.hasText(n) {
			r.keep(n, r.joined(n))
			return false
		}
	case *ast.BasicLit:
		if s, ok := literal(n); ok {
			r.keep(n, s)
		}
	}
	return true
}

// keep leaves out single words, which are names of keys, of functions, of
// systems, and what has no words: a Reason is said line by line.
func (r *textReader) keep(n ast.Node, said string) {
	for line := range strings.SplitSeq(said, "\n") {
		if bare := verb.ReplaceAllString(line, mark); strings.Contains(bare, " ") && prose.MatchString(bare) {
			r.found = append(r.found, text{line, r.set.Position(n.Pos()).String()})
		}
	}
}

var prose = regexp.MustCompile(`\b[a-z]{2,}\b`)

func (r *textReader) hasText(e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	if !ok {
		_, isText := literal(e)
		return isText
	}
	return r.hasText(b.X) || r.hasText(b.Y)
}

// joined puts a mark for what is only known when it is said. What stands in its
// calls is a text of its own.
func (r *textReader) joined(e ast.Expr) string {
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return r.joined(b.X) + r.joined(b.Y)
	}
	if s, ok := literal(e); ok {
		return s
	}
	if name, ok := e.(*ast.Ident); ok && r.constants[name.Name] != "" {
		return r.constants[name.Name]
	}
	ast.Inspect(e, r.visit)
	return mark
}
