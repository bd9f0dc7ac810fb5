package connectorstest

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
)

// transcript is everything a connector said in a sitting: errors and log lines.
type transcript struct {
	mu   sync.Mutex
	text strings.Builder
}

func (t *transcript) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(t, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// Write takes a log line.
func (t *transcript) Write(line []byte) (int, error) {
	t.add(string(line))
	return len(line), nil
}

func (t *transcript) add(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.WriteString(text + "\n")
}

// note keeps an error with its causes, which somebody may print alone.
func (t *transcript) note(err error) error {
	for e := err; e != nil; e = errors.Unwrap(e) {
		t.add(e.Error())
	}
	return err
}

// leaks names the secrets that were said, as they are or as they are written in
// URLs and JSON, without repeating them.
func (t *transcript) leaks(secrets []string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var err error
	for i, secret := range secrets {
		if at := find(t.text.String(), secret); at >= 0 {
			err = errors.Join(err, fmt.Errorf("secret %d of the account is shown: %s", i+1, around(t.text.String(), at)))
		}
	}
	return err
}

func find(text, secret string) int {
	quoted, _ := json.Marshal(secret) // a text always marshals
	for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`)} {
		if at := strings.Index(text, form); at >= 0 {
			return at
		}
	}
	return -1
}

// around shows where, up to the secret and not beyond.
func around(text string, at int) string {
	const before = 80
	return "…" + strings.ToValidUTF8(text[max(0, at-before):at], "") + "***"
}
