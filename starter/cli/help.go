package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// help prints a command's help; cobra's own template speaks English only.
func (a *app) help(c *cobra.Command, _ []string) {
	p := &page{say: a.say}
	p.block(about(c))
	p.section("help.usage", "  "+usageLine(c))
	p.section("help.examples", c.Example)
	p.list("help.commands", commandRows(c))
	p.list("help.flags", flagRows(c.LocalFlags()))
	p.list("help.global", flagRows(c.InheritedFlags()))
	_, _ = fmt.Fprint(c.OutOrStdout(), p.String()) // cobra's help functions return nothing
}

// list is a section whose body is a table without heads.
func (p *page) list(heading string, rows [][]string) {
	if len(rows) > 0 {
		p.heading(heading)
		p.table(nil, rows)
	}
}

func about(c *cobra.Command) string {
	if c.Long != "" {
		return strings.TrimSpace(c.Long)
	}
	return c.Short
}

func commandRows(c *cobra.Command) [][]string {
	var rows [][]string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			rows = append(rows, []string{"  " + sub.Name(), sub.Short})
		}
	}
	return rows
}

// flagRows does what pflag's FlagUsages does, but aligned for Chinese and
// without its English "(default …)": the texts say what happens without a flag.
func flagRows(flags *pflag.FlagSet) [][]string {
	var rows [][]string
	flags.VisitAll(func(f *pflag.Flag) {
		value, text := pflag.UnquoteUsage(f)
		short := "      "
		if f.Shorthand != "" {
			short = "  -" + f.Shorthand + ", "
		}
		rows = append(rows, []string{strings.TrimRight(short+"--"+f.Name+" "+value, " "), text})
	})
	return rows
}

// helpCommand is "help documents show" for those who write it that way.
func (a *app) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND…]", Short: a.say.Text("help.short"), Hidden: true,
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return a.usage("usage.command", "Command", strings.Join(args, " "), "Of", c.Root().CommandPath(), "Hint", "")
			}
			return found.Help()
		},
	}
}
