package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// between checks how many words follow a command; most -1 is any number.
func (a *app) between(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return a.usage("usage.missing", "Usage", usageLine(c), "Command", c.CommandPath())
		case most >= 0 && len(args) > most:
			return a.usage("usage.extra", "Word", args[most], "Usage", usageLine(c), "Command", c.CommandPath())
		default:
			return nil
		}
	}
}

// flagMistake says in the person's language what pflag says in English.
func (a *app) flagMistake(c *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return a.usage("usage.flag.unknown", "Flag", dashed(unknown.GetSpecifiedName()), "Command", c.CommandPath())
	case errors.As(err, &empty):
		return a.usage("usage.flag.empty", "Flag", dashed(empty.GetSpecifiedName()), "Command", c.CommandPath())
	case errors.As(err, &invalid):
		return a.usage("usage.flag.invalid", "Flag", dashed(invalid.GetFlag().Name),
			"Value", invalid.GetValue(), "Command", c.CommandPath())
	default:
		return a.usage("usage.flag.other", "Error", err, "Command", c.CommandPath())
	}
}

func dashed(flag string) string {
	if len(flag) == 1 {
		return "-" + flag
	}
	return "--" + flag
}

// usageLine is the command with its words: "starter documents show SCHEME KEY".
func usageLine(c *cobra.Command) string {
	line := c.Use
	if c.HasParent() {
		line = c.Parent().CommandPath() + " " + c.Use
	}
	if c.HasSubCommands() && !strings.Contains(c.Use, " ") { // one that has words of its own can do without
		line += " COMMAND"
	}
	return line
}
