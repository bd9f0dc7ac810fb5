package bench

import (
	"context"
	"log/slog"

	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
)

// runServer is the embedded Temporal server. For the naive lane it has the
// settings it comes with.
func runServer(ctx context.Context, dir, lane string, log *slog.Logger) error {
	s, err := temporalserver.Start(ctx, temporalserver.Config{
		DataDir: dir, SearchAttributes: engine.SearchAttributes(), Logger: log, Stock: lane == Naive,
	})
	if err != nil {
		return err
	}
	defer s.Stop()
	if err := (hello{Address: s.Address()}).say(); err != nil {
		return err
	}
	return wait(ctx, s.Failed(), s.Err)
}
