package temporalserver

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	enumspb "go.temporal.io/api/enums/v1"
)

// The workflow list has the indexes that are searched by, and no others; a database
// as it comes has all.
func TestOnlySearchedIndexesAreKept(t *testing.T) {
	t.Parallel()
	cfg := Config{
		DataDir: t.TempDir(), SearchAttributes: map[string]enumspb.IndexedValueType{
			"Scheme": enumspb.INDEXED_VALUE_TYPE_KEYWORD, "State": enumspb.INDEXED_VALUE_TYPE_KEYWORD, "At": enumspb.INDEXED_VALUE_TYPE_DATETIME,
		},
	}.withDefaults()
	stock := cfg
	stock.DataDir, stock.Stock = t.TempDir(), true
	for range 2 { // a second start finds nothing left to drop
		if _, err := openStore(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := openStore(t.Context(), stock); err != nil {
		t.Fatal(err)
	}
	kept, all := indexesOf(t, cfg), indexesOf(t, stock)
	if len(all) < 50 || len(kept) > 12 {
		t.Errorf("%d of %d are kept: %v", len(kept), len(all), kept)
	}
	for name := range searched(cfg.SearchAttributes) {
		if !slices.Contains(kept, name) {
			t.Errorf("%s is searched by, and there is no such index", name)
		}
	}
}

func indexesOf(t *testing.T, cfg Config) []string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(cfg.DataDir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // only read
	names, err := indexes(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return names
}
