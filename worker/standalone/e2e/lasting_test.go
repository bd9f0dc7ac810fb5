package e2e

import (
	"net"
	"strconv"
	"testing"

	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
)

// lasting is a stage whose Temporal server keeps what it knows in a folder, and can
// be stopped and started again.
type lasting struct {
	*stage
	config temporalserver.Config
	server *temporalserver.Server
}

func setupLasting(t *testing.T, documents int, schemesDir string) *lasting {
	t.Helper()
	l := &lasting{stage: setupWorld(t, documents, "", schemesDir)}
	l.config = temporalserver.Config{SearchAttributes: engine.SearchAttributes(), DataDir: t.TempDir(), Logger: l.log}
	l.begin()
	_, port, err := net.SplitHostPort(l.server.Address())
	l.ok(err)
	l.config.FrontendPort, err = strconv.Atoi(port) // where the clients look for it again
	l.ok(err)
	l.environ["TEMPORAL_ADDRESS"] = l.server.Address()
	l.openParts()
	return l
}

// begin starts the server, again with what it knew.
func (l *lasting) begin() {
	l.t.Helper()
	var err error
	l.until("the server begins", func() bool { // one that took long to stop may still have the port
		l.server, err = temporalserver.Start(l.ctx, l.config)
		return err == nil || l.config.FrontendPort == 0
	})
	l.ok(err)
	l.t.Cleanup(l.server.Stop)
}
