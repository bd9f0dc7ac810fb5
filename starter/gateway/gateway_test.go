package gateway_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/gateway"
)

// What is answered with 200 is in the store as it was sent, and is carried.
func TestACallIsKeptAndCarried(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		got := s.post(orders, `{"orders":[`+order("M1")+","+order("M2", `"trade_status":90`)+`]}`)
		if got.Status != 422 || got.Violations[0].Path != "$.orders[1].trade_status" || s.count(orders) != 0 {
			s.Fatalf("one of two is wrong: %+v, %d are kept", got, s.count(orders))
		}
		closed := strings.Replace(order("M2"), `"trade_status":30`, `"trade_status":90`, 1)
		got = s.post(orders, `{"orders":[`+order("M1")+","+closed+`]}`)
		if got.Status != 200 || got.Kept != 2 || got.outcomes() != "M1 new, M2 new" || got.Orders[1].Skipped != "closed before it was paid" {
			s.Fatalf("%+v", got)
		}
		if d := s.doc(orders, "M1"); d.State != docstore.Fetched || !bytes.Equal(d.Content, []byte(order("M1"))) {
			s.Errorf("kept is %s %s", d.State, d.Content)
		}
		if d := s.doc(orders, "M2"); d.State != docstore.Skipped {
			s.Errorf("the closed one is %s", d.State)
		}
		if ref := <-s.told.carried; ref.Key != "M1" {
			s.Errorf("carried is %v", ref)
		}
	})
}

func TestAnOrderThatComesAgain(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		changed := order("M1", `"paid":"106"`)
		for i, step := range []struct{ body, want string }{
			{order("M1"), "M1 new"},
			{" " + order("M1"), "M1 unchanged"},
			{changed, "M1 changed"},
			{"[" + changed + "," + order("M3") + "]", "M1 unchanged, M3 new"},
			{"[" + order("M1") + "," + changed + "," + order("M1", `"paid":7`) + "]", "M1 replaced, M1 replaced, M1 changed"},
		} {
			if got := s.post(orders, step.body); got.Status != 200 || got.outcomes() != step.want {
				s.Errorf("call %d: %d %s, wanted %s", i+1, got.Status, got.outcomes(), step.want)
			}
		}
		if d := s.doc(orders, "M1"); !strings.Contains(string(d.Content), `"paid":7`) || s.count(orders) != 2 {
			s.Errorf("kept are %d, M1 is %s", s.count(orders), d.Content)
		}
	})
}

// A call that somebody has overheard, or that the network brings late, does not
// undo a later one, whichever gateway it reaches; and the caller who lost the
// answer gets one.
func TestTheSameCallOnceMoreChangesNothing(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		at := time.Now()
		first, later := order("M1"), order("M1", `"paid":"106"`)
		s.send(s.request(orders, first, at))
		s.send(s.request(orders, later, at))
		s.serve(s.store, s.told, gateway.Limits{})
		again := s.send(s.request(orders, first, at))
		if again.Status != 200 || again.outcomes() != "M1 unchanged" || !strings.Contains(string(s.doc(orders, "M1").Content), "106") {
			s.Errorf("%d %s, kept is %s", again.Status, again.outcomes(), s.doc(orders, "M1").Content)
		}
		if meant := s.send(s.request(orders, first, at.Add(time.Second))); meant.outcomes() != "M1 changed" {
			s.Errorf("signed anew it is %s", meant.outcomes())
		}
	})
}

// While a document is being saved, what comes is kept beside it.
func TestAnOrderThatChangesWhileItIsCarried(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		s.post(orders, order("M1"))
		for _, state := range []docstore.State{docstore.Mapped, docstore.Saving} {
			if err := s.store.Mark(s.Context(), docstore.Progress{Ref: docstore.Ref{Scheme: orders, Key: "M1"}, State: state}); err != nil {
				s.Fatal(err)
			}
		}
		got := s.post(orders, order("M1", `"paid":"106"`))
		if d := s.doc(orders, "M1"); got.outcomes() != "M1 changed" || d.State != docstore.Saving || !strings.Contains(string(d.Newer), "106") {
			s.Errorf("%s, it is %s, newer %s", got.outcomes(), d.State, d.Newer)
		}
	})
}

// Many callers send the same few orders at once, each several times: all are
// kept, each once, and with content that was sent for it.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		const callers, tids = 24, 5
		var all sync.WaitGroup
		results := make([]said, callers)
		for i := range callers {
			all.Go(func() { results[i] = s.post(orders, order(fmt.Sprint("M", i%tids), fmt.Sprintf(`"paid":%d`, i))) })
		}
		all.Wait()
		news := 0
		for _, r := range results {
			if r.Status != 200 {
				s.Errorf("%d %s", r.Status, r.Error)
			}
			news += strings.Count(r.outcomes(), " new")
		}
		if s.count(orders) != tids || news != tids {
			s.Errorf("%d orders became %d documents, %d said to be new", tids, s.count(orders), news)
		}
		for i := range tids {
			last := s.post(orders, order(fmt.Sprint("M", i), `"paid":1000`))
			if d := s.doc(orders, fmt.Sprint("M", i)); last.outcomes() != fmt.Sprintf("M%d changed", i) || !strings.Contains(string(d.Content), "1000") {
				s.Errorf("%s: %s", last.outcomes(), d.Content)
			}
		}
	})
}

func TestLinesOfAnOrder(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		got := s.post(lines, order("M1"))
		if got.Status != 200 || got.Kept != 1 || !slices.Equal(got.Orders[0].Documents, []string{"M1-1", "M1-2"}) || got.Orders[0].ID != "M1" {
			s.Fatalf("%+v", got)
		}
		if d := s.doc(lines, "M1-2"); d.State != docstore.Stored {
			s.Errorf("it is %s", d.State)
		}
		if got := s.post(lines, strings.Replace(order("M1"), `"price":7`, `"price":8`, 1)); got.outcomes() != "M1 changed" {
			s.Errorf("%+v", got)
		}
	})
}

func TestWhoIsNotLetIn(t *testing.T) {
	t.Parallel()
	s := setup(t, gateway.Limits{MaxBytes: 4096})
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(order("M1"))
	if err != nil {
		t.Fatal(err)
	}
	as := func(change func(*http.Request)) *http.Request {
		r := s.request(orders, order("M1"), time.Now())
		change(r)
		return r
	}
	for name, c := range map[string]struct {
		r      *http.Request
		status int
	}{
		"forged":       {as(func(r *http.Request) { r.Header.Set(callback.SignatureHeader, strings.Repeat("0", 64)) }), 401},
		"unsigned":     {as(func(r *http.Request) { r.Header.Del(callback.SignatureHeader) }), 401},
		"old":          {s.request(orders, order("M1"), time.Now().Add(-time.Hour)), 401},
		"from ahead":   {s.request(orders, order("M1"), time.Now().Add(time.Hour)), 401},
		"broken":       {s.request(orders, order("M1")[:50], time.Now()), 400},
		"gbk unsaid":   {s.request(orders, gbk, time.Now()), 400},
		"a form":       {as(func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }), 415},
		"oversized":    {s.request(orders, order("M1", `"note":"`+strings.Repeat("x", 4096)+`"`), time.Now()), 413},
		"no scheme":    {s.request("nothing", order("M1"), time.Now()), 404},
		"not callable": {s.request("asked", order("M1"), time.Now()), 404},
		"below":        {s.request(orders+"/M1", order("M1"), time.Now()), 404},
		"no secret":    {s.request("unconfigured", order("M1"), time.Now()), 503},
		"GET":          {as(func(r *http.Request) { r.Method = http.MethodGet }), 405},
	} {
		got := s.send(c.r)
		if got.Status != c.status || got.Error == "" || got.Kept != 0 {
			t.Errorf("%s: %d %q, wanted %d", name, got.Status, got.Error, c.status)
		}
		if again := got.Header.Get("Retry-After"); (c.status == 503) != (again != "") {
			t.Errorf("%s: Retry-After is %q", name, again)
		}
	}
	if one, other := s.post("nothing", ""), s.post("asked", ""); one.Error != other.Error {
		t.Errorf("it is told which schemes there are: %q, %q", one.Error, other.Error)
	}
	if n := s.count(orders); n != 0 {
		t.Errorf("%d are kept", n)
	}
	said := s.request(orders, gbk, time.Now())
	said.Header.Set("Content-Type", "application/json; charset=gbk")
	if got := s.send(said); got.outcomes() != "M1 new" || !strings.Contains(string(s.doc(orders, "M1").Content), "张三丰") {
		t.Errorf("%+v, kept is %s", got, s.doc(orders, "M1").Content)
	}
}

// A line of the log says of each call how it went, and nothing of whom it is about.
func TestTheLogHoldsNobody(t *testing.T) {
	t.Parallel()
	s := setup(t, gateway.Limits{})
	s.post(orders, order("M1"))
	s.post(orders, strings.Replace(order("M2"), `"num":2`, `"num":"13800138000x"`, 1))
	s.post(orders, `{"receiver_mobile":"13800138000`)
	s.post("13800138000", order("M1"))
	s.send(s.request(orders, order("13800138000"), time.Now().Add(-time.Hour)))
	text := s.log.String()
	for _, private := range []string{"13800138000", "张三丰", "文一路", "小鹿", secret} {
		if strings.Contains(text, private) {
			t.Errorf("the log tells %s:\n%s", private, text)
		}
	}
	for _, part := range []string{`"scheme":"mall-orders"`, `"new":1`, `"status":422`, `$.order_list[0].num`, `"status":404`, `"status":401`} {
		if !strings.Contains(text, part) {
			t.Errorf("the log does not say %s:\n%s", part, text)
		}
	}
}

func TestTooManyCalls(t *testing.T) {
	t.Parallel()
	s, stopped := opened(t, databases["sqlite"](t)), time.Now()
	s.now = func() time.Time { return stopped }
	s.serve(s.store, s.told, gateway.Limits{PerMinute: 30}) // three at once, then one every two seconds
	forged := s.request(orders, order("M1"), stopped)
	forged.Header.Set(callback.SignatureHeader, "00")
	for range 10 {
		s.send(forged.Clone(s.Context())) // uses up nothing
	}
	var last said
	for i, want := range []int{200, 200, 200, 429, 429} {
		if last = s.post(orders, order(fmt.Sprint("M", i))); last.Status != want {
			t.Errorf("call %d: %d", i+1, last.Status)
		}
	}
	if after := last.Header.Get("Retry-After"); after != "3" && after != "2" || s.count(orders) != 3 {
		t.Errorf("Retry-After is %q, %d are kept", after, s.count(orders))
	}
	if other := s.post(lines, order("M1")); other.Status != 200 {
		t.Errorf("another scheme pays for it: %d", other.Status)
	}
}

// Temporal is away: what was sent is kept, and left to the next run.
func TestNobodyToCarry(t *testing.T) {
	t.Parallel()
	s := opened(t, databases["sqlite"](t))
	s.told.refuses = errors.New("no Temporal")
	s.serve(s.store, s.told, gateway.Limits{})
	if got := s.post(orders, order("M1")); got.Status != 200 {
		t.Errorf("%+v", got)
	}
	<-s.told.carried
	if d := s.doc(orders, "M1"); d.State != docstore.Fetched {
		t.Errorf("it is %s", d.State)
	}
	s.serve(s.store, nil, gateway.Limits{}) // a gateway that has no Temporal at all
	if got := s.post(orders, order("M2")); got.Status != 200 || s.doc(orders, "M2").State != docstore.Fetched {
		t.Errorf("%+v", got)
	}
}

func TestAPausedSchemeKeeps(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		if err := s.store.SetPause(s.Context(), orders, docstore.Pause{By: "Li", At: time.Now()}); err != nil {
			s.Fatal(err)
		}
		if got := s.post(orders, order("M1")); got.Status != 200 || !got.Paused || got.outcomes() != "M1 new" {
			s.Errorf("%+v", got)
		}
		if err := s.store.ClearPause(s.Context(), orders); err != nil {
			s.Fatal(err)
		}
		if got := s.post(orders, order("M2")); got.Paused {
			s.Errorf("%+v", got)
		}
		if ref := <-s.told.carried; ref.Key != "M2" {
			s.Errorf("the paused scheme carries %v", ref)
		}
	})
}

// A system that calls us may be asked for things, too: a scheme that asks it is
// not told to be callable.
func TestWhatIsSaidToBeCallableIsCalled(t *testing.T) {
	t.Parallel()
	s := opened(t, databases["sqlite"](t))
	names, unable := s.serve(s.store, s.told, gateway.Limits{}).Receivers(t.Context())
	if got := strings.Join(names, " "); got != "formatted mall-lines mall-orders tracks" {
		t.Errorf("callable are %s", got)
	}
	if len(unable) != 1 || unable["unconfigured"] == nil || !strings.Contains(unable["unconfigured"].Error(), "CALLBACK_NOBODY_SECRET") {
		t.Errorf("unable are %v", unable)
	}
	if n := s.count("tracks"); n > 0 {
		t.Errorf("%d documents were kept", n)
	}
}
