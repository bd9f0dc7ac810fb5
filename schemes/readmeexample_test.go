package schemes_test

import (
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// The whole scheme that both twins show can be loaded and passes its tests.
func TestReadmeExample(t *testing.T) {
	t.Parallel()
	const begin, end = "```yaml\n# yaml-language-server: $schema=./scheme.schema.json\nname: ", "```"
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, found := strings.Cut(string(page), begin)
		example, _, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("%s has no example", file)
		}
		s, err := schemes.Parse("sales.yaml", []byte("name: "+example))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(s.Tests) == 0 {
			t.Errorf("%s: the example has no tests", file)
		}
		for _, result := range s.RunTests(t.Context()) {
			if !result.Passed {
				t.Errorf("%s: %+v", file, result)
			}
		}
	}
}

// So can the scheme that is read once for each document of another.
func TestReadmeExampleOfEachRow(t *testing.T) {
	t.Parallel()
	const begin, end = "```yaml\nname: parcels-asked\n", "```"
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, found := strings.Cut(string(page), begin)
		example, _, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("%s has no example", file)
		}
		library, err := schemes.Load(fstest.MapFS{
			"parcels-on-the-way.yaml": {Data: []byte("name: parcels-on-the-way\ntitle: x\nschedule: {every: 1h}\nsource: {connector: erpbridge, api: fed, id: id}\n")},
			"parcels-asked.yaml":      {Data: []byte("name: parcels-asked\n" + example)},
		})
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		s, err := library.Get("parcels-asked")
		if err != nil {
			t.Fatal(err)
		}
		row := mapping.Row{{Name: "carrier", Value: "shunfeng"}, {Name: "parcel_no", Value: "SF1"}, {Name: "mobile", Value: "13800001234"}}
		got, err := s.Request(mapping.Variables{Each: row})
		if want := map[string]any{"com": "shunfeng", "num": "SF1", "phone": "1234"}; err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: it asks %v, %v; want %v", file, got, err, want)
		}
	}
}

// So can the scheme whose rows are the documents of others, among them.
func TestReadmeExampleOfACollection(t *testing.T) {
	t.Parallel()
	const begin, end = "```yaml\nname: parcels-signed\n", "```"
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, found := strings.Cut(string(page), begin)
		example, _, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("%s has no example", file)
		}
		of := func(name string) *fstest.MapFile {
			return &fstest.MapFile{Data: []byte("name: " + name + "\ntitle: x\nschedule: {every: 1h}\nsource: {connector: erpbridge, api: fed, id: id}\n")}
		}
		library, err := schemes.Load(fstest.MapFS{
			"wangdiantong-stockouts.yaml": of("wangdiantong-stockouts"), "kuaidi100-tracks.yaml": of("kuaidi100-tracks"),
			"parcels-signed.yaml": {Data: []byte("name: parcels-signed\n" + example)},
		})
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		s, err := library.Get("parcels-signed")
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Tests) < 2 {
			t.Errorf("%s: the example has no tests", file)
		}
		for _, result := range s.RunTests(t.Context()) {
			if !result.Passed {
				t.Errorf("%s: %+v", file, result)
			}
		}
	}
}
