package cli_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/cli"
)

const mallOrder = `{"shop_no":"MALL01","tid":"M1","trade_status":"30","trade_time":"2026-11-20 09:15:00","buyer_nick":"deer",` +
	`"receiver_name":"Zhang","receiver_address":"1 Wenyi Road","order_list":[{"oid":"M1-1","num":"1","price":"7","spec_no":"S1","goods_name":"cup"}]}`

// check asks for a gateway in the environment of a health check, which has no store.
func check(t *testing.T, address string) outcome {
	t.Helper()
	return runIn(t.Context(), cli.Env{APIs: all.APIs, Environ: map[string]string{"CALLBACKS_ADDR": address}, Language: "en"}, "callbacks", "--check")
}

// The command says where it is to be called, keeps what comes though Temporal
// is away, and ends when it is told to.
func TestCallbacks(t *testing.T) {
	t.Parallel()
	environ := map[string]string{
		"STORE_URL": "sqlite:" + filepath.Join(t.TempDir(), "store.db"), "SCHEMES_DIR": "../gateway/testdata/schemes",
		"TEMPORAL_ADDRESS": closed, "CALLBACK_LINES_SECRET": "made-up-secret-of-a-mall", "CALLBACK_LINES_AUTH": "secret",
	}
	out, in := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	code := make(chan int, 1)
	go func() {
		code <- cli.Run(ctx, []string{"callbacks", "--addr", "127.0.0.1:0", "--output", "json"}, cli.Env{
			Stdout: in, Stderr: io.Discard, Environ: environ, APIs: all.APIs, Accounts: all.NewAccounts(environ),
		})
	}()
	var said struct {
		Address string
		Schemes []string
	}
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&said); err != nil || strings.Join(said.Schemes, " ") != "mall-lines" {
		t.Fatalf("%+v, %v", said, err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, said.Address+"/callbacks/mall-lines", strings.NewReader(mallOrder))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Callback-Secret", "made-up-secret-of-a-mall")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("status %d", answer.StatusCode)
	}
	address := strings.TrimPrefix(said.Address, "http://")
	o := check(t, address)
	for tries := 1; o.code != 0 && tries < 20; tries++ { // it waits two seconds, which a busy machine may need
		o = check(t, address)
	}
	if o.code != 0 || o.stdout != "Callbacks are taken at "+said.Address+"\n" {
		t.Errorf("asked whether it is there: exit %d, %s%s", o.code, o.stdout, o.stderr)
	}
	stop()
	if got := <-code; got != 0 {
		t.Errorf("exit code %d", got)
	}
	if o := check(t, address); o.code != 1 || !strings.HasPrefix(o.stderr, "Nobody takes calls at "+address+": ") {
		t.Errorf("asked when it is gone: exit %d, %s%s", o.code, o.stdout, o.stderr)
	}
	if _, err := look(t, environ["STORE_URL"]).Get(t.Context(), docstore.Ref{Scheme: "mall-lines", Key: "M1-1"}); err != nil {
		t.Error(err)
	}
}

func TestCallbacksThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	env := environ("sqlite:"+filepath.Join(t.TempDir(), "store.db"), "schemes")
	for says, line := range map[string]string{
		"CALLBACKS_ADDR": "callbacks --addr nowhere",
		"多余":             "callbacks now --lang zh",
	} {
		if o := run(t.Context(), env, strings.Fields(line)...); o.code == 0 || !strings.Contains(o.stderr, says) {
			t.Errorf("%s: %+v", line, o)
		}
	}
	env["CALLBACKS_PER_MINUTE"] = "many"
	if o := run(t.Context(), env, "callbacks"); o.code != 1 || !strings.Contains(o.stderr, "CALLBACKS_") {
		t.Errorf("%+v", o)
	}
}
