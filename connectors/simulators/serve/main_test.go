package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestServesEverySystemUntilToldToStop(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"--documents", "60", "--jushuitan-addr", "0.0.0.0:0", "--kingdee-addr", "127.0.0.1:0"}, in)
		in.CloseWithError(io.EOF)
		ended <- err
	}()
	text := readUntil(t, out, "Ctrl-C")
	if strings.Contains(text, "0.0.0.0") || strings.Contains(text, "[::]") {
		t.Errorf("an address that cannot be called is announced:\n%s", text)
	}
	for _, variable := range []string{"JUSHUITAN_MAIN_URL", "KINGDEE_MAIN_URL"} {
		url := regexp.MustCompile(variable + `='(.*)'`).FindStringSubmatch(text)
		if url == nil {
			t.Fatalf("%s is not announced:\n%s", variable, text)
		}
		if err := answers(t, url[1]); err != nil {
			t.Error(err)
		}
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
	err = run(t.Context(), []string{"--documents", "20", "--jushuitan-addr", "127.0.0.1:0", "--kingdee-addr", taken.Addr().String()}, io.Discard)
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
