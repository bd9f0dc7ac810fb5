package temporalserver_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
)

func TestRunsWorkflowsAndListsThemByAttribute(t *testing.T) {
	c := dial(t, start(t, temporalserver.Config{SearchAttributes: attributes("Scheme")}))

	runWorkflow(t, c, "one", "orders")
	runWorkflow(t, c, "two", "stock")

	awaitListed(t, c, `Scheme = "orders"`, "one")
	awaitListed(t, c, `Scheme = "stock"`, "two")
	awaitListed(t, c, `Scheme = "nothing"`)
}

func TestTwoServersDoNotMeet(t *testing.T) {
	cfg := temporalserver.Config{SearchAttributes: attributes("Scheme")}
	first, second := start(t, cfg), start(t, cfg)
	if first.Address() == second.Address() || first.UIURL() == second.UIURL() {
		t.Fatalf("both are at %s and %s", first.Address(), first.UIURL())
	}

	runWorkflow(t, dial(t, first), "here", "orders")

	awaitListed(t, dial(t, first), `Scheme = "orders"`, "here")
	awaitListed(t, dial(t, second), `Scheme = "orders"`)
}

func TestStopFreesThePortsForTheNext(t *testing.T) {
	server := start(t, temporalserver.Config{})
	ports := []int{portIn(t, server.Address()), portIn(t, strings.TrimPrefix(server.UIURL(), "http://"))}

	server.Stop()
	server.Stop() // a second time is harmless

	for _, port := range ports {
		listener, err := net.Listen("tcp4", "127.0.0.1:"+strconv.Itoa(port))
		if err != nil {
			t.Fatal(err)
		}
		listener.Close()
	}
	next := start(t, temporalserver.Config{FrontendPort: ports[0], UIPort: ports[1]})
	if got := portIn(t, next.Address()); got != ports[0] {
		t.Errorf("the next server is at %d, want %d", got, ports[0])
	}
}

func TestABusyPortIsOneSentence(t *testing.T) {
	port := busyPort(t)
	for what, cfg := range map[string]temporalserver.Config{
		"for the Temporal server, is already in use on this machine: stop the program that uses it or choose another port with --temporal-port": {FrontendPort: port},
		"for the Temporal Web UI, is already in use on this machine: stop the program that uses it or choose another port with --ui-port":       {UIPort: port},
	} {
		_, err := temporalserver.Start(t.Context(), cfg)
		if want := "port " + strconv.Itoa(port) + ", meant " + what; err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestConfigMistakesAreToldBeforeAnythingStarts(t *testing.T) {
	for want, cfg := range map[string]temporalserver.Config{
		"negative":                        {Retention: -time.Hour},
		"two different ports":             {FrontendPort: 7233, UIPort: 7233},
		"not among the search attributes": {Columns: []string{"Scheme"}},
	} {
		if _, err := temporalserver.Start(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want something on %q", err, want)
		}
	}
}

func TestAnImpatientCallerIsNotKept(t *testing.T) {
	cause := errors.New("the person pressed Ctrl-C")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)

	if _, err := temporalserver.Start(ctx, temporalserver.Config{}); !errors.Is(err, cause) {
		t.Errorf("got %v, want %v", err, cause)
	}
}

func TestANormalRunIsSilent(t *testing.T) {
	var log recorder
	server := start(t, temporalserver.Config{
		SearchAttributes: attributes("Scheme"),
		Logger:           slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	runWorkflow(t, dial(t, server), "one", "orders")
	body(t, server.UIURL())
	server.Stop()

	if log.String() != "" {
		t.Errorf("logged:\n%s", log.String())
	}
}

func TestWorkflowsURLCarriesTheQuery(t *testing.T) {
	server := start(t, temporalserver.Config{})
	query := `Scheme = "orders & more" AND ExecutionStatus = "Failed"`

	parsed, err := url.Parse(server.WorkflowsURL(query))
	if err != nil || parsed.Query().Get("query") != query {
		t.Errorf("got %v, %v", parsed, err)
	}
}

func busyPort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return portIn(t, listener.Addr().String())
}

func portIn(t *testing.T, address string) int {
	t.Helper()
	_, text, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return port
}
