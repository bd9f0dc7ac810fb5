package fault_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
)

func TestTheFirstRuleThatIsDueDecides(t *testing.T) {
	t.Parallel()
	var rules fault.Rules[int]
	rules.Add(fault.Fault[int]{Kind: fault.Refuse, API: "push", Times: 1, Code: 7})
	rules.Add(fault.Fault[int]{Kind: fault.Cut, Every: 2})
	var met []fault.Kind
	for _, api := range []string{"query", "push", "push", "query", "push"} {
		met = append(met, rules.Next(api).Kind)
	}
	if want := []fault.Kind{"", fault.Refuse, fault.Cut, "", fault.Cut}; !slices.Equal(met, want) {
		t.Errorf("met %q, want %q", met, want)
	}
	rules.Clear()
	if f := rules.Next("query"); f.Kind != "" {
		t.Errorf("after Clear: %+v", f)
	}
}

func TestAQueueServesInOrder(t *testing.T) {
	t.Parallel()
	var queue fault.Queue[string]
	queue.Order("twice", "a", 2)
	queue.Order("any", "", 0)
	var served []string
	for _, api := range []string{"b", "a", "a", "a"} {
		served = append(served, queue.Take(api))
	}
	if want := []string{"any", "twice", "twice", ""}; !slices.Equal(served, want) {
		t.Errorf("served %q, want %q", served, want)
	}
}

const answer = `{"ok":true}`

func TestAnswersArriveAsTheFaultHasIt(t *testing.T) {
	t.Parallel()
	for f, want := range map[fault.Fault[int]]string{
		{}:                                     "200 " + answer,
		{Kind: fault.Delay, Delay: 1}:          "200 " + answer,
		{Kind: fault.Truncated}:                "200 " + answer[:5],
		{Kind: fault.Empty}:                    "200 ",
		{Kind: fault.Garbage, Body: "pardon?"}: "200 pardon?",
		{Kind: fault.ServerError}:              "500 <html><body><h1>500 服务器错误</h1></body></html>",
		{Kind: fault.BadGateway, AfterCommit: true}: "502 <html><body><h1>502 服务器错误</h1></body></html>",
		{Kind: fault.Drop}:                          "EOF",
		{Kind: fault.Cut}:                           "EOF, done",
	} {
		done := false
		got := arrives(t, func(w http.ResponseWriter, r *http.Request) {
			if f.Instead(w, r) {
				return
			}
			done = true
			f.Send(w, "application/json", []byte(answer))
		})
		if got == "EOF" && done {
			got += ", done"
		}
		if got != want || done != !(f.Kind == fault.Drop || f.Kind == fault.ServerError) {
			t.Errorf("%+v: %q, done %t; want %q", f, got, done, want)
		}
	}
}

func TestMisbehavioursSpoilOrLoseAnAnswer(t *testing.T) {
	t.Parallel()
	for m, want := range map[fault.Misbehaviour]string{
		fault.None: "200 " + answer, fault.Refusal: "200 " + answer, fault.Half: "200 " + answer[:5], fault.Nothing: "200 ",
		fault.WrongType: "200 []", fault.Other: "200 pardon?", fault.Dropped: "EOF",
		fault.ServerPage: "500 <html><body><h1>500 服务器错误</h1></body></html>",
	} {
		got := arrives(t, func(w http.ResponseWriter, _ *http.Request) {
			if !m.Lost(w) {
				_, _ = w.Write(m.Spoil([]byte(answer), "[]", "pardon?"))
			}
		})
		if got != want {
			t.Errorf("%d: %q, want %q", m, got, want)
		}
	}
}

func TestNobodyIsWaitedFor(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	fault.Linger(gone, time.Hour) // or the test does not end
}

func TestWhatCannotBeSaidIsAFailure(t *testing.T) {
	t.Parallel()
	if got := string(fault.JSON(map[string]any{"a": "<&>"}, "no")); got != "{\"a\":\"<&>\"}\n" {
		t.Errorf("%q", got)
	}
	if got := string(fault.JSON(map[string]any{"a": make(chan int)}, "no")); got != "no" {
		t.Errorf("%q", got)
	}
}

// arrives is what a caller gets: status and body, or EOF.
func arrives(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	web := httptest.NewServer(h)
	defer web.Close()
	resp, err := web.Client().Get(web.URL)
	if err != nil {
		return err.Error()[strings.LastIndex(err.Error(), " ")+1:]
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.Status[:4] + string(body)
}
