package schemes_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// stockoutsFile and tracksFile fill collections, which followFile reads.
const stockoutsFile = `
name: stockouts
title: 出库单
id: "77"
schedule: {every: 1m}
source: {connector: c, api: stockouts, id: stockout_id, number: order_no, formatResponse: [{old: created, new: day, format: date}]}
`

const tracksFile = `
name: tracks
title: 物流轨迹
schedule: {every: 1m}
source: {connector: c, api: tracks, id: nu}
`

const followFile = `
name: follow
title: 物流状态
schedule: {every: 1m}
source:
  connector: collection
  api: API
  id: _meta.id
  number: _meta.number
  with:
    - {collection: WITH, as: AS, on: ON, all: ALL}
target:
  connector: t
  api: save
  number: N
  request: [{field: N, value: "{{_meta.id}}"}, {field: V, value: "{{PATH}}"}]
tests:
  - name: t
    row: {_meta: {id: 1, number: a}, logistics_no: SF1, track: {state: "3", data: [{ftime: x}]}}
    want: [{N: 1}]
`

func follow(changes ...string) *fstest.MapFile {
	return file(followFile, append(changes, "API", "stockouts", "WITH", "tracks", "AS", "track", "ON", "{nu: logistics_no}", "ALL", "false", "PATH", "track.state")...)
}

func followed() map[string][]connectors.API {
	return map[string][]connectors.API{
		"c": {
			{Name: "stockouts", Response: []connectors.Field{{Name: "stockout_id"}, {Name: "order_no", Title: "出库单号"}, {Name: "logistics_no"}, {Name: "created"}, {Name: "id"}}},
			{Name: "tracks", Response: []connectors.Field{{Name: "nu"}, {Name: "state", Title: "状态"}, {Name: "data", Type: "array"}, {Name: "data.ftime"}}},
			{Name: "bare"},
		},
	}
}

func followLibrary(t *testing.T, changes ...string) (*schemes.Library, *schemes.Scheme) {
	t.Helper()
	library, err := schemes.Load(fstest.MapFS{
		"stockouts.yaml": file(stockoutsFile), "tracks.yaml": file(tracksFile), "follow.yaml": follow(changes...),
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := library.Get("follow")
	if err != nil {
		t.Fatal(err)
	}
	return library, s
}

func TestSchemesThatAreFollowed(t *testing.T) {
	t.Parallel()
	library, s := followLibrary(t, "API", `"77"`)
	if s.Source.API != "stockouts" {
		t.Errorf("the id is %s, not the name it stands for", s.Source.API)
	}
	if got := s.Collections(); !slices.Equal(got, []string{"stockouts", "tracks"}) || !slices.Equal(library.Followed(), got) {
		t.Errorf("it reads %q, and %q are read", got, library.Followed())
	}
	for of, want := range map[string][]string{"stockouts": {"follow"}, "tracks": {"follow"}, "follow": nil} {
		if got := library.Followers(of); !slices.Equal(got, want) {
			t.Errorf("%s is followed by %q, want %q", of, got, want)
		}
	}
}

// What is kept beside a row needs no index; the row's own id is another field.
func TestRowsAreFoundByWhatIsJoined(t *testing.T) {
	t.Parallel()
	for on, want := range map[string]map[string][]string{
		"{nu: logistics_no}":           {"stockouts": {"logistics_no"}, "tracks": {"nu"}},
		"{id: _meta.id, number: id}":   {"stockouts": {"content.id"}},
		"{content.id: _meta.number}":   {"tracks": {"content.id"}},
		"{nu: logistics_no, com: a.b}": {"stockouts": {"a.b", "logistics_no"}, "tracks": {"com", "nu"}},
	} {
		library, _ := followLibrary(t, "ON", on)
		if got := library.IndexedFields(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: indexed %q, want %q", on, got, want)
		}
	}
}

func TestCollectionsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	const back = `
name: stockouts
title: x
schedule: {every: 1m}
source: {connector: c, api: stockouts, id: stockout_id}
target: {connector: t, api: save, number: N, request: [{field: N, value: "_findCollection find id from follow where id={{stockout_id}}"}]}
`
	for want, files := range map[string]fstest.MapFS{
		`follow.yaml:7:8: source.api: there is no scheme "stockout"; did you mean "stockouts"? (schemes: follow, stockouts, tracks)`: {
			"follow.yaml": follow("API", "stockout"),
		},
		`follow.yaml:11:20: source.with.collection: there is no scheme "track"; did you mean "tracks"?`: {"follow.yaml": follow("WITH", "track")},
		`follow.yaml:7:8: source.api: a scheme cannot read its own documents`:                           {"follow.yaml": follow("API", "follow")},
		`follow.yaml:11:20: source.with.collection: a scheme cannot read its own documents`:             {"follow.yaml": follow("WITH", "follow")},
		`follow.yaml:7:8: source.api: each waits until the other has been filled: follow ← stockouts ← follow; none ever would be`: {
			"follow.yaml": follow(), "stockouts.yaml": file(back),
		},
	} {
		for name, content := range map[string]string{"stockouts.yaml": stockoutsFile, "tracks.yaml": tracksFile} {
			if _, own := files[name]; !own {
				files[name] = file(content)
			}
		}
		_, err := schemes.Load(files)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

// A row has the fields of the document it is, and below a field of their own
// those of what is put in.
func TestFieldsOfACollectionAreKnown(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"order_no": "", "day": "", "_meta.number": "", "track.state": "", "track.data.0.ftime": "",
		"track.stat":   `did you mean "track.state"?`,
		"track.order":  `the row has no track.order`,
		"order_number": `the row has no order_number`,
		"_meta.key":    `the row has no _meta.key`,
		"state":        `the row has no state`,
	} {
		library, s := followLibrary(t, "PATH", path)
		library.Know(followed())
		result := s.RunTests(t.Context())[0]
		if got := result.Diff; want == "" && strings.Contains(got, "the row has no") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// Of a source that nobody describes nothing is known, and so of what reads it.
func TestFieldsOfACollectionNobodyDescribes(t *testing.T) {
	t.Parallel()
	apis := followed()
	library, err := schemes.Load(fstest.MapFS{
		"stockouts.yaml": file(stockoutsFile, "api: stockouts", "api: bare", "formatResponse: [{old: created, new: day, format: date}]", ""),
		"tracks.yaml":    file(tracksFile, "api: tracks", "api: bare"), "follow.yaml": follow(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"follow", "stockouts"} {
		s, err := library.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		if fields := s.RowFields(library.Offered(apis)); len(fields) > 0 {
			t.Errorf("%s is known to have %v", name, fields)
		}
	}
}

// The documents of each scheme are offered as an API is, also of one that is
// itself a collection of others.
func TestDocumentsAreOffered(t *testing.T) {
	t.Parallel()
	library, _ := followLibrary(t, "ALL", "true")
	var names, fields []string
	for _, api := range library.Offered(followed())[schemes.Collection] {
		names = append(names, api.Name+" "+api.Title+" "+string(api.Effect))
		for _, f := range api.Response {
			if api.Name == "follow" {
				fields = append(fields, strings.TrimSpace(f.Name+" "+f.Title+" "+f.Type))
			}
		}
	}
	if want := []string{"follow 物流状态 QUERY", "stockouts 出库单 QUERY", "tracks 物流轨迹 QUERY"}; !slices.Equal(names, want) {
		t.Errorf("%q are offered, want %q", names, want)
	}
	want := []string{
		"stockout_id", "order_no 出库单号", "logistics_no", "created", "id", "day  string", "track 物流轨迹 array",
		"track.nu", "track.state 状态", "track.data  array", "track.data.ftime",
		"_meta 来源单据 object", "_meta.id 来源单据的主键 string", "_meta.number 来源单据的编号 string",
	}
	if !slices.Equal(fields, want) {
		t.Errorf("its fields are %q, want %q", fields, want)
	}
}

// Without being loaded among each other, as a file is while it is written.
func TestCheckOfACollection(t *testing.T) {
	t.Parallel()
	parsed := func(name string, f *fstest.MapFile) *schemes.Scheme {
		s, err := schemes.Parse(name+".yaml", f.Data)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	stockouts, tracks := parsed("stockouts", file(stockoutsFile)), parsed("tracks", file(tracksFile))
	for want, changes := range map[string][]string{
		`follow.yaml:11:49: source.with.on: tracks is not known to have a field num; did you mean "nu"?`:                      {"ON", "{num: logistics_no}"},
		`follow.yaml:11:48: source.with.on: stockouts is not known to have a field logistics_n; did you mean "logistics_no"?`: {"ON", "{nu: logistics_n}"},
		`follow.yaml:11:32: source.with.as: stockouts has a field created of its own; what is put in takes its place`:         {"AS", "created", "PATH", "created.state"},
		`follow.yaml:16:66: V: {{track.stae}}: the API's answer lists no such field; did you mean "track.state"?`:             {"PATH", "track.stae"},
		`follow.yaml:16:66: V: {{track.stae}}: the API's answer lists no such field; did you mean "track.state"?` + "\n":      {"PATH", "track.stae", "API", `"77"`},
		``: {"ON", "{id: _meta.number, content.nu: logistics_no}"},
	} {
		s := parsed("follow", follow(changes...))
		var said []string
		for _, p := range s.Check(followed(), stockouts, tracks, s) {
			if p.Place.Field != "target" { // its table is not among these
				said = append(said, p.Error())
			}
		}
		if got := strings.Join(said, "\n"); got != strings.TrimSpace(want) {
			t.Errorf("%q: got %s\nwant %s", changes, got, want)
		}
	}
}
