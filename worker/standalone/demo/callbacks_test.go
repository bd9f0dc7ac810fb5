package demo_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/worker/standalone/demo"
)

const mallScheme = `name: mall-orders
title: 商城订单
schedule: {every: 10m}
source: {connector: callback, account: MALL, api: OpenCallback, id: tid}
`

const mallOrder = `{"shop_no":"MALL01","tid":"M1","trade_status":"30","trade_time":"2026-11-20 09:15:00","buyer_nick":"deer",` +
	`"receiver_name":"Zhang","receiver_address":"1 Wenyi Road","order_list":[{"oid":"M1-1","num":"1","price":"7","spec_no":"S1","goods_name":"cup"}]}`

// A demo whose scheme is called can be called, with the secret that everybody
// knows; what it answered is in its store when it has ended.
func TestADemoThatIsCalled(t *testing.T) {
	t.Parallel()
	dir, data := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mall-orders.yaml"), []byte(mallScheme), 0o600); err != nil {
		t.Fatal(err)
	}
	out, in := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() {
		err := demo.Run(ctx, demo.Options{
			Data: data, Schemes: []string{"mall-orders"}, Environ: map[string]string{"SCHEMES_DIR": dir}, Lang: "en", Out: in,
		})
		ended <- err
		_ = in.CloseWithError(io.EOF)
	}()
	lines := bufio.NewScanner(out)
	_, url, _ := strings.Cut(after(t, lines, "  callback   POST "), "POST ")
	if status := call(t, url); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	after(t, lines, "Ctrl-C ends it.")
	stop()
	for lines.Scan() { // what else it says
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	store, err := sqlstore.Open(t.Context(), "sqlite:"+filepath.Join(data, "erpbridge.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if doc, err := store.Get(t.Context(), docstore.Ref{Scheme: "mall-orders", Key: "M1"}); err != nil || doc.State != docstore.Stored {
		t.Errorf("it is %s, %v", doc.State, err)
	}
}

// after is the line of the demo that begins so.
func after(t *testing.T, lines *bufio.Scanner, begin string) string {
	t.Helper()
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), begin) {
			return lines.Text()
		}
	}
	t.Fatalf("the demo does not say %q", begin)
	return ""
}

func call(t *testing.T, url string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(mallOrder))
	if err != nil {
		t.Fatal(err)
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(callback.TimestampHeader, now)
	r.Header.Set(callback.SignatureHeader, callback.Sign([]byte(demo.CallbackSecret), now, []byte(mallOrder)))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}
