package messages

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// told is an expression whose text a person reads, and what it may say.
type told struct {
	at   string
	says []string
}

// refusalReader follows texts through a package as far as refusals need it:
// constants, variables of a function, and what functions return.
type refusalReader struct {
	set       *token.FileSet
	constants map[string]string
	functions map[string]*ast.FuncDecl
	advice    []told
	messages  []told
	under     []string // what is being followed: functions call themselves
}

// follow does not go in circles.
func (r *refusalReader) follow(name string, texts func() []string) []string {
	if slices.Contains(r.under, name) {
		return nil
	}
	r.under = append(r.under, name)
	defer func() { r.under = r.under[:len(r.under)-1] }()
	return texts()
}

func readRefusals(t *testing.T, folder string) *refusalReader {
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
	r := &refusalReader{set: set, constants: constants(parsed), functions: map[string]*ast.FuncDecl{}}
	eachFunction(parsed, func(f *ast.FuncDecl) { r.functions[f.Name.Name] = f })
	eachFunction(parsed, func(f *ast.FuncDecl) {
		r.advice = append(r.advice, r.all(f, fieldOf(f, "Advice"))...)
		r.messages = append(r.messages, r.all(f, append(fieldOf(f, "Message"), refused(f)...))...)
	})
	return r
}

func eachFunction(files []*ast.File, do func(*ast.FuncDecl)) {
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

// fieldOf are the values that a function gives to a field of an error. Another's field
// was found where it was given.
func fieldOf(f *ast.FuncDecl, called string) []value {
	found := assigned(f, func(to ast.Expr) bool { return isField(to, called) })
	ast.Inspect(f, func(n ast.Node) bool {
		if c, ok := n.(*ast.CompositeLit); ok && member(c, "Kind") != nil { // an error, and no mistake in a file
			if given := member(c, called); given != nil {
				found = append(found, value{given, 0})
			}
		}
		return true
	})
	return slices.DeleteFunc(found, func(v value) bool { return isField(v.expr, called) })
}

func member(c *ast.CompositeLit, called string) ast.Expr {
	for _, e := range c.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if name, ok := kv.Key.(*ast.Ident); ok && name.Name == called {
				return kv.Value
			}
		}
	}
	return nil
}

func isField(e ast.Expr, name string) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == name
}

// refused are the arguments of the methods that make a refusal.
func refused(f *ast.FuncDecl) []value {
	var found []value
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !slices.ContainsFunc([]string{"refuse", "Refuse", "fail", "rejected"}, func(name string) bool { return isField(call.Fun, name) }) {
			return true
		}
		for _, argument := range call.Args {
			found = append(found, value{argument, 0})
		}
		return true
	})
	return found
}

func (r *refusalReader) all(f *ast.FuncDecl, values []value) []told {
	var all []told
	for _, v := range values {
		all = append(all, told{r.set.Position(v.expr.Pos()).String(), r.says(f, v)})
	}
	return all
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
				found = append(found, value{&ast.BinaryExpr{X: last(found), Op: token.ADD, Y: a.Rhs[0]}, 0})
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

// last is what was assigned before; nothing is known of what came from elsewhere.
func last(values []value) ast.Expr {
	if len(values) == 0 {
		return &ast.BadExpr{}
	}
	return values[len(values)-1].expr
}

// says are the texts that a value may be. X1 stands for what is only known when it is
// said; none is known where the whole is.
func (r *refusalReader) says(in *ast.FuncDecl, v value) []string {
	known := slices.DeleteFunc(r.texts(in, v), func(s string) bool { return !strings.Contains(s, " ") })
	slices.Sort(known)
	return slices.Compact(known)
}

const unknown = "X1"

func (r *refusalReader) texts(in *ast.FuncDecl, v value) []string {
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
		return append(r.written(in, e), r.returned(e, v.result)...)
	}
	return nil
}

// written are the texts that a call is given to write with, or to choose from.
func (r *refusalReader) written(in *ast.FuncDecl, call *ast.CallExpr) []string {
	var all []string
	choice, _ := call.Fun.(*ast.Ident)
	for _, argument := range call.Args {
		switch {
		case isField(call.Fun, "Sprintf"):
			format, _ := literal(call.Args[0])
			return []string{verb.ReplaceAllString(format, unknown)}
		case choice != nil && choice.Name == "or":
			all = append(all, r.texts(in, value{argument, 0})...)
		}
	}
	return all
}

// known: a part without a word of ours is a value.
func (r *refusalReader) known(in *ast.FuncDecl, v value) []string {
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

func (r *refusalReader) named(in *ast.FuncDecl, name *ast.Ident) []string {
	if s := r.constants[name.Name]; s != "" {
		return []string{s}
	}
	return r.follow(in.Name.Name+" "+name.Name, func() (all []string) {
		for _, v := range assigned(in, func(to ast.Expr) bool {
			id, ok := to.(*ast.Ident)
			return ok && id.Name == name.Name
		}) {
			all = append(all, r.texts(in, v)...)
		}
		return all
	})
}

// returned are the texts that a function of the package returns.
func (r *refusalReader) returned(call *ast.CallExpr, result int) []string {
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
	return r.follow(name, func() (all []string) {
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if ret, ok := n.(*ast.ReturnStmt); ok {
				all = append(all, r.result(f, ret, result)...)
			}
			return true
		})
		return all
	})
}

func (r *refusalReader) result(in *ast.FuncDecl, ret *ast.ReturnStmt, result int) []string {
	if len(ret.Results) == 1 && result > 0 {
		return r.texts(in, value{ret.Results[0], result})
	}
	if result >= len(ret.Results) {
		return nil
	}
	return r.texts(in, value{ret.Results[result], 0})
}
