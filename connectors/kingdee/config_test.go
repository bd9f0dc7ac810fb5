package kingdee_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func TestWhatIsMissingIsNamedAsAVariable(t *testing.T) {
	t.Parallel()
	good := func() kingdee.Config { c := config("http://localhost"); c.Account = "Shop"; return c }
	for name, tc := range map[string]struct {
		change func(*kingdee.Config)
		want   string
	}{
		"url":                   {func(c *kingdee.Config) { c.URL = "" }, "KINGDEE_SHOP_URL"},
		"no scheme":             {func(c *kingdee.Config) { c.URL = "host/k3cloud/" }, "KINGDEE_SHOP_URL is not a URL"},
		"account and user":      {func(c *kingdee.Config) { c.AcctID, c.Username = "", "" }, "KINGDEE_SHOP_ACCT_ID, KINGDEE_SHOP_USERNAME"},
		"app":                   {func(c *kingdee.Config) { c.AppSecret, c.AppID = "", "" }, "KINGDEE_SHOP_APP_ID, KINGDEE_SHOP_APP_SECRET"},
		"password":              {func(c *kingdee.Config) { c.Auth, c.Password = "password", "" }, "KINGDEE_SHOP_PASSWORD"},
		"app of a signature":    {func(c *kingdee.Config) { c.Auth, c.AppSecret = "signature", "" }, "KINGDEE_SHOP_APP_SECRET"},
		"app id that signs not": {func(c *kingdee.Config) { c.Auth, c.AppID = "signature", "207001" }, "KINGDEE_SHOP_APP_ID"},
		"way in":                {func(c *kingdee.Config) { c.Auth = "magic" }, "KINGDEE_SHOP_AUTH"},
		"zone":                  {func(c *kingdee.Config) { c.TimeZone = "Moon/North" }, "KINGDEE_SHOP_TIME_ZONE"},
		"concurrency":           {func(c *kingdee.Config) { c.Concurrency = -1 }, "KINGDEE_SHOP_CONCURRENCY"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := good()
			tc.change(&cfg)
			if _, err := kingdee.New(cfg); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
}

func TestConfigIsReadFromTheEnvironment(t *testing.T) {
	t.Parallel()
	cfg, err := env.ParseAsWithOptions[kingdee.Config](env.Options{Prefix: "KINGDEE_MAIN_", Environment: map[string]string{
		"KINGDEE_MAIN_URL": "https://erp.example.com/k3cloud", "KINGDEE_MAIN_ACCT_ID": "5f", "KINGDEE_MAIN_USERNAME": "demo",
		"KINGDEE_MAIN_APP_ID": "207001_x", "KINGDEE_MAIN_APP_SECRET": "hush", "KINGDEE_MAIN_TIMEOUT": "90s",
	}})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Auth != "appsecret" || cfg.LCID != "2052" || cfg.TimeZone != "Asia/Shanghai" || cfg.Timeout != 90*time.Second || cfg.Concurrency != 5 {
		t.Errorf("%+v", cfg)
	}
	c, err := kingdee.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Location().String(); got != "Asia/Shanghai" {
		t.Errorf("zone %s", got)
	}
}

func TestConfigPrintsNoSecret(t *testing.T) {
	t.Parallel()
	cfg := config("https://erp.example.com")
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("account", "config", cfg)
	printed := fmt.Sprintf("%v %+v %s", cfg, cfg, log.String())
	for _, secret := range []string{kingdeetest.DefaultAppSecret, kingdeetest.DefaultPassword} {
		if strings.Contains(printed, secret) {
			t.Errorf("%s is printed: %s", secret, printed)
		}
	}
	if !strings.Contains(printed, "demo") {
		t.Errorf("the account cannot be told from %s", printed)
	}
}

func TestMissingSlashIsTolerated(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	cfg := config(serve(t, sim))
	cfg.URL = strings.TrimSuffix(cfg.URL, "/")
	if err := client(t, cfg).Ping(t.Context()); err != nil {
		t.Error(err)
	}
}
