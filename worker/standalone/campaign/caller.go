package campaign

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// caller makes signed calls, and lets some go wrong.
type caller struct {
	url   string
	armed *armed
	kill  func() // the one that is called
}

// call sends orders until that is acknowledged. older are versions of them that
// may come too late.
func (c *caller) call(ctx context.Context, what Call, orders, older []map[string]any) error {
	fault, ok := c.armed.take(what, 0)
	if !ok && what == Retell {
		fault, ok = c.armed.take(Tell, 0)
	}
	if !ok {
		return c.insist(ctx, orders)
	}
	switch fault.Kind {
	case KillGateway:
		return c.killed(ctx, fault, orders)
	case Unheard:
		return errors.Join(c.unheard(ctx, orders), c.insist(ctx, orders))
	case Overtaken:
		return errors.Join(c.insist(ctx, orders), c.insist(ctx, older))
	default: // Repeated
		again, err := signed(ctx, c.url, orders)
		if err != nil {
			return err
		}
		return errors.Join(c.until(ctx, again), c.until(ctx, again))
	}
}

// killed is the gateway while it works on a call, or when it has just answered it.
func (c *caller) killed(ctx context.Context, f Fault, orders []map[string]any) error {
	if f.Late {
		err := c.insist(ctx, orders)
		c.kill()
		return err
	}
	heard := make(chan error, 1)
	go func() { heard <- c.insist(ctx, orders) }()
	c.kill()
	return <-heard
}

// unheard goes away before the answer comes.
func (c *caller) unheard(ctx context.Context, orders []map[string]any) error {
	const soon = 3 * time.Millisecond
	short, stop := context.WithTimeout(ctx, soon)
	defer stop()
	request, err := signed(ctx, c.url, orders)
	if err != nil {
		return err
	}
	_, _, _ = send(request.Clone(short)) // whatever came of it: the mall does not know
	return ctx.Err()
}

// insist signs anew each time, as callers do.
func (c *caller) insist(ctx context.Context, orders []map[string]any) error {
	if len(orders) == 0 {
		return nil
	}
	request, err := signed(ctx, c.url, orders)
	if err != nil {
		return err
	}
	return c.until(ctx, request)
}

// until makes the same call until it is acknowledged. Only what is refused for
// good is an error.
func (c *caller) until(ctx context.Context, request *http.Request) error {
	for {
		status, answer, err := send(request.Clone(ctx))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && status == http.StatusOK:
			return nil
		case err == nil && status < http.StatusInternalServerError && status != http.StatusTooManyRequests:
			return fmt.Errorf("the gateway refuses a call of the mall: HTTP %d: %s", status, answer)
		}
		pause(ctx, restart)
	}
}

func signed(ctx context.Context, url string, orders []map[string]any) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{"orders": orders})
	if err != nil {
		return nil, fmt.Errorf("write a call of the mall: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("write a call of the mall: %w", err)
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(callback.TimestampHeader, now)
	r.Header.Set(callback.SignatureHeader, callback.Sign([]byte(simulators.MallSecret), now, body))
	return r, nil
}

func send(r *http.Request) (status int, answer string, err error) {
	if r.Body, err = r.GetBody(); err != nil {
		return 0, "", err
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = got.Body.Close() }() // read as far as it matters
	const most = 4096
	said, err := io.ReadAll(io.LimitReader(got.Body, most))
	return got.StatusCode, string(said), err
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
