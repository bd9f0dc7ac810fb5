package wangdiantong

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

const (
	liveURL     = "https://api.wangdian.cn"
	scriptsPath = "/openapi2"
)

// withDefaults fills what a Config that was not read from the environment
// leaves open; the values are those of the env tags.
func (cfg Config) withDefaults() Config {
	cfg.URL = strings.TrimRight(or(cfg.URL, liveURL), "/")
	if u, err := url.Parse(cfg.URL); err == nil && u.Path == "" {
		cfg.URL += scriptsPath
	}
	cfg.TimeZone = or(cfg.TimeZone, "Asia/Shanghai")
	cfg.Timeout = or(cfg.Timeout, 30*time.Second)
	cfg.PerSecond = or(cfg.PerSecond, 5)
	cfg.PerMinute = or(cfg.PerMinute, 60)
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

func (cfg Config) check() error {
	if u, err := url.Parse(cfg.URL); err != nil || u.Host == "" {
		return fmt.Errorf("%s is not a URL", cfg.variable("URL"))
	}
	if cfg.PerSecond < 1 || cfg.PerMinute < 1 {
		return fmt.Errorf("%s and %s must be at least 1", cfg.variable("PER_SECOND"), cfg.variable("PER_MINUTE"))
	}
	var missing []string
	for _, n := range [][2]string{{"SID", cfg.SID}, {"APP_KEY", cfg.AppKey}, {"APP_SECRET", cfg.AppSecret}} {
		if n[1] == "" {
			missing = append(missing, cfg.variable(n[0]))
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s account %s is not configured: set %s", System, cfg.Account, strings.Join(missing, ", "))
	}
	return nil
}

// variable names a setting of the account as its environment does.
func (cfg Config) variable(field string) string {
	return strings.ToUpper(System) + "_" + cfg.Account + "_" + field
}
