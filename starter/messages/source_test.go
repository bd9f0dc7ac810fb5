package messages

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// speakers are the folders whose code says messages.
func speakers() []string { return []string{"..", "../../worker/standalone", "../../worker/alerts"} }

// sources parses the code of the speakers, without tests.
func sources(t *testing.T) (*token.FileSet, []*ast.File) {
	t.Helper()
	set := token.NewFileSet()
	var files []*ast.File
	for _, folder := range speakers() {
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(set, path, nil, 0)
			files = append(files, f)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return set, files
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// TestIDs: every id in the code has a message, and every message is said somewhere.
func TestIDs(t *testing.T) {
	t.Parallel()
	messages, said := catalogue(t, English), map[string]bool{}
	set, files := sources(t)
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			e, isExpr := n.(ast.Expr)
			if !isExpr {
				return true
			}
			if s, ok := literal(e); ok {
				said[s] = true
				if _, known := messages[s]; !known && ours(set, n) && looksLikeID(s, messages) {
					t.Errorf("%s: there is no message %q", set.Position(n.Pos()), s)
				}
			}
			return true
		})
	}
	for id := range messages {
		if !said[id] && !begun(said, id) {
			t.Errorf("%s: nobody says it", id)
		}
	}
}

// ours: other folders have words with dots of their own.
func ours(set *token.FileSet, n ast.Node) bool {
	return filepath.Base(filepath.Dir(set.Position(n.Pos()).Filename)) == "cli"
}

// begun: some ids are made of a beginning and a state, "demo.state." + state.
func begun(said map[string]bool, id string) bool {
	return said[id[:strings.LastIndexByte(id, '.')+1]]
}

// looksLikeID: words with dots between them, the first as in other ids.
func looksLikeID(s string, messages map[string]map[string]string) bool {
	first, rest, dotted := strings.Cut(s, ".")
	if !dotted || rest == "" || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_.") != "" {
		return false
	}
	for id := range messages {
		if strings.HasPrefix(id, first+".") {
			return true
		}
	}
	return false
}

// TestPlaceholdersAreGiven: a call gives a message exactly what it asks for.
func TestPlaceholdersAreGiven(t *testing.T) {
	t.Parallel()
	messages := catalogue(t, English)
	set, files := sources(t)
	checked := 0
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !says(call) {
				return true
			}
			id, _ := literal(call.Args[0])
			checked++
			if _, known := messages[id]; !known {
				t.Errorf("%s: there is no message %q", set.Position(n.Pos()), id)
				return true
			}
			if want, got := placeholdersOf(messages[id]), given(call.Args[1:]); !slices.Equal(want, got) {
				t.Errorf("%s: %s asks for %v and is given %v", set.Position(n.Pos()), id, want, got)
			}
			return true
		})
	}
	if checked < 100 {
		t.Errorf("only %d calls were found: does this test still know how messages are said?", checked)
	}
}

// says is true of calls like Text("id", "Name", value, …).
func says(call *ast.CallExpr) bool {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 || call.Ellipsis.IsValid() {
		return false
	}
	_, isLiteral := literal(call.Args[0])
	return isLiteral && slices.Contains([]string{"Text", "fail", "usage", "note", "line"}, method.Sel.Name)
}

func given(pairs []ast.Expr) []string {
	var names []string
	for i := 0; i < len(pairs); i += 2 {
		name, _ := literal(pairs[i])
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
