package messages

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryAdviceHasChinese: whatever a connector puts into the Advice of an error is
// said in Chinese, also when it is put together, or comes out of a function; and
// nothing is in Chinese that no connector advises.
func TestEveryAdviceHasChinese(t *testing.T) {
	t.Parallel()
	p, given := New(Chinese), []string{}
	for _, folder := range connectorFolders(t) {
		for _, a := range readAdvice(t, folder).advice {
			for _, english := range a.says {
				said := p.Reason("x MAIN API rejected: 不行 — " + english)
				if strings.Contains(said, " — ") || twoWords.MatchString(said) {
					t.Errorf("%s: the advice %q is said %q", a.at, english, said)
				}
			}
			if len(a.says) == 0 {
				t.Errorf("%s: it cannot be told what the advice says", a.at)
			}
			given = append(given, a.says...)
		}
	}
	for _, s := range chinese(t).Advice {
		if form := s.form(); !slices.ContainsFunc(given, form.MatchString) {
			t.Errorf("nobody advises %q", s.English)
		}
	}
}

// form matches what the sentence may be in English, with another behind it or not.
func (s sentence) form() *regexp.Regexp {
	var texts []string
	for _, p := range s.parts {
		texts = append(texts, regexp.QuoteMeta(p.text))
	}
	return regexp.MustCompile("^" + strings.Join(texts, ".+") + "(?:; .+)?$")
}

// twoWords beside each other are English that was taken for a value.
var twoWords = regexp.MustCompile(`\b[a-z]{2,} [a-z]{2,}\b`)

// connectorFolders are the folders of all connectors, without those of their simulators.
func connectorFolders(t *testing.T) []string {
	t.Helper()
	var folders []string
	err := filepath.WalkDir("../../connectors", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if strings.HasSuffix(path, "test") || d.Name() == "testdata" {
			return fs.SkipDir
		}
		folders = append(folders, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return folders
}

// advised is an expression whose text becomes advice, and what it may say.
type advised struct {
	at   string
	says []string
}

// adviceReader follows texts through a package as far as advice needs it: constants,
// variables of a function, and what functions return.
type adviceReader struct {
	constants map[string]string
	functions map[string]*ast.FuncDecl
	advice    []advised
}

func readAdvice(t *testing.T, folder string) *adviceReader {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, file := range slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") }) {
		f, err := parser.ParseFile(set, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	r := &adviceReader{constants: constants(parsed), functions: map[string]*ast.FuncDecl{}}
	r.eachFunction(parsed, func(f *ast.FuncDecl) { r.functions[f.Name.Name] = f })
	r.eachFunction(parsed, func(f *ast.FuncDecl) {
		for _, given := range adviceIn(f) {
			if s, ok := given.expr.(*ast.SelectorExpr); ok && s.Sel.Name == "Advice" {
				continue // another's advice, which is found where it was given
			}
			r.advice = append(r.advice, advised{set.Position(given.expr.Pos()).String(), r.says(f, given)})
		}
	})
	return r
}

func (*adviceReader) eachFunction(files []*ast.File, do func(*ast.FuncDecl)) {
	for _, file := range files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				do(f)
			}
		}
	}
}

// value is an expression, or one of the results of a call.
type value struct {
	expr   ast.Expr
	result int
}

// adviceIn are the values that a function gives as Advice.
func adviceIn(f *ast.FuncDecl) []value {
	found := assigned(f, func(to ast.Expr) bool {
		s, ok := to.(*ast.SelectorExpr)
		return ok && s.Sel.Name == "Advice"
	})
	ast.Inspect(f, func(n ast.Node) bool {
		if kv, ok := n.(*ast.KeyValueExpr); ok {
			if name, ok := kv.Key.(*ast.Ident); ok && name.Name == "Advice" {
				found = append(found, value{kv.Value, 0})
			}
		}
		return true
	})
	return found
}

// assigned are the values that a function assigns to what is meant. What is added to
// a variable comes with the variable before it.
func assigned(f *ast.FuncDecl, meant func(ast.Expr) bool) []value {
	var found []value
	ast.Inspect(f, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		for i, to := range a.Lhs {
			switch {
			case !meant(to):
			case a.Tok == token.ADD_ASSIGN:
				found = append(found, value{&ast.BinaryExpr{X: found[len(found)-1].expr, Op: token.ADD, Y: a.Rhs[0]}, 0})
			case len(a.Rhs) == len(a.Lhs):
				found = append(found, value{a.Rhs[i], 0})
			default:
				found = append(found, value{a.Rhs[0], i})
			}
		}
		return true
	})
	return found
}

// says are the texts that a value may be. X1 stands for what is only known when it is
// said; none is known where the whole is.
func (r *adviceReader) says(in *ast.FuncDecl, v value) []string {
	known := slices.DeleteFunc(r.texts(in, v), func(s string) bool { return !strings.Contains(s, " ") })
	slices.Sort(known)
	return slices.Compact(known)
}

const unknown = "X1"

func (r *adviceReader) texts(in *ast.FuncDecl, v value) []string {
	switch e := v.expr.(type) {
	case *ast.BinaryExpr:
		return joinedTexts(r.known(in, value{e.X, 0}), r.known(in, value{e.Y, 0}))
	case *ast.BasicLit:
		if s, ok := literal(e); ok {
			return []string{s}
		}
	case *ast.Ident:
		return r.named(in, e)
	case *ast.CallExpr:
		return r.returned(e, v.result)
	}
	return nil
}

// known: a part without a word of ours is a value.
func (r *adviceReader) known(in *ast.FuncDecl, v value) []string {
	if lit, ok := literal(v.expr); ok {
		return []string{lit}
	}
	if prose := r.says(in, v); len(prose) > 0 {
		return prose
	}
	if name, ok := v.expr.(*ast.Ident); ok && r.constants[name.Name] != "" {
		return []string{r.constants[name.Name]}
	}
	return []string{unknown}
}

func joinedTexts(first, second []string) []string {
	var all []string
	for _, a := range first {
		for _, b := range second {
			all = append(all, a+b)
		}
	}
	return all
}

func (r *adviceReader) named(in *ast.FuncDecl, name *ast.Ident) []string {
	if s := r.constants[name.Name]; s != "" {
		return []string{s}
	}
	var all []string
	for _, v := range assigned(in, func(to ast.Expr) bool {
		id, ok := to.(*ast.Ident)
		return ok && id.Name == name.Name
	}) {
		all = append(all, r.texts(in, v)...)
	}
	return all
}

// returned are the texts that a function of the package returns.
func (r *adviceReader) returned(call *ast.CallExpr, result int) []string {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	f := r.functions[name]
	if f == nil {
		return nil
	}
	var all []string
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if ret, ok := n.(*ast.ReturnStmt); ok {
			all = append(all, r.result(f, ret, result)...)
		}
		return true
	})
	return all
}

func (r *adviceReader) result(in *ast.FuncDecl, ret *ast.ReturnStmt, result int) []string {
	if len(ret.Results) == 1 && result > 0 {
		return r.texts(in, value{ret.Results[0], result})
	}
	if result >= len(ret.Results) {
		return nil
	}
	return r.texts(in, value{ret.Results[result], 0})
}
