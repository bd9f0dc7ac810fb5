package demo_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// show runs the demo of a scheme whose systems are all simulated, and sees that it
// ends well.
func show(t *testing.T, documents int, names ...string) (*stage, map[string]scheme) {
	t.Helper()
	s := setup(t, documents)
	s.opts.Environ, s.opts.Schemes = nil, names
	text, err := s.run(t.Context())
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	inWords(t, text)
	says(t, text, "Nothing is lost, nothing is different")
	got := s.summary()
	for name, one := range got {
		if ended := one.Stored + one.Saved + one.Audited + one.Merged + one.Skipped + one.Waiting + one.Failed; ended != one.Fetched || one.InFlight > 0 || one.Problem != "" {
			t.Errorf("%s came to %d of %d: %+v", name, ended, one.Fetched, one)
		}
		if a := one.Amounts; a != nil && (a.Documents != one.Saved+one.Audited || a.Source != a.Target || a.Difference != "0.00") {
			t.Errorf("%s: the amounts are %+v", name, a)
		}
	}
	return s, got
}

// Purchase returns of 旺店通·奇门 are compared by what was picked: there is no money in them.
func TestPurchaseReturns(t *testing.T) {
	t.Parallel()
	_, got := show(t, 24, "wangdiantong-return-to-kingdee-purchase-return")
	one := got["wangdiantong-return-to-kingdee-purchase-return"]
	if one.Goal != "audited" || one.Audited < 12 || one.Failed != 2 || one.Amounts == nil || one.Amounts.Title != "数量" {
		t.Errorf("it came to %+v", one)
	}
}

func TestRefundsThroughQimen(t *testing.T) {
	t.Parallel()
	_, got := show(t, 34, "jushuitan-qimen-refund-to-kingdee-return")
	if one := got["jushuitan-qimen-refund-to-kingdee-return"]; one.Goal != "audited" || one.Audited < 17 || one.Amounts == nil || one.Amounts.Documents != one.Audited {
		t.Errorf("it came to %+v", one)
	}
}

// A mall calls, and calls again when its orders change.
func TestOrdersOfAMall(t *testing.T) {
	t.Parallel()
	s, got := show(t, 20, "mall-orders-to-wangdiantong")
	wanted := 0
	for _, o := range s.world.MallOrders() {
		if o.Status != "" {
			wanted++
		}
	}
	if one := got["mall-orders-to-wangdiantong"]; one.Goal != "saved" || one.Fetched != len(s.world.MallOrders()) || one.Saved != wanted || one.Amounts == nil {
		t.Errorf("%d orders are wanted; it came to %+v", wanted, one)
	}
}

// Stock-outs are read, their parcels subscribed to and pushed, or asked for where no
// push has come, and what was signed for finishes its orders: the schemes that do
// so were not named and come along.
func TestParcelsFinishOrders(t *testing.T) {
	t.Parallel()
	s, got := show(t, 20, "wangdiantong-stockouts-to-trade")
	finished, subscribed, unheard := 0, 0, 0
	for _, one := range s.world.Shipments() {
		if one.Finishes {
			finished += len(one.TIDs)
		}
		if one.Parcel != "" && one.Kind != simulators.OwnCarrier {
			subscribed++
		}
		if one.Kind == simulators.Unheard {
			unheard++
		}
	}
	if one := got["wangdiantong-stockouts-to-trade"]; one.Goal != "saved" || one.Saved != finished || one.Amounts == nil {
		t.Errorf("%d orders are to be finished; it came to %+v", finished, one)
	}
	if one := got["wangdiantong-stockouts-to-kuaidi100"]; one.Saved != subscribed || one.Counted == nil || one.Counted.Unasked == "" {
		t.Errorf("%d parcels are to be subscribed to; it came to %+v", subscribed, one)
	}
	if one := got["kuaidi100-tracks"]; one.Goal != "stored" || one.Stored != subscribed-unheard {
		t.Errorf("%d parcels are to be told of; it came to %+v", subscribed-unheard, one)
	}
	if one := got["kuaidi100-track-queries"]; unheard == 0 || one.Stored < unheard || one.Stored > subscribed { // how many are on their way when they are asked for is a matter of time
		t.Errorf("the %d parcels that no push tells of, and those still on their way, are to be asked for; it came to %+v", unheard, one)
	}
}

// What was brought to the simulated systems is there when the demo is resumed, and
// is not brought once more.
func TestTheOthersAreResumed(t *testing.T) {
	t.Parallel()
	s := setup(t, 16)
	s.opts.Environ, s.opts.Data = nil, t.TempDir()
	s.opts.Schemes = []string{"mall-orders-to-wangdiantong", "wangdiantong-stockouts-to-trade", "jushuitan-refund-to-xiaomancang-notice"}
	text, err := s.run(t.Context())
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	first := s.summary()
	if text, err = s.run(t.Context()); err != nil {
		t.Fatalf("resumed: %v\n%s", err, text)
	}
	for name, one := range s.summary() {
		was := first[name]
		if one.Fetched != was.Fetched || one.Saved != was.Saved || one.Stored != was.Stored || one.Failed != was.Failed || one.Skipped != was.Skipped {
			t.Errorf("%s came to %+v, and when it was resumed to %+v", name, was, one)
		}
		if a := one.Amounts; a != nil && (*a).Documents != was.Amounts.Documents {
			t.Errorf("%s: the amounts were %+v and are %+v", name, was.Amounts, a)
		}
	}
}
