package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/erpbridge/erpbridge/starter/messages"
)

// name is how the program is called in its own texts.
const name = "starter"

func (a *app) root() *cobra.Command {
	root := a.group(&cobra.Command{
		Use: name, Short: a.say.Text("root.short"), Long: a.say.Text("root.long"),
		SilenceErrors: true, SilenceUsage: true, // exit says it, once and in one sentence
		Version:           a.env.Version,
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.checkGlobals() },
	})
	a.globalFlags(root.PersistentFlags())
	root.Flags().Bool("version", false, a.say.Text("flag.version"))
	root.SetOut(a.env.Stdout)
	root.SetErr(a.env.Stderr)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(a.flagMistake)
	root.SetHelpFunc(a.help)
	root.SetHelpCommand(a.helpCommand())
	root.CompletionOptions.DisableDefaultCmd = true // its texts are in English only; ours is completion.go
	root.AddCommand(
		a.schemes(), a.apis(),
		a.apply(), a.run(), a.backfill(), a.status(), a.pause(), a.resume(),
		a.documents(), a.retry(), a.skip(), a.resolve(), a.reconcile(), a.check(),
		a.callbacks(),
		a.completion(),
	)
	return root
}

func (a *app) globalFlags(f *pflag.FlagSet) {
	f.StringVar(&a.format, "output", formatText, a.say.Text("flag.output"))
	f.StringVar(&a.env.Language, "lang", a.env.Language, a.say.Text("flag.lang"))
	f.BoolP("help", "h", false, a.say.Text("flag.help"))
}

// checkGlobals refuses values of the global flags that mean nothing.
func (a *app) checkGlobals() error {
	if a.format != formatText && a.format != formatJSON {
		return a.usage("usage.choice", "Flag", "--output", "Value", a.format, "Choices", formatText+", "+formatJSON)
	}
	if a.env.Language != messages.English && a.env.Language != messages.Chinese {
		return a.usage("usage.choice", "Flag", "--lang", "Value", a.env.Language,
			"Choices", messages.Chinese+", "+messages.English)
	}
	return nil
}

// group is a command that only holds others: alone it shows its help, and a
// word it does not know is a mistake.
func (a *app) group(c *cobra.Command) *cobra.Command {
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return a.usage("usage.command", "Command", args[0], "Of", c.CommandPath(), "Hint", a.nearest(args[0], names(c)))
	}
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return c
}

func names(c *cobra.Command) []string {
	var known []string
	for _, sub := range c.Commands() {
		if !sub.Hidden {
			known = append(known, sub.Name())
		}
	}
	return known
}
