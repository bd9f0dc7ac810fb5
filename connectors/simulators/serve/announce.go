package main

import (
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// The schemes that are called, as those built in are named.
const (
	calledByMall      = "mall-orders-to-wangdiantong"
	calledByKuaidi100 = "kuaidi100-tracks"
)

// at is where a scheme is called.
func at(callbacks, scheme string) string {
	return strings.TrimRight(callbacks, "/") + "/callbacks/" + scheme
}

// announce prints what a shell can read: eval "$(serve | …)" or copy and paste.
func announce(out io.Writer, world *simulators.World, listeners map[string]net.Listener, callbacks string) {
	for _, system := range simulators.Systems() {
		url := "http://" + reachable(listeners[system].Addr())
		fmt.Fprintf(out, "# %s at %s\n", system, url)
		export(out, world.Env(system, url))
	}
	fmt.Fprintln(out, "# who is called")
	export(out, called(callbacks))
	fmt.Fprintf(out, "# %d documents of each system; Ctrl-C ends\n", world.Expected().Refunds)
}

// called are the variables with which our callbacks take the calls.
func called(callbacks string) map[string]string {
	variables := map[string]string{"CALLBACK_MAIN_SECRET": simulators.MallSecret}
	if callbacks != "" {
		variables["KUAIDI100_MAIN_CALLBACK_URL"] = at(callbacks, calledByKuaidi100)
	}
	return variables
}

func export(out io.Writer, variables map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		fmt.Fprintf(out, "export %s=%s\n", name, quote(variables[name]))
	}
}

// reachable replaces "every address of this machine" by one that can be called.
func reachable(addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return addr.String()
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
