package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// knocker calls as a mall does.
type knocker struct {
	url    string
	order  map[string]any // each call's, but for its number
	client *http.Client

	mu           sync.Mutex
	calls        int
	took         []time.Duration // of acknowledgements
	acknowledged []string
	busy         int
	refused      int
	unanswered   int
}

func newKnocker(url string) (*knocker, error) {
	w, err := simulators.NewWorld(simulators.Options{Documents: 1, Load: &simulators.Load{}})
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 256}
	return &knocker{
		url: url, order: w.MallOrders()[0].Versions[0], client: &http.Client{Transport: transport, Timeout: time.Minute},
	}, nil
}

// knock calls at a rate for a while and returns when all calls have ended. A call
// that is slow does not keep the next ones from being made.
func (k *knocker) knock(ctx context.Context, rate int, long time.Duration) {
	var all sync.WaitGroup
	defer all.Wait()
	began, tick := time.Now(), time.NewTicker(5*time.Millisecond)
	defer tick.Stop()
	for {
		since := min(time.Since(began), long)
		for ; k.calls < int(since.Seconds()*float64(rate)); k.calls++ {
			tid := fmt.Sprintf("B%07d", k.calls)
			all.Go(func() { k.call(ctx, tid) })
		}
		if since == long {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// call makes one call, signed now, and notes what came of it.
func (k *knocker) call(ctx context.Context, tid string) {
	began := time.Now()
	status, err := k.send(ctx, tid)
	took := time.Since(began)
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case err != nil:
		k.unanswered++
	case status == http.StatusOK:
		k.acknowledged, k.took = append(k.acknowledged, tid), append(k.took, took)
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		k.busy++
	default:
		k.refused++
	}
}

func (k *knocker) send(ctx context.Context, tid string) (status int, err error) {
	order := maps.Clone(k.order)
	order["tid"] = tid
	body, err := json.Marshal(map[string]any{"orders": []any{order}})
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, k.url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(callback.TimestampHeader, now)
	req.Header.Set(callback.SignatureHeader, callback.Sign([]byte(simulators.MallSecret), now, body))
	resp, err := k.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }() // read to its end
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}

func (k *knocker) result(o CallbackOptions) Callbacks {
	slices.Sort(k.took)
	c := Callbacks{
		Rate: o.Rate, Seconds: o.Seconds, Calls: k.calls, Acknowledged: len(k.acknowledged),
		Busy: k.busy, Refused: k.refused, Unanswered: k.unanswered,
	}
	if k.calls > 0 {
		c.BusyShare = float64(k.busy) / float64(k.calls)
	}
	if n := len(k.took); n > 0 {
		c.P50, c.P99, c.Longest = ms(k.took[n/2]), ms(k.took[min(n*99/100, n-1)]), ms(k.took[n-1])
	}
	return c
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
