package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

func TestServesEverySystemUntilToldToStop(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, free("--documents", "60", "--host", "0.0.0.0", "--callbacks-url", nobody+"/"), in)
		in.CloseWithError(io.EOF)
		ended <- err
	}()
	text := readUntil(t, out, "Ctrl-C")
	if strings.Contains(text, "0.0.0.0") || strings.Contains(text, "[::]") {
		t.Errorf("an address that cannot be called is announced:\n%s", text)
	}
	for _, system := range simulators.Systems() {
		variable := strings.ToUpper(system) + "_MAIN_URL"
		url := regexp.MustCompile(variable + `='(.*)'`).FindStringSubmatch(text)
		if url == nil {
			t.Fatalf("%s is not announced:\n%s", variable, text)
		}
		if err := answers(t, url[1]); err != nil {
			t.Error(err)
		}
	}
	if !regexp.MustCompile(`KUAIDI100_MAIN_CALLBACK_URL='http://[0-9.:]+/callbacks/kuaidi100-tracks'`).MatchString(text) || !strings.Contains(text, "CALLBACK_MAIN_SECRET=") {
		t.Errorf("it is not announced who calls:\n%s", text)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("a stop is not an error: %v", err)
	}
}

// free are arguments with which every system takes a free port.
func free(more ...string) []string {
	var args []string
	for _, system := range simulators.Systems() {
		args = append(args, "--"+system+"-addr", ":0")
	}
	return append(args, more...)
}

// nobody is an address at which nobody answers.
const nobody = "http://127.0.0.1:1"

// The mall calls the scheme that is built in, with the secret that is announced.
func TestTheMallCalls(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	called := make(chan string, 1)
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		now := r.Header.Get(callback.TimestampHeader)
		if err != nil || r.Header.Get(callback.SignatureHeader) != callback.Sign([]byte(simulators.MallSecret), now, body) {
			w.WriteHeader(http.StatusUnauthorized)
		}
		select {
		case called <- r.URL.Path:
		default:
		}
	}))
	t.Cleanup(gateway.Close)
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, free("--documents", "10", "--callbacks-url", gateway.URL), io.Discard) }()
	if path := <-called; path != "/callbacks/mall-orders-to-wangdiantong" {
		t.Errorf("the mall called %s", path)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("a stop is not an error: %v", err)
	}
}

func readUntil(t *testing.T, r io.Reader, word string) string {
	t.Helper()
	var text strings.Builder
	buf := make([]byte, 4096)
	for !strings.Contains(text.String(), word) {
		n, err := r.Read(buf)
		if err != nil {
			t.Fatalf("%v after:\n%s", err, text.String())
		}
		text.Write(buf[:n])
	}
	return text.String()
}

func answers(t *testing.T, url string) error {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

func TestABusyPortIsASentence(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	err = run(t.Context(), free("--documents", "20", "--kingdee-addr", taken.Addr().String()), io.Discard)
	want := taken.Addr().String() + " is in use by another program: choose another address with --kingdee-addr"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDocumentsMustBePositive(t *testing.T) {
	t.Parallel()
	if err := run(t.Context(), []string{"--documents", "0"}, io.Discard); err == nil {
		t.Error("a world of no documents was served")
	}
}
