package cli_test

import (
	"encoding/json"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/starter/cli"
)

// previewed is what a script reads of a preview.
type previewed struct {
	Live      *struct{ Pages, Rows int }
	Documents []struct {
		Key, Skipped string
		Entry        map[string]any
	}
}

// The row is read from the source itself, which is asked and nothing else.
func TestPreviewLive(t *testing.T) {
	t.Parallel()
	world, env := merchant(t)
	refund := oldest(world)
	o := runIn(t.Context(), env, "schemes", "preview", "jushuitan-refund-to-kingdee-return", "--live", refund.AsID,
		"--collections", baseData(t, refund), "--output", "json")
	if o.code != 0 {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	var v previewed
	if err := json.Unmarshal([]byte(o.stdout), &v); err != nil {
		t.Fatal(err)
	}
	if v.Live == nil || v.Live.Pages < 2 || v.Live.Rows < 2 {
		t.Errorf("it was found at once: %+v", v.Live)
	}
	if len(v.Documents) != len(refund.Lines) || v.Documents[0].Key != refund.AsID+"-1" || v.Documents[0].Entry["FBillNo"] != refund.AsID+"-1" {
		t.Errorf("got %+v of %+v", v.Documents, refund)
	}
	if bills := world.Kingdee.Bills("SAL_RETURNSTOCK"); len(bills) != 0 {
		t.Errorf("it saved %v", bills)
	}
}

func TestPreviewLiveSaysHowFarItLooked(t *testing.T) {
	t.Parallel()
	_, env := merchant(t)
	o := runIn(t.Context(), env, "schemes", "preview", "jushuitan-refund-to-kingdee-return", "--live", "no-such-refund",
		"--since", "10d", "--lang", "en")
	if o.code != 1 || !strings.Contains(o.stderr, "no-such-refund between ") || !strings.Contains(o.stderr, "--since") {
		t.Errorf("exit %d: %s", o.code, o.stderr)
	}
}

// merchant is a simulated merchant and a process that can reach it.
func merchant(t *testing.T) (*simulators.World, cli.Env) {
	t.Helper()
	world, err := simulators.NewWorld(simulators.Options{Documents: 120, Seed: 7, NoLimits: true})
	if err != nil {
		t.Fatal(err)
	}
	environ := map[string]string{}
	for _, system := range simulators.Systems() {
		srv := httptest.NewServer(world.Handler(system))
		t.Cleanup(srv.Close)
		maps.Copy(environ, world.Env(system, srv.URL))
	}
	environ["JUSHUITAN_MAIN_PER_SECOND"], environ["JUSHUITAN_MAIN_PER_MINUTE"] = "1000", "1000"
	return world, cli.Env{Environ: environ, APIs: all.APIs, Accounts: all.NewAccounts(environ), Now: time.Now}
}

// oldest is the ordinary refund that was modified first, in the last window read.
func oldest(world *simulators.World) simulators.Document {
	var first simulators.Document
	for _, d := range world.Documents() {
		if d.Kind == simulators.Plain && (first.AsID == "" || d.Modified < first.Modified) {
			first = d
		}
	}
	return first
}

func baseData(t *testing.T, d simulators.Document) string {
	t.Helper()
	rows, err := json.Marshal(map[string]any{
		"kingdee-customers": []any{map[string]any{"FNumber": d.ShopID, "F_XC_Base_Fnumber": d.Org}},
		"jushuitan-orders":  []any{map[string]any{"o_id": d.OID, "so_id": d.SoID}},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "base.json")
	if err := os.WriteFile(file, rows, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A row from a pipe, and a store that is not there and is not made.
func TestPreviewFromStdin(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "store.db")
	env := cli.Env{
		Stdin: strings.NewReader(`{"as_id": "7"}`), APIs: apis, Environ: environ("sqlite:"+file, "schemes"),
	}
	o := runIn(t.Context(), env, "schemes", "preview", "../testdata/preview/kept.yaml", "--document", "-", "--lang", "en")
	if o.code != 1 || !strings.Contains(o.stderr, "--collections") {
		t.Errorf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
	if found, err := filepath.Glob(file + "*"); err != nil || len(found) > 0 {
		t.Errorf("%v was made, %v", found, err)
	}
}
