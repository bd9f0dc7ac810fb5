package jushuitan

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTokensAreFoundAgain(t *testing.T) {
	t.Parallel()
	file := TokenFile(filepath.Join(t.TempDir(), "tokens.json"))
	empty, err := file.Load(t.Context(), "MAIN")
	if err != nil || empty != (Tokens{}) {
		t.Fatalf("before anything was kept: %+v, %v", empty, err)
	}
	want := Tokens{Access: "a2", Refresh: "r2", Expires: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Origin: "o"}
	for range 2 { // the second replaces the first
		if err := file.Keep(t.Context(), "MAIN", want); err != nil {
			t.Fatal(err)
		}
	}
	got, err := file.Load(t.Context(), "MAIN")
	if err != nil || got != want {
		t.Errorf("loaded %+v, %v", got, err)
	}
	info, err := os.Stat(string(file))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v; only its owner may read it", info.Mode(), err)
	}
}

func TestADamagedTokenFileIsToldWithoutItsContent(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "tokens.json")
	if err := os.WriteFile(name, []byte(`{"access":"secret-token`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := TokenFile(name).Load(t.Context(), "MAIN")
	if err == nil {
		t.Fatal("a damaged file was loaded")
	}
	if text := err.Error(); !strings.Contains(text, name) || !strings.Contains(text, "MAIN") || strings.Contains(text, "secret-token") {
		t.Errorf("the error reads %q", text)
	}
}

func TestTheConfigurationNamesTheTokenFile(t *testing.T) {
	t.Parallel()
	cfg := Config{TokenFile: "x"}.withDefaults()
	if cfg.Keeper != TokenFile("x") {
		t.Errorf("the keeper is %v", cfg.Keeper)
	}
}
