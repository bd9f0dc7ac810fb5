package e2e

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
	"github.com/erpbridge/erpbridge/starter/gateway"
)

const (
	mallOrders = "mall-orders-to-wangdiantong"
	mallSecret = "made-up-secret-of-the-mall"
)

// called opens the way in for those who call us, and says where it is.
func (s *stage) called() string {
	s.t.Helper()
	s.environ["CALLBACK_MAIN_SECRET"] = mallSecret
	g := gateway.New(gateway.Parts{
		Library: s.library, Accounts: all.NewAccounts(maps.Clone(s.environ)), Store: s.store, Orders: s.orders, Log: s.log,
	}, gateway.Limits{Patience: limit, StoreWait: limit, ReadWait: limit}) // 快递100 comes again only after half an hour
	l, err := gateway.Listen(s.ctx, "127.0.0.1:0")
	s.ok(err)
	ctx, stop := context.WithCancel(s.ctx)
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(ctx, l) }()
	s.t.Cleanup(func() {
		stop()
		s.ok(<-ended)
	})
	return "http://" + l.Addr().String() + "/callbacks/"
}

// setupTrade is a stage on which nobody has to wait for the quota of 旺店通.
func setupTrade(t *testing.T, documents int, storeURL string) *stage {
	t.Helper()
	s := setup(t, documents, storeURL)
	for _, system := range []string{simulators.Wangdiantong, simulators.Kuaidi100} {
		prefix := all.Prefix(system, "MAIN")
		s.environ[prefix+"PER_SECOND"], s.environ[prefix+"PER_MINUTE"] = "1000", "10000"
	}
	return s
}

// Orders that a mall sends, in any order and some twice, are at 旺店通 as the mall
// sent them last, each once, although pushes are cut off after they were taken;
// what somebody else sends in its name is not.
func TestMallOrdersReachWangdiantong(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupTrade(t, 60, url(t))
			for kind, every := range map[wangdiantongtest.FaultKind]int{wangdiantongtest.Cut: 5, wangdiantongtest.ServerError: 7} {
				s.world.Wangdiantong.Fault(wangdiantongtest.Fault{Kind: kind, API: wangdiantongtest.Push, Every: every, AfterCommit: true})
			}
			at := s.called() + mallOrders
			s.worker()
			s.ok(s.world.MallSells(s.ctx, at, mallSecret))
			s.forge(at)
			s.until("the first orders are pushed", func() bool { return s.carried(mallOrders) })
			s.ok(s.world.MallChanges(s.ctx, at, mallSecret))
			s.until("the changes are pushed", func() bool { return s.carried(mallOrders) })
			s.checkMall()
		})
	}
}

// forge sends an order in the mall's name.
func (s *stage) forge(at string) {
	s.t.Helper()
	body := []byte(`{"tid":"FORGED","shop_no":"MALL01"}`)
	req, err := http.NewRequestWithContext(s.ctx, http.MethodPost, at, bytes.NewReader(body))
	s.ok(err)
	now := strconv.FormatInt(time.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(callback.TimestampHeader, now)
	req.Header.Set(callback.SignatureHeader, callback.Sign([]byte("a secret of somebody else"), now, body))
	answer, err := http.DefaultClient.Do(req)
	s.ok(err)
	s.ok(answer.Body.Close())
	if answer.StatusCode != http.StatusUnauthorized {
		s.t.Errorf("a forged call is answered with %s", answer.Status)
	}
}

// carried: every document of a scheme that only saves is where it ends, and none has
// newer content that could be carried.
func (s *stage) carried(scheme string) bool {
	s.t.Helper()
	for _, d := range s.statesOf(scheme) {
		ended := slices.Contains([]docstore.State{docstore.Saved, docstore.Skipped, docstore.Failed}, d.State)
		if !ended || d.Newer != nil && d.Held == "" {
			return false
		}
	}
	return true
}

func (s *stage) checkMall() {
	s.t.Helper()
	docs := s.statesOf(mallOrders)
	if orders := s.world.MallOrders(); len(docs) != len(orders) {
		s.t.Errorf("%d documents of %d orders", len(docs), len(orders))
	}
	for _, want := range s.world.MallOrders() {
		got, there := s.world.Wangdiantong.Order(want.TID)
		switch state := docs[want.TID].State; {
		case there != (want.Status != ""):
			s.t.Errorf("%s (%s) is at 旺店通: %t; our document is %s", want.TID, want.Kind, there, state)
		case want.Kind == simulators.UnderWay && state != docstore.Skipped, want.Kind == simulators.ForeignShop && state != docstore.Failed,
			there && state != docstore.Saved:
			s.t.Errorf("%s (%s) is %s: %s", want.TID, want.Kind, state, docs[want.TID].Reason)
		case there:
			s.checkOrder(want, got)
		}
	}
}

// checkOrder compares an order with what the mall sent last of it, field by field.
func (s *stage) checkOrder(want simulators.MallOrder, got wangdiantongtest.Order) {
	s.t.Helper()
	sent := want.Versions[len(want.Versions)-1]
	if path := statusesOf(want); strings.Join(got.Statuses, " ") != path || got.Changes >= len(want.Versions) {
		s.t.Errorf("%s (%s) went through %v with %d changes, want %s", want.TID, want.Kind, got.Statuses, got.Changes, path)
	}
	for _, f := range strings.Fields("tid trade_status pay_status trade_time pay_time fenxiao_type buyer_nick receiver_name receiver_province " +
		"receiver_city receiver_district receiver_address receiver_mobile logistics_type post_amount cod_amount ext_cod_fee other_amount paid") {
		s.same(want.TID+" "+f, got.Text(f), sent[f])
	}
	s.same(want.TID+" delivery_term", got.Text("delivery_term"), cmp.Or(fmt.Sprint(sent["delivery_term"]), "1"))
	lines := sent["order_list"].([]map[string]any)
	if len(lines) != len(got.Lines) || got.ShopNo != sent["shop_no"] {
		s.t.Errorf("%s has %d lines in shop %s, want %d in %s", want.TID, len(got.Lines), got.ShopNo, len(lines), sent["shop_no"])
		return
	}
	for i, line := range lines {
		for _, f := range strings.Fields("oid num price refund_status goods_id spec_id goods_no spec_no goods_name spec_name adjust_amount discount share_discount") {
			s.same(fmt.Sprintf("%s order_list[%d].%s", want.TID, i, f), fmt.Sprint(got.Lines[i][f]), line[f])
		}
		s.same(fmt.Sprintf("%s order_list[%d].status", want.TID, i), fmt.Sprint(got.Lines[i]["status"]), sent["trade_status"])
	}
}

// statusesOf is what an order goes through at 旺店通: what is on its way is no news to it.
func statusesOf(o simulators.MallOrder) string {
	var path []string
	for _, version := range o.Versions {
		if status := fmt.Sprint(version["trade_status"]); !slices.Contains([]string{"40", "50", "60"}, status) {
			path = append(path, status)
		}
	}
	return strings.Join(path, " ")
}

// same compares texts, and numbers by size; what the mall left out is nothing, or 0.
func (s *stage) same(what, got string, sent any) {
	s.t.Helper()
	want := fmt.Sprint(sent)
	if sent == nil {
		want = ""
	}
	if got == want || want == "" && (got == "<nil>" || got == "0" || got == "") {
		return
	}
	a, err1 := decimal.NewFromString(got)
	b, err2 := decimal.NewFromString(want)
	if err1 != nil || err2 != nil || !a.Equal(b) {
		s.t.Errorf("%s is %q, want %q", what, got, want)
	}
}
