package sqlstore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// writerURL tells this program, started again by a test, to be a writer; writerPages
// of how many pages, if not of pagesOfWriter.
const (
	writerURL   = "SQLSTORE_TEST_WRITER"
	writerPages = "SQLSTORE_TEST_PAGES"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(writerURL); url != "" {
		if err := write(url, os.Getenv(writerPages)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// pagesOfWriter is how many pages a writer keeps, each of one new document and
// one that all writers share. It says when one is kept. It also follows what it
// writes, and gives positions, as every process does that may read.
const pagesOfWriter = 60

func write(url, count string) error {
	pages := pagesOfWriter
	if count != "" {
		var err error
		if pages, err = strconv.Atoi(count); err != nil {
			return err
		}
	}
	ctx := context.Background()
	var s *sqlstore.Store
	if err := insist(func() (err error) {
		s, err = sqlstore.Open(ctx, url)
		return err
	}); err != nil {
		return err
	}
	if err := insist(func() error { return s.Follow(ctx, "s") }); err != nil {
		return err
	}
	for i := range pages {
		key := fmt.Sprintf("%d-%d", os.Getpid(), i)
		page := docstore.Page{Scheme: "s", Rows: []docstore.Incoming{
			{Key: key, Number: key, Content: []byte(`{}`)}, {Key: "shared", Number: "shared", Content: fmt.Appendf(nil, "%q", key)},
		}}
		if err := insist(func() error {
			_, err := s.Keep(ctx, page)
			return err
		}); err != nil {
			return err
		}
		if err := insist(func() error {
			_, err := s.Position(ctx, "s")
			return err
		}); err != nil {
			return err
		}
		fmt.Println(key)
	}
	return s.Close()
}

// insist does something again while another process keeps the file: on a stalled disk
// one may hold it for longer than the others are patient.
func insist(do func() error) (err error) {
	for range 20 {
		if err = do(); err == nil || !strings.Contains(err.Error(), "is kept locked by another process") {
			return err
		}
	}
	return err
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

// killed runs a writer, kills it in the middle and returns what it said it kept.
func killed(cmd *exec.Cmd) ([]string, error) {
	cmd.Env = append(cmd.Env, writerPages+"=600") // so many that it is not done before it is killed
	output, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var said []string
	for lines := bufio.NewScanner(output); lines.Scan(); {
		said = append(said, lines.Text())
		if len(said) == 20 {
			err = cmd.Process.Kill()
		}
	}
	if cmd.Wait() == nil || len(said) < 20 {
		err = fmt.Errorf("the writer ended by itself after %d pages", len(said))
	}
	return said, err
}

// TestKilledProcess kills a writer in the middle: what it said it kept is there.
func TestKilledProcess(t *testing.T) {
	t.Parallel()
	url := fileURL(t)
	said, err := killed(writer(t, url))
	if err != nil {
		t.Fatal(err)
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

// TestChangesOfProcesses reads what several processes write, one of which is
// killed in the middle: whatever is there in the end was read.
func TestChangesOfProcesses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"file", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := databases[name](t)
			s := open(t, url)
			if err := s.Follow(t.Context(), "s"); err != nil {
				t.Fatal(err)
			}
			last, seen := int64(0), map[string]string{}
			var g errgroup.Group
			for range 2 {
				g.Go(writer(t, url).Run)
			}
			victim := writer(t, url)
			g.Go(func() error {
				_, err := killed(victim)
				return err
			})
			var written atomic.Bool
			done := make(chan error, 1)
			go func() {
				done <- g.Wait()
				written.Store(true)
			}()
			for !written.Load() {
				last = readOn(t, s, last, seen)
			}
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			readOn(t, s, last, seen)
			all, err := s.List(t.Context(), docstore.Filter{Scheme: "s", Limit: 1000})
			if err != nil || len(all) <= 2*pagesOfWriter {
				t.Errorf("%d documents: %v", len(all), err)
			}
			for _, d := range all {
				if seen[d.Key] != string(d.Content) {
					t.Errorf("%s is %s and was read as %q", d.Key, d.Content, seen[d.Key])
				}
			}
		})
	}
}

// readOn reads what changed after a position and returns the next one.
func readOn(t *testing.T, s *sqlstore.Store, after int64, seen map[string]string) int64 {
	t.Helper()
	var to int64
	if err := insist(func() (err error) {
		to, err = s.Position(t.Context(), "s")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var changes []docstore.Changed
	if err := insist(func() (err error) {
		changes, err = s.Changes(t.Context(), docstore.Changes{Collection: "s", After: after, To: to, Limit: 1000})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		seen[c.Key] = string(c.Content)
	}
	return to
}
