package demo_test

import (
	"maps"
	"net/http/httptest"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// A system that nobody has coded is read and written: refunds are told to a
// warehouse, and what came into it is kept.
func TestASystemWithoutGo(t *testing.T) {
	t.Parallel()
	s := setup(t, 16)
	srv := httptest.NewServer(s.world.Xiaomancang)
	t.Cleanup(srv.Close)
	maps.Copy(s.opts.Environ, s.world.Env(simulators.Xiaomancang, srv.URL))
	s.opts.Schemes = []string{"jushuitan-refund-to-xiaomancang-notice", "xiaomancang-stockins"}
	text, err := s.run(t.Context())
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	inWords(t, text)
	notices := s.world.Xiaomancang.Notices()
	got := s.summary()["jushuitan-refund-to-xiaomancang-notice"]
	if got.Goal != "saved" || got.Saved != len(notices) || got.Saved == 0 || got.Fetched != got.Saved+got.Skipped || got.Audited+got.Failed+got.InFlight > 0 {
		t.Errorf("the summary is %+v; the warehouse has %d notices", got, len(notices))
	}
	if c := got.Counted; c == nil || c.Documents != len(notices) || len(c.Missing) > 0 || c.Unasked+c.Problem != "" || got.Amounts != nil {
		t.Errorf("counted is %+v", c)
	}
	came := s.summary()["xiaomancang-stockins"]
	if came.Goal != "stored" || came.Fetched != 16 || came.Stored != 14 || came.Skipped != 2 || came.Counted != nil {
		t.Errorf("what came in is %+v", came)
	}
	says(t, text, "real       xiaomancang "+srv.URL, "SAVED", "the target, asked by their numbers, has", "Nothing is lost")
}
