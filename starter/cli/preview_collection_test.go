package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/starter/cli"
)

// collections are two schemes that keep rows, and one whose rows these are.
var collections = map[string]string{
	"parcels": "name: parcels\ntitle: 出库单\nschedule: {every: 1h}\nsource: {connector: erpbridge, api: fed, id: id, response: [{field: id}, {field: no, label: 运单号}]}\n",
	"tracks":  "name: tracks\ntitle: 物流轨迹\nschedule: {every: 1h}\nsource: {connector: erpbridge, api: fed, id: nu}\n",
	"tracked": `
name: tracked
title: 出库单物流状态
schedule: {every: 1h}
source:
  connector: collection
  api: parcels
  id: _meta.id
  with: [{collection: tracks, as: track, on: {parcel: no}}]
target:
  connector: kingdee
  api: batchSave
  options: {FormId: SAL_OUTSTOCK}
  number: FBillNo
  request: [{field: FBillNo, value: "{{_meta.id}}"}, {field: FNote, value: "{{track.state}}"}]
`,
}

// kept is a process beside a store in which no worker has loaded the schemes yet.
func kept(t *testing.T) cli.Env {
	t.Helper()
	dir := t.TempDir()
	for name, text := range collections {
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	url := "sqlite:" + filepath.Join(t.TempDir(), "store.db")
	store, err := sqlstore.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for scheme, rows := range map[string][]string{"parcels": {`{"id":1,"no":"A"}`, `{"id":2,"no":"B"}`}, "tracks": {`{"parcel":"A","state":3}`, `{"parcel":"B"}`, `{"parcel":"B","state":1}`}} {
		page := docstore.Page{Scheme: scheme, Revision: "r", Stored: true}
		for i, row := range rows {
			key := string(rune('1' + i))
			page.Rows = append(page.Rows, docstore.Incoming{Key: key, Number: "N" + key, Content: json.RawMessage(row)})
		}
		if _, err := store.Keep(t.Context(), page); err != nil {
			t.Fatal(err)
		}
	}
	environ := map[string]string{"STORE_URL": url, "SCHEMES_DIR": dir}
	return cli.Env{Environ: environ, APIs: all.APIs, Accounts: all.NewAccounts(environ), Now: time.Now}
}

// A row of a collection is asked for by the id or the number it has there; what
// belongs to it is found without an index, too.
func TestPreviewOfACollection(t *testing.T) {
	t.Parallel()
	env := kept(t)
	for _, id := range []string{"1", "N1"} {
		o := runIn(t.Context(), env, "schemes", "preview", "tracked", "--live", id, "--output", "json")
		var v previewed
		if err := json.Unmarshal([]byte(o.stdout), &v); err != nil || o.code != 0 {
			t.Fatalf("exit %d: %s %v", o.code, o.stderr, err)
		}
		if len(v.Documents) != 1 || v.Documents[0].Entry["FBillNo"] != "1" || v.Documents[0].Entry["FNote"] != json.Number("3") && v.Documents[0].Entry["FNote"] != 3.0 {
			t.Errorf("%s: got %+v", id, v.Documents)
		}
	}
	for id, want := range map[string]string{"9": "No document of parcels has the id or number 9", "2": "cannot be used as it is: several rows of tracks belong to it as track"} {
		if o := runIn(t.Context(), env, "schemes", "preview", "tracked", "--live", id, "--lang", "en"); o.code != 1 || !strings.Contains(o.stderr, want) {
			t.Errorf("%s: exit %d: %s", id, o.code, o.stderr)
		}
	}
}

// A source that is asked for each row of a collection has none by itself.
func TestPreviewOfEachRow(t *testing.T) {
	t.Parallel()
	env := kept(t)
	env.Environ = map[string]string{}
	o := runIn(t.Context(), env, "schemes", "preview", "kuaidi100-track-queries", "--live", "1", "--lang", "en")
	if o.code != 1 || !strings.Contains(o.stderr, "asked for each document of wangdiantong-parcels-on-the-way") {
		t.Errorf("exit %d: %s", o.code, o.stderr)
	}
}

// What can be read of schemes is listed as APIs are.
func TestCollectionsAreListedAsAPIs(t *testing.T) {
	t.Parallel()
	env := kept(t)
	for want, args := range map[string][]string{
		"collection  parcels  QUERY  出库单\n": {"apis", "list", "collection"},
		"运单号":          {"apis", "show", "collection", "parcels"},
		"_meta.number": {"apis", "show", "collection", "parcels"},
	} {
		if o := runIn(t.Context(), env, append(args, "--lang", "en")...); o.code != 0 || !strings.Contains(o.stdout, want) {
			t.Errorf("%v: exit %d: %s%s", args, o.code, o.stdout, o.stderr)
		}
	}
	env.Environ = map[string]string{"SCHEMES_DIR": t.TempDir()}
	if o := runIn(t.Context(), env, "apis", "list", "jushuitan", "--lang", "en"); o.code != 0 || !strings.Contains(o.stderr, "Without the documents of schemes") {
		t.Errorf("exit %d: %s", o.code, o.stderr)
	}
}
