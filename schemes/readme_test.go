package schemes

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// The page is the reference: what the language has, both twins name.
func TestReadmeNamesTheLanguage(t *testing.T) {
	t.Parallel()
	words := [][]string{
		mapping.Types(), mapping.OnErrors(), mapping.Parsers(), logics(), accumulators(), formatNames(),
		lanes(), compatibilities(), missings(), notFounds(), directions(), methods(), formatKeys(reflect.TypeFor[fileFormat]()),
	}
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range words {
			for _, word := range list {
				if !names(strings.FieldsFunc(string(page), isNoWord)).has(word) {
					t.Errorf("%s does not name %s", file, word)
				}
			}
		}
	}
}

func isNoWord(r rune) bool {
	return r != '$' && r != '_' && (r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z')
}

func (n names) has(word string) bool {
	for _, one := range n {
		if strings.TrimRight(one, "_") == word {
			return true
		}
	}
	return false
}

// formatKeys are the keys of a part of the format and of all below it.
func formatKeys(t reflect.Type) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for field := range t.Fields() {
		key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		keys = append(keys, key)
		if key != "children" { // fields again
			keys = append(keys, formatKeys(field.Type)...)
		}
	}
	return keys
}
