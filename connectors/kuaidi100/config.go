package kuaidi100

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"
)

const liveURL = "https://poll.kuaidi100.com"

// shortest is what a salt must have: whoever guesses it can invent parcels.
const shortest = 8

// withDefaults fills what a Config that was not read from the environment
// leaves open; the values are those of the env tags.
func (cfg Config) withDefaults() Config {
	cfg.URL = strings.TrimRight(cmp.Or(cfg.URL, liveURL), "/")
	cfg.TimeZone = cmp.Or(cfg.TimeZone, "Asia/Shanghai")
	cfg.Timeout = cmp.Or(cfg.Timeout, 30*time.Second)
	cfg.PerSecond = cmp.Or(cfg.PerSecond, 5)
	cfg.PerMinute = cmp.Or(cfg.PerMinute, 200)
	cfg.Account = cmp.Or(cfg.Account, "MAIN")
	return cfg
}

func (cfg Config) check() error {
	for _, u := range [][2]string{{"URL", cfg.URL}, {"CALLBACK_URL", cmp.Or(cfg.CallbackURL, liveURL)}} {
		if !isURL(u[1]) {
			return fmt.Errorf("%s is not a URL", cfg.variable(u[0]))
		}
	}
	for _, s := range [][2]string{{"SALT", cfg.Salt}, {"PREVIOUS_SALT", cfg.PreviousSalt}} {
		if s[1] != "" && len(s[1]) < shortest {
			return fmt.Errorf("%s has %d characters; it must have at least %d", cfg.variable(s[0]), len(s[1]), shortest)
		}
	}
	if cfg.PerSecond < 1 || cfg.PerMinute < 1 {
		return fmt.Errorf("%s and %s must be at least 1", cfg.variable("PER_SECOND"), cfg.variable("PER_MINUTE"))
	}
	return cfg.complete()
}

func (cfg Config) complete() error {
	var missing []string
	for _, n := range [][2]string{{"CUSTOMER", cfg.Customer}, {"KEY", cfg.Key}} {
		if n[1] == "" {
			missing = append(missing, cfg.variable(n[0]))
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s account %s is not configured: set %s", System, cfg.Account, strings.Join(missing, ", "))
	}
	return nil
}

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// variable names a setting of the account as its environment does.
func (cfg Config) variable(field string) string {
	return strings.ToUpper(System) + "_" + cfg.Account + "_" + field
}
