package cli_test

import (
	"database/sql"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the store's file is broken by hand
)

// What is not accounted for is named, and ends the command with 1.
func TestCheckNamesWhatIsNotAccountedFor(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ breaks, en, zh string }{
		{"DELETE FROM documents WHERE key = '2'", "status counts 2 documents as failed, and there are 1", "实有 1 张"},
		{"UPDATE documents SET state = 'merged', part_of = '99' WHERE key = '2'", "document 2 is part of document 99, which is not there", "已并入单据 99"},
		{"UPDATE documents SET window_id = NULL WHERE key = '2'", "brought 8 documents, and 7 of them are there", "现有 7 张"},
		{"UPDATE documents SET state = 'gone' WHERE key = '2'", "1 document is in a state that this program does not know", "不认识的状态"},
	} {
		url := seeded(t)
		breakStore(t, url, one.breaks)
		for lang, says := range map[string]string{"en": one.en, "zh": one.zh} {
			o := run(t.Context(), environ(url, "schemes"), "check", "refunds", "--lang", lang)
			if o.code != 1 || !strings.Contains(o.stdout, says) || o.stderr == "" {
				t.Errorf("%s: exit %d\n%s%s", one.breaks, o.code, o.stdout, o.stderr)
			}
		}
	}
}

func breakStore(t *testing.T, url, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(url, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() // the file is thrown away
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
