package callback

import (
	"cmp"
	"fmt"
	"time"
)

const (
	authHMAC   = "hmac"
	authSecret = "secret"
)

const (
	// shortest is what a secret must have: a shorter one can be guessed by trying.
	shortest = 16
	// longestWindow bounds how long an overheard call can be used.
	longestWindow = time.Hour
)

// withDefaults fills what a Config that was not read from the environment
// leaves open; the values are those of the env tags.
func (cfg Config) withDefaults() Config {
	cfg.Account = cmp.Or(cfg.Account, "MAIN")
	cfg.Auth = cmp.Or(cfg.Auth, authHMAC)
	cfg.ReplayWindow = cmp.Or(cfg.ReplayWindow, 5*time.Minute)
	return cfg
}

func (cfg Config) check() error {
	switch {
	case cfg.Auth != authHMAC && cfg.Auth != authSecret:
		return fmt.Errorf("%s is %q; it must be %s (a signature) or %s (the secret in a header)",
			cfg.variable("AUTH"), cfg.Auth, authHMAC, authSecret)
	case cfg.Secret == "":
		return fmt.Errorf("%s account %s is not configured: set %s", System, cfg.Account, cfg.variable("SECRET"))
	case len(cfg.Secret) < shortest:
		return fmt.Errorf("%s has %d characters; it must have at least %d", cfg.variable("SECRET"), len(cfg.Secret), shortest)
	case cfg.PreviousSecret != "" && len(cfg.PreviousSecret) < shortest:
		return fmt.Errorf("%s has %d characters; it must have at least %d", cfg.variable("PREVIOUS_SECRET"), len(cfg.PreviousSecret), shortest)
	case cfg.ReplayWindow < time.Second || cfg.ReplayWindow > longestWindow:
		return fmt.Errorf("%s is %s; it must be from 1s to %s", cfg.variable("REPLAY_WINDOW"), cfg.ReplayWindow, longestWindow)
	}
	return nil
}

func (cfg Config) variable(field string) string {
	return "CALLBACK_" + cfg.Account + "_" + field
}
