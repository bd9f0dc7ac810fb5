package saas

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
)

func TestJSONAsPeoplePasteIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want, codes string }{
		{`{"a":[1,-2.50,1e3,true,null,"x\u4e2d\ud83d\ude00\/"]}`, `{"a":[1,-2.50,1e3,true,null,"x中😀/"]}`, ""},
		{"\ufeff// c\n{/* d */\"a\":1} // e", `{"a":1}`, "json-comment"},
		{`{"a":[1,2,],}`, `{"a":[1,2]}`, "json-comma"},
		{`{'a': “b”}`, `{"a":"b"}`, "json-quotes"},
		{`{a：1，"b"：2}`, `{"a":1,"b":2}`, "json-name,json-wide"},
		{`{"a":"\Adapter\X"}`, `{"a":"\\Adapter\\X"}`, "json-escape"},
		{"{\"a\":\"x\ny\"}", `{"a":"x\ny"}`, "json-break"},
		{`{"a":True,"b":None}`, `{"a":true,"b":null}`, "json-word"},
		{`{"a":1,"b":2,"a":3}`, `{"b":2,"a":3}`, "json-twice"},
	} {
		values, notes, err := readJSON("f.json", c.text)
		var codes []string
		for _, n := range notes {
			codes = append(codes, n.Code)
		}
		got, _ := json.Marshal(connectors.Object{{Name: "v", Value: values[0]}})
		if err != nil || string(got) != `{"v":`+c.want+`}` || strings.Join(codes, ",") != c.codes {
			t.Errorf("%s is %s (%v) %v, wanted %s (%s)", c.text, got, codes, err, c.want, c.codes)
		}
	}
}

func TestJSONMistakesHaveTheirPlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                       "f.json:1:1: the file is empty",
		"{\n  \"a\": 1\n  \"b\"": `f.json:3:3: a comma or "}" belongs before '"'`,
		"{\"中文\": x}":            `f.json:1:8: a value belongs here, found 'x' (texts stand in quotes)`,
		"[1, 2":                  `f.json:1:1: "[" is never closed: the end of the file is missing`,
		"{\"a\":":                "f.json:1:6: the file ends where a value belongs: a part of it is missing",
		"{\"a\": \"b":            "f.json:1:7: the text that begins here is never closed",
		"{\"a\" 1}":              `f.json:1:6: a colon belongs after "a"`,
		"[007]":                  "f.json:1:2: this is not a number; texts stand in quotes",
		"/* x":                   "f.json:1:1: the comment is not closed",
		strings.Repeat("[", 200): "f.json:1:101: more than 100 levels",
	} {
		if _, _, err := readJSON("f.json", text); err == nil || err.Error() != want {
			t.Errorf("%.30q: %v, wanted %s", text, err, want)
		}
	}
}

// Whatever is JSON is read as encoding/json reads it.
func TestJSONIsReadAsOthersReadIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, err := json.Marshal(map[string]any{
			rapid.String().Draw(t, "key"): []any{rapid.String().Draw(t, "text"), rapid.Float64().Draw(t, "number"), rapid.Bool().Draw(t, "truth")},
		})
		if err != nil {
			t.Skip(err)
		}
		values, notes, err := readJSON("f.json", string(text))
		if err != nil || len(notes) > 0 {
			t.Fatalf("%s: %v %v", text, err, notes)
		}
		var want connectors.Object
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		got, _ := json.Marshal(values[0])
		wanted, _ := json.Marshal(want)
		if !bytes.Equal(got, wanted) {
			t.Fatalf("%s\nis     %s\nwanted %s", text, got, wanted)
		}
	})
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	const text = `{"title": "退货"}`
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for content, code := range map[string]string{text: "", "\ufeff" + text: "", gb: "GB18030", wide: "UTF-16"} {
		got, notes, err := decode(File{Name: "f", Content: []byte(content)})
		if err != nil || got != text || (len(notes) > 0) != (code != "") || code != "" && notes[0].Detail != code {
			t.Errorf("%q is %q %v %v, wanted %s", content, got, notes, err, code)
		}
	}
	if _, _, err := decode(File{Name: "f.json", Content: []byte{'{', 0xff, 0xff}}); err == nil || !strings.Contains(err.Error(), "neither UTF-8 nor GB18030") {
		t.Errorf("rubbish is read: %v", err)
	}
}
