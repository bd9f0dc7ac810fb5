package gateway_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/gateway"
)

// The store is away: the caller is told to send it again, and nothing is lost
// that was said to be kept.
func TestTheStoreIsAway(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		if got := s.post(orders, order("M1")); got.Status != 200 {
			s.Fatalf("%+v", got)
		}
		if err := s.store.Close(); err != nil {
			s.Fatal(err)
		}
		for _, scheme := range []string{orders, lines} { // one that was called before, and one that was not
			got := s.post(scheme, order("M2"))
			if got.Status != 503 || got.Header.Get("Retry-After") == "" || got.Kept != 0 || !strings.Contains(got.Error, "send it again") {
				s.Errorf("%s: %+v", scheme, got)
			}
		}
		if !strings.Contains(s.log.String(), `"level":"ERROR"`) {
			s.Errorf("the operator is not told:\n%s", s.log)
		}
	})
}

// slow is a store that keeps nothing before it is let.
type slow struct {
	gateway.Store
	asked chan struct{}
	let   chan struct{}
}

func (s *slow) Keep(ctx context.Context, p docstore.Page) (docstore.Kept, error) {
	s.asked <- struct{}{}
	select {
	case <-s.let:
		return s.Store.Keep(ctx, p)
	case <-ctx.Done():
		return docstore.Kept{}, ctx.Err()
	}
}

func slowly(t *testing.T, l gateway.Limits) (*stage, *slow) {
	t.Helper()
	s := opened(t, databases["sqlite"](t))
	store := &slow{Store: s.store, asked: make(chan struct{}, 10), let: make(chan struct{})}
	s.serve(store, s.told, l)
	return s, store
}

func TestTheStoreTakesTooLong(t *testing.T) {
	t.Parallel()
	s, _ := slowly(t, gateway.Limits{StoreWait: 50 * time.Millisecond})
	if got := s.post(orders, order("M1")); got.Status != 503 || s.count(orders) != 0 {
		t.Errorf("%+v, %d are kept", got, s.count(orders))
	}
}

func TestTooManyAtOnce(t *testing.T) {
	t.Parallel()
	s, store := slowly(t, gateway.Limits{Concurrency: 1, Patience: 50 * time.Millisecond, StoreWait: time.Minute})
	first := make(chan said, 1)
	go func() { first <- s.post(orders, order("M1")) }()
	<-store.asked
	if got := s.post(orders, order("M2")); got.Status != 429 || got.Header.Get("Retry-After") != "1" {
		t.Errorf("%+v", got)
	}
	close(store.let)
	if got := <-first; got.outcomes() != "M1 new" {
		t.Errorf("%+v", got)
	}
	if got := s.post(orders, order("M2")); got.outcomes() != "M2 new" {
		t.Errorf("its place was not given back: %+v", got)
	}
}

// A caller who hangs up has been told nothing: the order may be kept, and it is
// known when it comes again.
func TestACallerHangsUp(t *testing.T) {
	t.Parallel()
	s, store := slowly(t, gateway.Limits{StoreWait: time.Minute})
	ctx, hangUp := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		answer, err := http.DefaultClient.Do(s.request(orders, order("M1"), time.Now()).WithContext(ctx))
		if err == nil {
			err = answer.Body.Close()
		}
		gone <- err
	}()
	<-store.asked
	hangUp()
	if err := <-gone; err == nil {
		t.Error("it was answered")
	}
	close(store.let)
	if got := s.post(orders, order("M1")); got.Status != 200 || s.count(orders) != 1 {
		t.Errorf("%+v, %d are kept", got, s.count(orders))
	}
}

// Ending the gateway waits for the calls under way.
func TestTheGatewayEnds(t *testing.T) {
	t.Parallel()
	s := opened(t, databases["sqlite"](t))
	store := &slow{Store: s.store, asked: make(chan struct{}, 1), let: make(chan struct{})}
	g := gateway.New(gateway.Parts{
		Library: s.library, Store: store, Log: slog.New(slog.DiscardHandler),
		Accounts: all.NewAccounts(map[string]string{"CALLBACK_MALL_SECRET": secret}),
	}, gateway.Limits{StoreWait: time.Minute})
	listener, err := gateway.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + listener.Addr().String()
	ctx, end := context.WithCancel(t.Context())
	ended, first := make(chan error, 1), make(chan said, 1)
	go func() { ended <- g.Serve(ctx, listener) }()
	go func() { first <- s.post(orders, order("M1")) }()
	<-store.asked
	end()
	for { // until it takes no more calls
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener.Addr().String())
		if err != nil {
			break
		}
		_ = c.Close()
	}
	close(store.let)
	if got := <-first; got.outcomes() != "M1 new" {
		t.Errorf("%+v", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// Whoever sends too slowly is not waited for: with half a body it hears so,
// with half a header the line is cut.
func TestASlowCaller(t *testing.T) {
	t.Parallel()
	s := setup(t, gateway.Limits{ReadWait: 100 * time.Millisecond})
	for sent, status := range map[string]int{
		"POST /callbacks/mall-orders HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"tid\":": 408,
		"POST /callbacks/mall-orders HTTP/1.1\r\nHost:":                                            0,
	} {
		got, err := s.half(sent)
		if got == 0 && status != 0 { // a busy machine may read even a whole header too late
			got, err = s.half(sent)
		}
		if got != status {
			t.Errorf("%q: %d, %v", sent, got, err)
		}
	}
}

// half sends the beginning of a call and says how it is answered.
func (s *stage) half(sent string) (int, error) {
	s.Helper()
	c, err := (&net.Dialer{}).DialContext(s.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, sent); err != nil {
		s.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err == nil {
		_ = answer.Body.Close()
	}
	return statusOf(answer), err
}

func statusOf(r *http.Response) int {
	if r == nil || r.StatusCode == http.StatusBadRequest { // half a header is none
		return 0
	}
	return r.StatusCode
}

// Half a body and the line is cut: nothing is kept.
func TestABodyIsCut(t *testing.T) {
	t.Parallel()
	s := setup(t, gateway.Limits{})
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(c, "POST /callbacks/mall-orders HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"+order("M1")[:100])
	if err == nil {
		err = c.(*net.TCPConn).CloseWrite()
	}
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest || s.count(orders) != 0 {
		t.Errorf("%d, %d are kept", answer.StatusCode, s.count(orders))
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	l, err := gateway.Read(map[string]string{"CALLBACKS_ADDR": ":8090", "CALLBACKS_PER_MINUTE": "10"})
	if err != nil || l.Addr != ":8090" || l.PerMinute != 10 || l.MaxBytes != 1<<20 || l.Concurrency != 16 {
		t.Errorf("%+v, %v", l, err)
	}
	for _, name := range []string{"CALLBACKS_MAX_BYTES", "CALLBACKS_PER_MINUTE", "CALLBACKS_CONCURRENCY"} {
		for _, value := range []string{"0", "-1", "many"} {
			if _, err := gateway.Read(map[string]string{name: value}); err == nil || !strings.Contains(err.Error(), "CALLBACKS_") {
				t.Errorf("%s=%s: %v", name, value, err)
			}
		}
	}
	if _, err := gateway.Listen(t.Context(), "nowhere"); err == nil || !strings.Contains(err.Error(), "CALLBACKS_ADDR") {
		t.Error(err)
	}
}
