package campaign

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"

	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
)

func runServer(ctx context.Context, dir, port string, log *slog.Logger) error {
	n, err := strconv.Atoi(port)
	if err != nil {
		return fmt.Errorf("the port of the Temporal server: %w", err)
	}
	s, err := temporalserver.Start(ctx, temporalserver.Config{
		DataDir: dir, FrontendPort: n, SearchAttributes: engine.SearchAttributes(), Logger: log,
	})
	if err != nil {
		return err
	}
	defer s.Stop()
	return wait(ctx, s.Failed(), s.Err)
}
