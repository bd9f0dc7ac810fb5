package schemes_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// askFile is read once for each of the stock-outs of followFile, whose rows it is
// put into.
const askFile = `
name: tracks
title: 实时查询
schedule: {every: 6h}
source:
  connector: c
  api: tracks
  id: nu
  each: {collection: COLLECTION}
  request:
    - {field: num, value: "{{each.PATH}}"}
    - {field: of, value: "{{each._meta.id}}"}
`

func ask(changes ...string) *fstest.MapFile {
	return file(askFile, append(changes, "COLLECTION", "follow", "PATH", "logistics_no")...)
}

func asked(t *testing.T, changes ...string) (*schemes.Library, *schemes.Scheme) {
	t.Helper()
	library, err := schemes.Load(fstest.MapFS{"stockouts.yaml": file(stockoutsFile), "tracks.yaml": ask(changes...), "follow.yaml": follow()})
	if err != nil {
		t.Fatal(err)
	}
	s, err := library.Get("tracks")
	if err != nil {
		t.Fatal(err)
	}
	return library, s
}

// A scheme may be read for rows into which its own are put: it waits for nobody,
// and so the two do not wait for each other.
func TestASchemeThatIsReadForEachRow(t *testing.T) {
	t.Parallel()
	for within, want := range map[string]time.Duration{"follow": 720 * time.Hour, "follow, within: 36h": 36 * time.Hour} {
		library, s := asked(t, "COLLECTION", within)
		if got := (schemes.Each{Collection: "follow", Within: want}); *s.Source.Each != got {
			t.Errorf("%s: read for each of %+v, want %+v", within, *s.Source.Each, got)
		}
		if !slices.Equal(s.Needs(), []string{"follow"}) {
			t.Errorf("it needs %q", s.Needs())
		}
		if len(s.Collections())+len(s.Follows())+len(library.Followers("follow")) > 0 {
			t.Errorf("it waits for %q, and %q are asked to run", s.Collections(), library.Followers("follow"))
		}
	}
	if _, s := asked(t, "COLLECTION", `"77"`); s.Source.Each.Collection != "stockouts" {
		t.Errorf("the id is %s, not the name it stands for", s.Source.Each.Collection)
	}
	_, err := schemes.Load(fstest.MapFS{"stockouts.yaml": file(stockoutsFile), "tracks.yaml": ask("COLLECTION", "stockout")})
	want := `tracks.yaml:9:22: source.each.collection: there is no scheme "stockout"; did you mean "stockouts"? (schemes: stockouts, tracks)`
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

// The fields of the rows are those of the documents of their scheme, and of what
// is put into them.
func TestFieldsOfEachRowAreKnown(t *testing.T) {
	t.Parallel()
	row := mapping.Row{
		{Name: "logistics_no", Value: "SF1"},
		{Name: "track", Value: mapping.Row{{Name: "state", Value: "3"}}},
		{Name: connectors.Meta, Value: mapping.Row{{Name: "id", Value: "1"}}},
	}
	for path, want := range map[string]string{"logistics_no": "SF1", "track.state": "3", "order_no": "", "_meta.number": "", "logistics_on": "no each.logistics_on"} {
		library, s := asked(t, "PATH", path)
		library.Know(followed())
		got, err := s.Request(mapping.Variables{Each: row})
		switch {
		case strings.HasPrefix(want, "no "):
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), `did you mean "each.logistics_no"?`) {
				t.Errorf("%s: %v", path, err)
			}
		case err != nil || want != "" && got["num"] != want || want == "" && !reflect.DeepEqual(got, map[string]any{"of": "1"}):
			t.Errorf("%s: %v, %v", path, got, err)
		}
	}
}

func TestCheckOfEachRow(t *testing.T) {
	t.Parallel()
	for want, changes := range map[string][]string{
		`tracks.yaml:11:27: num: follow is not known to have a field logistics_on; did you mean "logistics_no"?`:   {"PATH", "logistics_on"},
		`tracks.yaml:11:27: num: stockouts is not known to have a field logistics_n; did you mean "logistics_no"?`: {"PATH", "logistics_n", "COLLECTION", `"77"`},
		``: {"PATH", "track.data.0.ftime"},
	} {
		library, s := asked(t, changes...)
		var among []*schemes.Scheme
		for _, name := range library.Names() {
			of, err := library.Get(name)
			if err != nil {
				t.Fatal(err)
			}
			among = append(among, of)
		}
		var said []string
		for _, p := range s.Check(followed(), among...) {
			said = append(said, p.Error())
		}
		if got := strings.Join(said, "\n"); got != want {
			t.Errorf("%q: got %s\nwant %s", changes, got, want)
		}
	}
}
