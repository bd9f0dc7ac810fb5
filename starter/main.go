// Command starter is for everyone who gives orders: look at schemes and
// documents, start runs, pause, retry. See package cli.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"os/user"
	"runtime/debug"
	"strconv"
	"syscall"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/starter/cli"
	"github.com/erpbridge/erpbridge/worker/settings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	environ := settings.Environ()
	apis, err := all.APIsOf(environ)
	if err != nil {
		fmt.Fprintln(os.Stderr, "starter:", err)
		stop()
		os.Exit(1)
	}
	code := cli.Run(ctx, os.Args[1:], cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: environ,
		APIs: func() map[string][]connectors.API { return apis }, DescriptionSchema: all.DescriptionSchema(),
		Accounts: all.NewAccounts(environ), User: person(environ), Version: version(),
	})
	stop()
	os.Exit(code)
}

// person is who gives the orders. In a container the user may have no name.
func person(environ map[string]string) string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	if name := environ["USER"]; name != "" {
		return name
	}
	return "uid " + strconv.Itoa(os.Getuid())
}

// version is what the toolchain noted when it built this program.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
