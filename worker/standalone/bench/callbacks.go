package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// mallOrders is the scheme that is called.
const mallOrders = "mall-orders-to-wangdiantong"

// CallbackOptions are the flags of the benchmark of callbacks.
type CallbackOptions struct {
	Rate    int // calls a second, of one order each
	Seconds int
	Store   string // as of Options
	Summary string
	Dir     string
	Lang    string
	Environ map[string]string
	Out     io.Writer
	Program []string // as of Options
}

// Callbacks is what came of calling: how long the acknowledgement took, how often
// there was none, and whether every acknowledged order is in the store.
type Callbacks struct {
	Right        bool    `json:"right"`
	Rate         int     `json:"rate"`
	Seconds      int     `json:"seconds"`
	Calls        int     `json:"calls"`
	Acknowledged int     `json:"acknowledged"`
	Busy         int     `json:"status_503"` // to be sent again
	Refused      int     `json:"other_status"`
	Unanswered   int     `json:"unanswered"`
	BusyShare    float64 `json:"share_503"`
	P50          float64 `json:"p50_ms"` // of the acknowledgement
	P99          float64 `json:"p99_ms"`
	Longest      float64 `json:"longest_ms"`
	Lost         int     `json:"acknowledged_and_lost"`
}

// RunCallbacks lets a mall call the gateway at a steady rate, whether or not it is
// answered, while the engine carries the orders to 旺店通.
func RunCallbacks(ctx context.Context, o CallbackOptions) (err error) {
	if o.Rate < 1 || o.Seconds < 1 {
		return errors.New("--rate and --seconds must be at least 1")
	}
	dir, err := os.MkdirTemp(o.Dir, "erpbridge-callbacks-")
	if err != nil {
		return fmt.Errorf("make a folder for the benchmark: %w", err)
	}
	show := newShow(Options{Lang: o.Lang, Environ: o.Environ, Out: o.Out})
	show.line("bench.calling", "Rate", o.Rate, "Seconds", o.Seconds)
	c, err := o.measure(ctx, dir)
	if err != nil {
		show.kept(dir)
		return err
	}
	show.callbacks(c)
	if err := write(c, o.Summary); err != nil {
		return err
	}
	if !c.Right {
		return ErrWrong
	}
	return os.RemoveAll(dir)
}

func (o CallbackOptions) measure(ctx context.Context, dir string) (c Callbacks, err error) {
	log, err := os.Create(filepath.Join(dir, "bench.log"))
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	s := &stage{
		opts: Options{Documents: 1, Latency: None, Steps: ThreeCalls, Store: o.Store, Environ: o.Environ, Program: o.Program},
		job:  job{scheme: mallOrders, lines: 1}, lane: Auto, dir: dir, log: log, more: o.environ(),
	}
	if err := s.open(ctx); err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	k, err := newKnocker("http://" + s.engine.hello.Address + "/callbacks/" + mallOrders)
	if err != nil {
		return c, err
	}
	k.knock(ctx, o.Rate, time.Duration(o.Seconds)*time.Second)
	c = k.result(o)
	c.Lost, err = lost(ctx, s.store.url, k.acknowledged)
	c.Right = c.Lost == 0 && c.Refused == 0 && c.Acknowledged > 0
	return c, err
}

// environ has the gateway take as many calls as are to be made: by itself it lets a
// scheme have 100 a second.
func (o CallbackOptions) environ() map[string]string {
	return map[string]string{
		"CALLBACKS_ADDR": "127.0.0.1:0", "CALLBACKS_PER_MINUTE": strconv.Itoa(max(6000, 120*o.Rate)),
		"CALLBACK_MAIN_SECRET": simulators.MallSecret, "WANGDIANTONG_MAIN_PER_SECOND": "1000", "WANGDIANTONG_MAIN_PER_MINUTE": "60000",
	}
}

// lost is how many of the orders are not in the store.
func lost(ctx context.Context, url string, orders []string) (n int, err error) {
	s, err := sqlstore.OpenReadOnly(ctx, url)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, tid := range orders {
		_, err := s.Get(ctx, docstore.Ref{Scheme: mallOrders, Key: tid})
		switch {
		case errors.Is(err, docstore.ErrNotFound):
			n++
		case err != nil:
			return n, err
		}
	}
	return n, nil
}

// write is the JSON of --summary.
func write(result any, file string) error {
	if file == "" {
		return nil
	}
	data, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the summary to --summary %s: %w", file, err)
	}
	return nil
}
