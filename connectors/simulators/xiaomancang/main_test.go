package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
)

// It prints where it listens, answers there, and ends when it is told to.
func TestItServes(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- run(ctx, []string{"--addr", "127.0.0.1:0"}, in) }()
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("nothing was printed")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	_, url, _ := strings.Cut(lines.Text(), "=")
	resp, err := http.Post(url+"/v1/stockin/list", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || !strings.Contains(string(body), "应用不存在") {
		t.Errorf("%s, %v", body, err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAPortInUse(t *testing.T) {
	t.Parallel()
	if err := run(t.Context(), []string{"--addr", "127.0.0.1:notaport"}, io.Discard); err == nil || !strings.Contains(err.Error(), "--addr") {
		t.Errorf("%v", err)
	}
}
