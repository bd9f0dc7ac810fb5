package kingdee

import (
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"
)

// The ways to be let in.
const (
	authAppSecret = "appsecret"
	authPassword  = "password"
	authSignature = "signature"
)

const (
	defaultTimeout     = time.Minute
	defaultSettle      = 30 * time.Second
	defaultConcurrency = 5
)

// withDefaults fills what a Config that was not read from the environment
// leaves open; the values are those of the env tags.
func (cfg Config) withDefaults() Config {
	cfg.Auth = or(cfg.Auth, authAppSecret)
	cfg.LCID = or(cfg.LCID, "2052")
	cfg.TimeZone = or(cfg.TimeZone, "Asia/Shanghai")
	cfg.Timeout = or(cfg.Timeout, defaultTimeout)
	cfg.Settle = or(cfg.Settle, defaultSettle)
	cfg.Concurrency = or(cfg.Concurrency, defaultConcurrency)
	cfg.Account = or(cfg.Account, "MAIN")
	cfg.Log = or(cfg.Log, slog.Default())
	return cfg
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

func (cfg Config) check() (*url.URL, *time.Location, error) {
	if missing := cfg.missing(); len(missing) > 0 {
		return nil, nil, fmt.Errorf("kingdee account %s is not configured: set %s", cfg.Account, strings.Join(missing, ", "))
	}
	base, err := url.Parse(strings.TrimRight(cfg.URL, "/") + "/")
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, nil, fmt.Errorf("%s is not a URL; it looks like https://host/k3cloud/", cfg.variable("URL"))
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", cfg.variable("TIME_ZONE"), err)
	}
	return base, zone, cfg.checkChoices()
}

func (cfg Config) checkChoices() error {
	switch cfg.Auth {
	case authAppSecret, authPassword, authSignature:
	default:
		return fmt.Errorf("%s is %q; it must be appsecret, password or signature", cfg.variable("AUTH"), cfg.Auth)
	}
	if cfg.Auth == authSignature {
		if _, _, err := clientSecret(cfg.AppID); err != nil {
			return fmt.Errorf("%s: %w", cfg.variable("APP_ID"), err)
		}
	}
	if cfg.Concurrency < 1 {
		return fmt.Errorf("%s is %d; it must be at least 1", cfg.variable("CONCURRENCY"), cfg.Concurrency)
	}
	return nil
}

// missing names the variables that the chosen way in needs and that are empty.
func (cfg Config) missing() []string {
	needed := [][2]string{{"URL", cfg.URL}, {"ACCT_ID", cfg.AcctID}, {"USERNAME", cfg.Username}}
	if cfg.Auth == authPassword {
		needed = append(needed, [2]string{"PASSWORD", cfg.Password})
	} else {
		needed = append(needed, [2]string{"APP_ID", cfg.AppID}, [2]string{"APP_SECRET", cfg.AppSecret})
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
	return "KINGDEE_" + strings.ToUpper(cfg.Account) + "_" + field
}

// String tells accounts apart without their secrets.
func (cfg Config) String() string {
	return fmt.Sprintf("kingdee %s: %s at %s (%s)", cfg.Account, cfg.Username, cfg.URL, cfg.Auth)
}

// LogValue keeps secrets out of logs.
func (cfg Config) LogValue() slog.Value { return slog.StringValue(cfg.String()) }
