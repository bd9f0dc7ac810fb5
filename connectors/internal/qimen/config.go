package qimen

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Config is what every account at the gateway has, read from
// <SYSTEM>_<ACCOUNT>_<FIELD>. The system's own Config adds the merchant.
type Config struct {
	URL          string        `env:"URL"` // of the gateway; the live one of the system by default
	AppKey       string        `env:"APP_KEY"`
	AppSecret    string        `env:"APP_SECRET"`
	TargetAppKey string        `env:"TARGET_APP_KEY"`               // the vendor's app; assigned per scene, the known one by default
	Session      string        `env:"SESSION"`                      // only where the merchant has authorised the app
	SignMethod   string        `env:"SIGN_METHOD" envDefault:"md5"` // md5 | hmac | hmac-sha256
	TimeZone     string        `env:"TIME_ZONE" envDefault:"Asia/Shanghai"`
	Timeout      time.Duration `env:"TIMEOUT" envDefault:"30s"`

	// The quota of the app; the system's own by default.
	PerSecond int `env:"PER_SECOND"`
	PerMinute int `env:"PER_MINUTE"`

	Account string `env:"-"` // MAIN
}

// withDefaults fills what a Config that was not read from the environment
// leaves open, and what depends on the system.
func (cfg Config) withDefaults(s Scene) Config {
	cfg.URL = strings.TrimRight(or(cfg.URL, s.URL), "/")
	if u, err := url.Parse(cfg.URL); err == nil && u.Path == "" {
		cfg.URL += "/router/qm"
	}
	cfg.TargetAppKey = or(cfg.TargetAppKey, s.TargetAppKey)
	cfg.SignMethod = or(cfg.SignMethod, "md5")
	cfg.TimeZone = or(cfg.TimeZone, "Asia/Shanghai")
	cfg.Timeout = or(cfg.Timeout, 30*time.Second)
	cfg.PerSecond = or(cfg.PerSecond, s.PerSecond)
	cfg.PerMinute = or(cfg.PerMinute, s.PerMinute)
	cfg.Account = or(cfg.Account, "MAIN")
	return cfg
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

func (g *Gateway) check() error {
	cfg := g.cfg
	if _, ok := digests()[cfg.SignMethod]; !ok {
		return fmt.Errorf("%s is %q; it must be md5, hmac or hmac-sha256", g.variable("SIGN_METHOD"), cfg.SignMethod)
	}
	if u, err := url.Parse(cfg.URL); err != nil || u.Host == "" {
		return fmt.Errorf("%s is not a URL", g.variable("URL"))
	}
	if cfg.PerSecond < 1 || cfg.PerMinute < 1 {
		return fmt.Errorf("%s and %s must be at least 1", g.variable("PER_SECOND"), g.variable("PER_MINUTE"))
	}
	var missing []string
	for _, n := range [][2]string{{"APP_KEY", cfg.AppKey}, {"APP_SECRET", cfg.AppSecret}, {g.scene.Route, g.route}} {
		if n[1] == "" {
			missing = append(missing, g.variable(strings.ToUpper(n[0])))
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s account %s is not configured: set %s", g.scene.System, cfg.Account, strings.Join(missing, ", "))
	}
	return nil
}

// variable names a setting of the account as its environment does.
func (g *Gateway) variable(field string) string {
	return strings.ToUpper(g.scene.System) + "_" + g.cfg.Account + "_" + field
}
