package messages

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"
)

// catalogue is all messages of a language: by id, the sentence or its plural forms.
func catalogue(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	files, err := filepath.Glob("*." + lang + ".yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no catalogues in %s: %v", lang, err)
	}
	all := map[string]map[string]string{}
	for _, file := range files {
		for id, v := range parse(t, file) {
			if _, twice := all[id]; twice {
				t.Errorf("%s: %s is in another file, too", file, id)
			}
			all[id] = forms(t, id, v)
		}
	}
	return all
}

func parse(t *testing.T, file string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := yaml.Unmarshal(text, &raw); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return raw
}

func forms(t *testing.T, id string, v any) map[string]string {
	t.Helper()
	switch v := v.(type) {
	case string:
		return map[string]string{"other": v}
	case map[string]any:
		all := map[string]string{}
		for form, text := range v {
			s, ok := text.(string)
			if !ok {
				t.Errorf("%s: form %s is %T, wanted text", id, form, text)
			}
			all[form] = s
		}
		return all
	default:
		t.Errorf("%s: is %T, wanted text or forms", id, v)
		return nil
	}
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\.(\w+)[^}]*\}\}`)

// placeholdersOf are the names in all forms of a message, each once, in order.
func placeholdersOf(forms map[string]string) []string {
	found := map[string]bool{}
	for _, text := range forms {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			found[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// English counts one thing otherwise than two: a message that counts and has no
// form for one would show its id.
func TestEnglishCanCountToOne(t *testing.T) {
	t.Parallel()
	for id, forms := range catalogue(t, English) {
		if slices.Contains(placeholdersOf(forms), "Count") && (forms["one"] == "" || forms["other"] == "") {
			t.Errorf("%s counts and has no form for one, or none for more", id)
		}
	}
	if said := New(English).Text("demo.missing", "Count", 1, "Numbers", "A-1"); said != "  1 document that has arrived is not at the target: A-1" {
		t.Errorf("one is %q", said)
	}
}

func TestLanguagesSayTheSame(t *testing.T) {
	t.Parallel()
	english, chinese := catalogue(t, English), catalogue(t, Chinese)
	for id, forms := range english {
		other, ok := chinese[id]
		if !ok {
			t.Errorf("%s: is not in Chinese", id)
			continue
		}
		if en, zh := placeholdersOf(forms), placeholdersOf(other); !slices.Equal(en, zh) {
			t.Errorf("%s: placeholders are %v in English and %v in Chinese", id, en, zh)
		}
	}
	for id := range chinese {
		if _, ok := english[id]; !ok {
			t.Errorf("%s: is not in English", id)
		}
	}
}

func TestEveryMessageCanBeSaid(t *testing.T) {
	t.Parallel()
	for _, lang := range Languages() {
		p := New(lang)
		for id, forms := range catalogue(t, lang) {
			var pairs []any
			for _, name := range placeholdersOf(forms) {
				pairs = append(pairs, name, "X")
			}
			said := p.Text(id, append(pairs, "Count", 2)...)
			if said == id || said == "" || regexp.MustCompile(`no value|\{\{`).MatchString(said) {
				t.Errorf("%s in %s says %q", id, lang, said)
			}
		}
	}
}

func TestPlaceholdersAndPlurals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang  string
		count int
		want  string
	}{
		{English, 1, "1 document was not retried; see above."},
		{English, 2, "2 documents were not retried; see above."},
		{Chinese, 1, "有 1 张单据未重试，见上。"},
		{"fr", 0, "0 documents were not retried; see above."},
	} {
		if got := New(c.lang).Text("retry.incomplete", "Count", c.count); got != c.want {
			t.Errorf("%s %d: %q, wanted %q", c.lang, c.count, got, c.want)
		}
	}
	if got := New(English).Text("no.such.id"); got != "no.such.id" {
		t.Errorf("an unknown id says %q", got)
	}
}

func TestDetect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		environ map[string]string
		want    string
	}{
		{nil, English},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, Chinese},
		{map[string]string{"LANG": "ZH"}, Chinese},
		{map[string]string{"LANG": "de_DE.UTF-8"}, English},
		{map[string]string{"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, Chinese},
		{map[string]string{"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, English},
		{map[string]string{"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, Chinese},
	} {
		if got := Detect(c.environ); got != c.want {
			t.Errorf("%v: %s, wanted %s", c.environ, got, c.want)
		}
	}
}
