package demo_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// 旺店通 says that it took the orders of a push and has not: the demo must not say
// that all is well.
func TestAnOrderThatTheTargetLostIsNotGood(t *testing.T) {
	t.Parallel()
	s := setup(t, 4)
	var once sync.Once
	var lost []struct{ TID string }
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lose := false
		if strings.Contains(r.URL.Path, "trade_push") {
			once.Do(func() { lose = json.Unmarshal([]byte(r.FormValue("trade_list")), &lost) == nil })
		}
		if !lose {
			s.world.Wangdiantong.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"code":0,"message":"","new_count":1,"chg_count":0}`))
	}))
	t.Cleanup(srv.Close)
	s.opts.Environ = s.world.Env(simulators.Wangdiantong, srv.URL)
	s.opts.Schemes = []string{"mall-orders-to-wangdiantong"}
	text, err := s.run(t.Context())
	s.notGood(err)
	inWords(t, text)
	says(t, text, " not at the target: M", "The lines above say what is missing or different")
	if a := s.summary()["mall-orders-to-wangdiantong"].Amounts; a == nil || len(lost) == 0 || len(a.Missing) != len(lost) || a.Source == a.Target {
		t.Errorf("the summary says %+v, lost are %v", a, lost)
	}
}

// The whole library at once, and the system without Go with it.
func TestEverything(t *testing.T) {
	t.Parallel()
	_, got := show(t, 6, "all")
	for _, name := range []string{
		refunds, "jushuitan-qimen-refund-to-kingdee-return", "wangdiantong-return-to-kingdee-purchase-return", "mall-orders-to-wangdiantong",
		"wangdiantong-stockouts-to-trade", "jushuitan-refund-to-xiaomancang-notice", "xiaomancang-stockins", "kuaidi100-tracks",
	} {
		if one, shown := got[name]; !shown || one.Fetched == 0 || one.Failed > 0 {
			t.Errorf("%s came to %+v", name, one)
		}
	}
}

// A folder may have schemes whose systems nobody plays: they are left out of all,
// and are refused by name.
func TestWhatNobodyPlaysIsLeftOut(t *testing.T) {
	t.Parallel()
	s := setup(t, 2)
	dir := t.TempDir()
	write(t, dir, "calls.yaml", "name: calls\ntitle: x\nschedule: {every: 10m}\nsource: {connector: callback, account: OURS, api: OpenCallback, id: tid}\n")
	write(t, dir, "ours.yaml", "name: ours\ntitle: x\nschedule: {every: 10m}\nsource: {connector: ours, api: list, id: id}\n")
	write(t, dir, "readers.yaml", "name: readers\ntitle: x\nschedule: {every: 10m}\nsource: {connector: collection, api: ours, id: id}\n")
	s.opts.Environ = map[string]string{"SCHEMES_DIR": dir, "CALLBACK_OURS_SECRET": "made-up-secret-of-ours"}
	s.opts.Schemes = []string{"all"}
	text, err := s.run(t.Context())
	s.ok(err)
	says(t, text, "ours is left out: nobody plays ours", "readers is left out: nobody plays ours", "scheme     calls")
	if got := s.summary(); len(got) != 1 {
		t.Errorf("these were shown: %v", got)
	}
	s.opts.Schemes = []string{"ours"}
	if text, err = s.run(t.Context()); err == nil || !strings.Contains(err.Error(), "no ours is simulated: set OURS_MAIN_URL") {
		t.Errorf("%v\n%s", err, text)
	}
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
