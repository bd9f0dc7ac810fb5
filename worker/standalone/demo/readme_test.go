package demo_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/worker/standalone/demo"
)

const mallOrders = "mall-orders-to-wangdiantong"

// The order that the READMEs send is taken as they say, and pushed.
func TestTheOrderOfTheREADME(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "openssl", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the example needs %s: %v", tool, err)
		}
	}
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			command, answer := example(t, "../../../"+file)
			data := t.TempDir()
			out, in := io.Pipe()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			ended := make(chan error, 1)
			go func() {
				err := demo.Run(ctx, demo.Options{Data: data, Documents: 2, Schemes: []string{mallOrders}, Lang: "en", Out: in})
				ended <- err
				_ = in.CloseWithError(io.EOF)
			}()
			lines := bufio.NewScanner(out)
			_, url, _ := strings.Cut(after(t, lines, "  callback   POST "), "POST ")
			address, _, _ := strings.Cut(url, "/callbacks/")
			script := strings.ReplaceAll(command, "http://127.0.0.1:8090", address)
			said, err := exec.CommandContext(t.Context(), "bash", "-c", script).CombinedOutput()
			if err != nil || strings.TrimSpace(string(said)) != answer {
				t.Errorf("it was answered with %s %v, want %s", said, err, answer)
			}
			after(t, lines, "Ctrl-C ends it.")
			pushed(t, data, "A1001")
			stop()
			for lines.Scan() { // what else it says
			}
			if err := <-ended; err != nil {
				t.Fatal(err)
			}
		})
	}
}

// example is the block that signs and sends, and the block with the answer.
func example(t *testing.T, file string) (command, answer string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(content), "```sh\nbody=")
	command, rest, _ = strings.Cut(rest, "```")
	_, rest, _ = strings.Cut(rest, "```json\n")
	answer, _, _ = strings.Cut(rest, "\n```")
	if !found || answer == "" {
		t.Fatalf("%s has no such example", file)
	}
	return "body=" + command, answer
}

// pushed waits until the target has a document.
func pushed(t *testing.T, data, key string) {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), "sqlite:"+filepath.Join(data, "erpbridge.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for tick := time.Tick(50 * time.Millisecond); ; {
		doc, err := store.Get(ctx, docstore.Ref{Scheme: mallOrders, Key: key})
		if err == nil && doc.State == docstore.Saved {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("it is %s (%s), %v", doc.State, doc.Reason, err)
		case <-tick:
		}
	}
}
