package sqlstore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// writerURL tells this program, started again by a test, to be a writer.
const writerURL = "SQLSTORE_TEST_WRITER"

func TestMain(m *testing.M) {
	if url := os.Getenv(writerURL); url != "" {
		if err := write(url); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// pagesOfWriter is how many pages a writer keeps, each of one new document and
// one that all writers share. It says when one is kept.
const pagesOfWriter = 60

func write(url string) error {
	ctx := context.Background()
	s, err := sqlstore.Open(ctx, url)
	if err != nil {
		return err
	}
	for i := range pagesOfWriter {
		key := fmt.Sprintf("%d-%d", os.Getpid(), i)
		page := docstore.Page{Scheme: "s", Rows: []docstore.Incoming{
			{Key: key, Content: []byte(`{}`)}, {Key: "shared", Content: fmt.Appendf(nil, `%d`, i)},
		}}
		if _, err := s.Keep(ctx, page); err != nil {
			return err
		}
		fmt.Println(key)
	}
	return s.Close()
}

func writer(t *testing.T, url string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), writerURL+"="+url)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestKilledProcess kills a writer in the middle: what it said it kept is there.
func TestKilledProcess(t *testing.T) {
	t.Parallel()
	url := fileURL(t)
	cmd := writer(t, url)
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewScanner(output); lines.Scan(); {
		said = append(said, lines.Text())
		if len(said) == 20 {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || len(said) < 20 {
		t.Fatalf("the writer ended by itself after %d pages: %v", len(said), err)
	}
	s := open(t, url)
	for _, key := range said {
		if _, err := s.Get(t.Context(), docstore.Ref{Scheme: "s", Key: key}); err != nil {
			t.Error(err)
		}
	}
	counts, _, err := s.Counts(t.Context(), "s")
	all, listErr := s.List(t.Context(), docstore.Filter{Scheme: "s", Limit: 1000})
	if err != nil || listErr != nil || counts[docstore.Fetched] != len(all) {
		t.Errorf("%d counted, %d there (%v, %v)", counts[docstore.Fetched], len(all), err, listErr)
	}
}

// TestProcessesShareADatabase also lets them create the tables at once.
func TestProcessesShareADatabase(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"file", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := databases[name](t)
			var g errgroup.Group
			for range 3 {
				g.Go(writer(t, url).Run)
			}
			if err := g.Wait(); err != nil {
				t.Fatal(err)
			}
			counts, _, err := open(t, url).Counts(t.Context(), "s")
			if err != nil || counts[docstore.Fetched] != 3*pagesOfWriter+1 {
				t.Errorf("%v, %v", counts, err)
			}
		})
	}
}
