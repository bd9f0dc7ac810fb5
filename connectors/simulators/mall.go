package simulators

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors/callback"
)

// mallShop is the mall's shop at 旺店通.
const mallShop = "MALL01"

// MallSecret is what the mall proves itself with. Everybody knows it.
const MallSecret = "everybody-knows-the-demo"

// MallOrders are the mall's orders, by their numbers.
func (w *World) MallOrders() []MallOrder { return slices.Clone(w.mall) }

func (w *World) fillMall() {
	b := newMallBuilder(w.opt.Seed, w.opt.Now)
	for i, kind := range b.dealOrders(w.opt.Documents) {
		w.mall = append(w.mall, b.order(i, kind))
	}
}

// Mall lets the mall's backend call a scheme until it has said all it has to say:
// first of all orders, and LateAfter later what has become of some. It ends sooner
// with the context.
func (w *World) Mall(ctx context.Context, url, secret string) error {
	if err := w.MallSells(ctx, url, secret); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case <-time.After(w.opt.LateAfter):
	}
	return w.MallChanges(ctx, url, secret)
}

// MallSells sends the first version of every order, one to five in a call, not in
// their order, and some calls twice: the mall did not hear the answer.
func (w *World) MallSells(ctx context.Context, url, secret string) error {
	var versions []map[string]any
	for _, o := range w.mall {
		versions = append(versions, o.Versions[0])
	}
	return w.tell(ctx, url, secret, versions)
}

// MallChanges sends the further versions, of each order in their order; but of some
// the version before comes once more after it, as what was overtaken on its way does.
func (w *World) MallChanges(ctx context.Context, url, secret string) error {
	for n := 1; ; n++ {
		var versions, overtaken []map[string]any
		for i, o := range w.mall {
			if n < len(o.Versions) {
				versions = append(versions, o.Versions[n])
				if i%3 == 0 {
					overtaken = append(overtaken, o.Versions[n-1])
				}
			}
		}
		if len(versions) == 0 {
			return nil
		}
		if err := errors.Join(w.tell(ctx, url, secret, versions), w.tell(ctx, url, secret, overtaken)); err != nil {
			return err
		}
	}
}

// tell sends orders, of which no two are the same one.
func (w *World) tell(ctx context.Context, url, secret string, orders []map[string]any) error {
	const stream = 4
	r := rand.New(rand.NewPCG(w.opt.Seed, stream)) //nolint:gosec // made-up data, not secrets
	r.Shuffle(len(orders), func(i, j int) { orders[i], orders[j] = orders[j], orders[i] })
	for len(orders) > 0 {
		n := min(1+r.IntN(5), len(orders))
		body, err := json.Marshal(map[string]any{"orders": orders[:n]})
		if err != nil {
			return err
		}
		for range 1 + r.IntN(7)/6 { // one call in seven is made twice
			if err := insist(ctx, url, secret, body); err != nil {
				return err
			}
		}
		orders = orders[n:]
	}
	return nil
}

// insist calls until it is heard. What is refused is the mall's mistake.
func insist(ctx context.Context, url, secret string, body []byte) error {
	for {
		status, answer, err := call(ctx, url, secret, body)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && status == http.StatusOK:
			return nil
		case err == nil && status < http.StatusInternalServerError && status != http.StatusTooManyRequests:
			return fmt.Errorf("the mall's call is refused: HTTP %d: %s", status, answer)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// call makes one call, signed now.
func call(ctx context.Context, url, secret string, body []byte) (status int, answer string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(callback.TimestampHeader, now)
	req.Header.Set(callback.SignatureHeader, callback.Sign([]byte(secret), now, body))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = resp.Body.Close() }() // read as far as it matters
	said, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	return resp.StatusCode, string(said), err
}
