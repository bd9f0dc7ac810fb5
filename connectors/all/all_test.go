package all_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
)

// The systems behind 奇门 open from their variables, once, whatever the case of the
// account, and describe what they offer.
func TestAccountsBehindTheGateway(t *testing.T) {
	t.Parallel()
	for system, merchant := range map[string]string{"wangdiantongqimen": "SID", "jushuitanqimen": "CUSTOMER_ID"} {
		prefix := all.Prefix(system, "east")
		_, err := all.NewAccounts(nil).Open(system, "east")
		if err == nil || !strings.Contains(err.Error(), prefix+merchant) {
			t.Errorf("%v does not name %s", err, prefix+merchant)
		}
		accounts := all.NewAccounts(map[string]string{prefix + "APP_KEY": "k", prefix + "APP_SECRET": "s", prefix + merchant: "1"})
		a, err := connectors.As[connectors.Source](accounts, system, "east")
		if err != nil {
			t.Fatal(err)
		}
		b, err := accounts.Open(system, "EAST")
		if err != nil || a != b {
			t.Errorf("%s was opened twice, %v", system, err)
		}
		if apis := all.APIs()[system]; len(apis) == 0 || len(apis[0].Response) == 0 || !slices.Contains(all.Systems(), system) {
			t.Errorf("%s describes %d APIs", system, len(apis))
		}
		if limits, err := a.Limits(all.APIs()[system][0].Name); err != nil || limits.MaxPageSize == 0 {
			t.Errorf("%s: %+v, %v", system, limits, err)
		}
	}
}

// 旺店通·企业版 is read and written to, and what was written may be written again.
func TestAnAccountAtWangdiantong(t *testing.T) {
	t.Parallel()
	accounts := all.NewAccounts(map[string]string{"WANGDIANTONG_MAIN_SID": "s", "WANGDIANTONG_MAIN_APP_KEY": "k", "WANGDIANTONG_MAIN_APP_SECRET": "x"})
	target, err := connectors.As[connectors.Repeater](accounts, "wangdiantong", "")
	if err != nil {
		t.Fatal(err)
	}
	push := all.APIs()["wangdiantong"][0]
	if push.Effect != connectors.Writes || !target.Repeats(connectors.Call{API: push.Name}) || target.MaxBatch(connectors.Call{API: push.Name}) != 50 {
		t.Errorf("%s %s", push.Name, push.Effect)
	}
	if _, err := connectors.As[connectors.Source](accounts, "wangdiantong", "MAIN"); err != nil {
		t.Error(err)
	}
}

// 快递100 is asked, is subscribed to, and calls us.
func TestAnAccountAtKuaidi100(t *testing.T) {
	t.Parallel()
	_, err := all.NewAccounts(nil).Open("kuaidi100", "")
	if err == nil || !strings.Contains(err.Error(), "KUAIDI100_MAIN_CUSTOMER") {
		t.Errorf("%v does not name what is missing", err)
	}
	accounts := all.NewAccounts(map[string]string{"KUAIDI100_MAIN_CUSTOMER": "c", "KUAIDI100_MAIN_KEY": "k"})
	if _, err := connectors.As[connectors.Receiver](accounts, "kuaidi100", ""); err != nil {
		t.Error(err)
	}
	target, err := connectors.As[connectors.Repeater](accounts, "kuaidi100", "main")
	if err != nil {
		t.Fatal(err)
	}
	for _, api := range all.APIs()["kuaidi100"] {
		if writes := target.Repeats(connectors.Call{API: api.Name}); writes != (api.Effect == connectors.Writes) {
			t.Errorf("%s is repeated: %v", api.Name, writes)
		}
	}
}
