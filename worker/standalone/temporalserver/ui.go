package temporalserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/csrf"
	"github.com/temporalio/ui-server/v2/server/route"
	"github.com/temporalio/ui-server/v2/ui"
)

// startUI serves the Web UI on a listener that is already open.
//
// The UI's own server opens its port itself and ends the process when that
// fails. Its routes are exported, so we serve them on our listener instead:
// one port, a clean end, and room for the page that prepares the columns.
func startUI(listener net.Listener, frontend string, cfg Config, log *slog.Logger) (*http.Server, error) {
	app, err := uiRoutes(frontend, cfg.Namespace)
	if err != nil {
		return nil, fmt.Errorf("the Web UI cannot be set up: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", app)
	mux.Handle("GET /{$}", columnsPage(cfg))
	server := &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("The Temporal Web UI ended.", "error", err)
		}
	}()
	return server, nil
}

func uiRoutes(frontend, namespace string) (http.Handler, error) {
	provider, err := uiconfig.NewConfigProviderWithRefresh(&uiconfig.Config{
		Host:                loopback,
		TemporalGRPCAddress: frontend,
		DefaultNamespace:    namespace,
		EnableUI:            true,
		HideLogs:            true,
		DisableNewsFetch:    true,
		CORS:                uiconfig.CORS{CookieInsecure: true},
	})
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.Logger.SetOutput(io.Discard)
	// A page on another site must not be able to command this server through
	// the browser of whoever has it open: hence the token on every write.
	e.Use(middleware.Gzip(), middleware.Secure(), csrf.EnsureTokenCookie(false))
	e.Use(middleware.CSRFWithConfig(csrf.MiddlewareConfig(provider, false)))
	return e, addRoutes(e, provider)
}

func addRoutes(e *echo.Echo, provider *uiconfig.ConfigProviderWithRefresh) error {
	assets, err := ui.Assets()
	if err != nil {
		return err
	}
	local, err := fs.Sub(assets, "local")
	if err != nil {
		return err
	}
	if err := route.SetAPIRoutes(e, provider, nil); err != nil {
		return err
	}
	route.SetHealthRoute(e)
	route.SetRenderRoute(e, "/")
	return route.SetUIRoutes(e, "", local, provider)
}

// stopUI gives open requests a moment: the UI holds some open for long, and
// nobody waits for those.
func stopUI(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		_ = server.Close() // it only repeats what Shutdown could not close
	}
}
