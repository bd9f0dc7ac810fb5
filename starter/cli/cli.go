// Package cli is the command line of everyone who gives orders: it looks at
// schemes and documents, starts, pauses and retries, in English or Chinese.
//
// Its promises to scripts: with --output json stdout carries one JSON value
// with stable field names and nothing else; the exit code is 0 when everything
// was done, 1 when something was not (one sentence on stderr says what to do)
// and 2 when the command was written wrongly. A command opens only what it
// needs: schemes can be checked without a store and without Temporal.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// Env is what the process hands to the command line.
type Env struct {
	Stdin          io.Reader // nil: empty
	Stdout, Stderr io.Writer
	Environ        map[string]string                  // the process's variables
	APIs           func() map[string][]connectors.API // what every system offers, by the system's name
	Accounts       connectors.Accounts                // the sources that schemes preview --live reads
	User           string                             // who gives the orders, unless --by says otherwise
	Version        string
	Language       string           // empty: as the environment says
	Now            func() time.Time // nil: time.Now

	DescriptionSchema []byte // of a file that describes a system
}

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// Run executes one command line and returns the exit code.
func Run(ctx context.Context, args []string, env Env) int {
	if lang, ok := languageOf(args); ok {
		env.Language = lang
	}
	a := newApp(env)
	root := a.root()
	root.SetArgs(args)
	return a.exit(root.ExecuteContext(ctx))
}

// New is the command line as a cobra command.
func New(env Env) *cobra.Command { return newApp(env).root() }

// app is what the commands share.
type app struct {
	env    Env
	say    *messages.Printer
	format string // --output
}

func newApp(env Env) *app {
	if env.Language == "" {
		env.Language = messages.Detect(env.Environ)
	}
	if env.Now == nil {
		env.Now = time.Now
	}
	return &app{env: env, say: messages.New(env.Language)}
}

// languageOf finds --lang before the command line is parsed: the texts of the
// commands and of mistakes in it are in that language, too.
func languageOf(args []string) (lang string, ok bool) {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if arg == "--lang" && i+1 < len(args) {
			lang, ok = args[i+1], true
		}
		if value, found := strings.CutPrefix(arg, "--lang="); found {
			lang, ok = value, true
		}
	}
	return lang, ok
}

// exit says on stderr what went wrong and returns the exit code.
func (a *app) exit(err error) int {
	if err == nil {
		return exitOK
	}
	code := exitFailed
	var p *problem
	if errors.As(err, &p) {
		code = p.code
	}
	if text := err.Error(); text != "" {
		_, _ = fmt.Fprintln(a.env.Stderr, text) // there is nowhere to say that stderr is closed
	}
	return code
}

// note says something on stderr that is neither the result nor a problem.
func (a *app) note(id string, pairs ...any) {
	_, _ = fmt.Fprintln(a.env.Stderr, a.say.Text(id, pairs...)) // as in exit
}
