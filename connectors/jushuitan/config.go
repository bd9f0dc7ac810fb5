package jushuitan

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"
)

const (
	gatewayOpen   = "open"
	gatewayLegacy = "legacy"

	openURL    = "https://openapi.jushuitan.com"
	legacyURL  = "https://open.erp321.com"
	legacyPath = "/api/open/query.aspx"
)

// withDefaults fills what a Config that was not read from the environment
// leaves open; the values are those of the env tags.
func (cfg Config) withDefaults() Config {
	cfg.Gateway = or(cfg.Gateway, gatewayOpen)
	cfg.TimeZone = or(cfg.TimeZone, "Asia/Shanghai")
	cfg.Timeout = or(cfg.Timeout, 30*time.Second)
	cfg.PerSecond = or(cfg.PerSecond, 5)
	cfg.PerMinute = or(cfg.PerMinute, 100)
	cfg.Account = or(cfg.Account, "MAIN")
	cfg.Log = or(cfg.Log, slog.Default())
	if cfg.Keeper == nil && cfg.TokenFile != "" {
		cfg.Keeper = TokenFile(cfg.TokenFile)
	}
	cfg.URL = strings.TrimRight(or(cfg.URL, defaultURL(cfg.Gateway)), "/")
	return cfg
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

func defaultURL(gateway string) string {
	if gateway == gatewayLegacy {
		return legacyURL
	}
	return openURL
}

func (cfg Config) check() error {
	if cfg.Gateway != gatewayOpen && cfg.Gateway != gatewayLegacy {
		return fmt.Errorf("%s is %q; it must be %s (new gateway) or %s (query.aspx)",
			cfg.variable("GATEWAY"), cfg.Gateway, gatewayOpen, gatewayLegacy)
	}
	if u, err := url.Parse(cfg.URL); err != nil || u.Host == "" {
		return fmt.Errorf("%s is not a URL", cfg.variable("URL"))
	}
	if cfg.PerSecond < 0 || cfg.PerMinute < 0 {
		return fmt.Errorf("%s and %s must be at least 1", cfg.variable("PER_SECOND"), cfg.variable("PER_MINUTE"))
	}
	if missing := cfg.missing(); len(missing) > 0 {
		return fmt.Errorf("jushuitan account %s is not configured: set %s", cfg.Account, strings.Join(missing, ", "))
	}
	return nil
}

func (cfg Config) missing() []string {
	needed := [][2]string{{"APP_KEY", cfg.AppKey}, {"APP_SECRET", cfg.AppSecret}, {"ACCESS_TOKEN", cfg.AccessToken}}
	if cfg.Gateway == gatewayLegacy {
		needed = [][2]string{{"PARTNER_ID", cfg.PartnerID}, {"PARTNER_KEY", cfg.PartnerKey}, {"TOKEN", cfg.Token}}
	}
	var missing []string
	for _, n := range needed {
		if n[1] == "" {
			missing = append(missing, cfg.variable(n[0]))
		}
	}
	return missing
}

func (cfg Config) variable(field string) string {
	return "JUSHUITAN_" + cfg.Account + "_" + field
}
