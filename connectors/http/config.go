package http

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
)

// Config is one account at a described system, read from <NAME>_<ACCOUNT>_<FIELD>.
type Config struct {
	URL       string        `env:"URL"` // that of the description by default
	TimeZone  string        `env:"TIME_ZONE"`
	Timeout   time.Duration `env:"TIMEOUT"` // of one call
	Settle    time.Duration `env:"SETTLE"`  // how long the system may be busy with a call after its answer was lost; 30 s by default
	PerSecond int           `env:"PER_SECOND"`
	PerMinute int           `env:"PER_MINUTE"`

	Description *Description      `env:"-"`
	Variables   map[string]string `env:"-"` // those that the description names, without their prefix
	Account     string            `env:"-"` // MAIN
	Log         *slog.Logger      `env:"-"` // nil: slog.Default
	MaxBody     int               `env:"-"` // bytes of the longest answer; 64 MB by default
}

// Open makes the connector of an account from the environment.
func Open(d *Description, account string, environ map[string]string) (connectors.Connector, error) {
	cfg, err := env.ParseAsWithOptions[Config](env.Options{Prefix: prefix(d.Name, account), Environment: environ})
	if err != nil {
		return nil, fmt.Errorf("variables %s*: %w", prefix(d.Name, account), err)
	}
	cfg.Description, cfg.Account, cfg.Variables = d, account, map[string]string{}
	for _, v := range d.Variables {
		cfg.Variables[v.Name] = environ[d.variable(account, v.Name)]
	}
	return New(cfg)
}

func prefix(system, account string) string {
	return strings.ToUpper(system) + "_" + strings.ToUpper(account) + "_"
}

func (cfg Config) withDefaults() Config {
	d := cfg.Description
	cfg.Account = or(cfg.Account, "MAIN")
	cfg.URL = strings.TrimRight(or(cfg.URL, d.URL), "/")
	cfg.TimeZone = or(cfg.TimeZone, d.TimeZone)
	cfg.Timeout = or(cfg.Timeout, d.Timeout)
	cfg.Settle = or(cfg.Settle, 30*time.Second)
	cfg.PerSecond = or(cfg.PerSecond, d.Quota.PerSecond)
	cfg.PerMinute = or(cfg.PerMinute, d.Quota.PerMinute)
	cfg.Log = or(cfg.Log, slog.Default())
	cfg.MaxBody = or(cfg.MaxBody, 64<<20)
	all := map[string]string{}
	for _, v := range d.Variables {
		all[v.Name] = or(cfg.Variables[v.Name], v.Default)
	}
	cfg.Variables = all
	return cfg
}

func (cfg Config) check() error {
	var missing []string
	if cfg.URL == "" {
		missing = append(missing, cfg.variable("URL"))
	}
	for _, v := range cfg.Description.Variables {
		if cfg.Variables[v.Name] == "" {
			missing = append(missing, cfg.variable(v.Name))
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s account %s is not configured: set %s", cfg.Description.Name, cfg.Account, strings.Join(missing, ", "))
	}
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" {
		return fmt.Errorf("%s is not an address like https://api.example.com", cfg.variable("URL"))
	}
	if cfg.PerSecond < 1 || cfg.PerMinute < 1 {
		return fmt.Errorf("%s and %s must be at least 1", cfg.variable("PER_SECOND"), cfg.variable("PER_MINUTE"))
	}
	return nil
}

// warn: without TLS everybody on the way reads the credentials.
func (cfg Config) warn() {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Scheme == "https" || u.Hostname() == "localhost" {
		return
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		cfg.Log.Warn("the system is called without TLS, so secrets can be read on the way; use https",
			"system", cfg.Description.Name, "account", cfg.Account, "variable", cfg.variable("URL"))
	}
}

func (cfg Config) variable(name string) string { return cfg.Description.variable(cfg.Account, name) }
