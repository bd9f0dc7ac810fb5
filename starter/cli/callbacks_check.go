package cli

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/erpbridge/erpbridge/starter/gateway"
)

// checkPatience is how long a gateway may take to say that it is well.
const checkPatience = 2 * time.Second

// checkCallbacks asks the gateway at an address whether it is there: for those who
// watch over it, in an image that has no other program to ask with.
func (a *app) checkCallbacks(ctx context.Context, addr string) error {
	limits, err := gateway.Read(a.env.Environ)
	if err != nil {
		return a.fail("settings.failed", "Error", err)
	}
	address := reachable(cmp.Or(addr, limits.Addr, callbacksAddr))
	ctx, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	if err := healthy(ctx, "http://"+address+"/healthz"); err != nil {
		return a.fail("callbacks.away", "Address", address, "Error", err)
	}
	return a.print(checkResult{Address: "http://" + address})
}

func healthy(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("HTTP %s", resp.Status)
	}
	_ = resp.Body.Close() // nothing of it is needed
	return err
}

// reachable turns an address to listen at into one to call: :8090 is every address
// of this machine.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err == nil && (host == "" || net.ParseIP(host).IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}

// checkResult says that calls are taken.
type checkResult struct {
	Address string `json:"address"`
}

func (r checkResult) text(p *page) { p.line("callbacks.at", "Address", r.Address) }
