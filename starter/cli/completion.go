package cli

import (
	"github.com/spf13/cobra"
)

// completion writes a script that completes commands and flags in a shell.
func (a *app) completion() *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", Short: a.say.Text("completion.short"), Long: a.say.Text("completion.long"),
		Example: "  source <(starter completion bash)", Args: a.between(1, 1),
		RunE: func(c *cobra.Command, args []string) error { return a.runCompletion(c.Root(), args[0]) },
	}
}

func (a *app) runCompletion(root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(a.env.Stdout, true)
	case "zsh":
		return root.GenZshCompletion(a.env.Stdout)
	case "fish":
		return root.GenFishCompletion(a.env.Stdout, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(a.env.Stdout)
	default:
		return a.usage("usage.choice", "Flag", "SHELL", "Value", shell, "Choices", "bash, zsh, fish, powershell")
	}
}
