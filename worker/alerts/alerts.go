// Package alerts tells people what a worker has found while nobody looked: it
// posts to an address that they choose, as plain JSON or as the message that the
// robot of a chat group takes.
package alerts

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/activities/reconcile"
)

// The formats.
const (
	JSON     = "json"     // fields, and the text in both languages
	WeCom    = "wecom"    // 企业微信
	DingTalk = "dingtalk" // 钉钉
	Feishu   = "feishu"   // 飞书
)

func formats() []string { return []string{JSON, WeCom, DingTalk, Feishu} }

// Open makes what tells of comparisons at an address; nil when there is none. The
// address of a robot holds its key, so no error shows it.
func Open(address, format string) (reconcile.Alerter, error) {
	if address == "" {
		return nil, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("ALERT_URL is not an address such as https://example.com/alerts")
	}
	if !slices.Contains(formats(), format) {
		return nil, fmt.Errorf("ALERT_FORMAT is %q; it is one of %s", format, strings.Join(formats(), ", "))
	}
	return &webhook{address: u, format: format, client: &http.Client{Timeout: patience}}, nil
}

// patience is how long an address may take to answer.
const patience = 20 * time.Second

type webhook struct {
	address *url.URL
	format  string
	client  *http.Client
}

// Alert implements reconcile.Alerter.
func (w *webhook) Alert(ctx context.Context, a reconcile.Alert) error {
	body, err := json.Marshal(w.message(a))
	if err != nil {
		return fmt.Errorf("write the alert of scheme %s: %w", a.Scheme, err)
	}
	if err := w.post(ctx, body); err != nil {
		return fmt.Errorf("tell %s of scheme %s (ALERT_URL): %w", w.address.Host, a.Scheme, err)
	}
	return nil
}

func (w *webhook) post(ctx context.Context, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.address.String(), bytes.NewReader(body))
	if err != nil {
		return errors.New("the address cannot be used")
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := w.client.Do(request)
	if err != nil {
		return bare(err)
	}
	defer answer.Body.Close()
	const most = 64 << 10
	said, err := io.ReadAll(io.LimitReader(answer.Body, most))
	if err != nil {
		return fmt.Errorf("read the answer: %w", bare(err))
	}
	return w.taken(answer.StatusCode, said)
}

// bare is what went wrong without the address, which may hold a key.
func bare(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// taken says whether the message has arrived. A robot says in its answer that it
// has not: 200 alone means nothing.
func (w *webhook) taken(status int, said []byte) error {
	const shown = 200
	excerpt := string(said[:min(shown, len(said))])
	if status < 200 || status > 299 {
		return fmt.Errorf("it answered %d: %s", status, excerpt)
	}
	if w.format == JSON {
		return nil
	}
	var verdict struct {
		ErrCode *int `json:"errcode"` // 企业微信, 钉钉
		Code    *int `json:"code"`    // 飞书
		Status  *int `json:"StatusCode"`
	}
	if err := json.Unmarshal(said, &verdict); err != nil {
		return fmt.Errorf("it answered what is not its answer: %s", excerpt)
	}
	for _, code := range []*int{verdict.ErrCode, verdict.Code, verdict.Status} {
		if code != nil && *code == 0 {
			return nil
		}
	}
	return fmt.Errorf("it refused the message: %s", excerpt)
}
