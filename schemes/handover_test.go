package schemes_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// fed is a scheme that others hand rows to, and one that hands them on.
func feeding(writeback, callBack string) fstest.MapFS {
	return fstest.MapFS{
		"fed.yaml": file(minimal, "NAME", "fed", "ID", "f00d"),
		"feeds.yaml": file(minimal+`target:
  connector: t
  api: save
  number: N
  request:
    - {field: N, value: "{{no}}"}
  primaryWriteback: WRITEBACK
  callBackStrategy: CALLBACK
`, "NAME", "feeds", "ID", "1", "WRITEBACK", writeback, "CALLBACK", callBack),
	}
}

func TestHandOver(t *testing.T) {
	t.Parallel()
	library, err := schemes.Load(feeding(
		`{number: "{{Number}}", id: "{{Result.Id}}"}`,
		`{strategyId: f00d, key: "{{no}}-{{bfn_id}}", no: "{{primaryWriteback.number}}", id: "{{primaryWriteback.id}}", ok: "{{_response.Success}}", twice: "_function {{qty}}*2"}`,
	))
	if err != nil {
		t.Fatal(err)
	}
	s, err := library.Get("feeds")
	if err != nil || s.Target.HandOver.Scheme != "fed" {
		t.Fatal(s, err)
	}
	answer := json.RawMessage(`{"Number":"XS-1","Result":{"Id":100001},"Success":true}`)
	written, err := s.Written(answer)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := written.MarshalJSON(); string(got) != `{"number":"XS-1","id":100001}` {
		t.Errorf("written: %s", got)
	}
	d := mapping.Document{Key: "K", Number: "N", Content: json.RawMessage(`{"no":"7","qty":1.50}`), Answer: answer}
	got, err := s.Handed(d, written)
	if want := `{"key":"7-K","no":"XS-1","id":100001,"ok":true,"twice":3.00}`; err != nil || string(got) != want {
		t.Errorf("handed: %s, %v\nwant %s", got, err, want)
	}
	if _, err := s.Written(json.RawMessage(`{"number":"XS-1"}`)); err == nil ||
		!strings.Contains(err.Error(), `primaryWriteback: feeds.yaml:13: target.primaryWriteback.number: the target's answer has no Number; did you mean "number"? in {{Number}}`) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Written(json.RawMessage(`[]`)); err == nil || !strings.Contains(err.Error(), "primaryWriteback: ") {
		t.Errorf("got %v", err)
	}
}

func TestHandOverMistakes(t *testing.T) {
	t.Parallel()
	for want, files := range map[string]fstest.MapFS{
		`feeds.yaml:14:34: target.callBackStrategy.strategyId: there is no scheme "fod"; did you mean "fed"?`: feeding("{}", "{strategyId: fod, a: 1}"),
		"target.callBackStrategy.strategyId: a scheme cannot hand documents to itself":                        feeding("{}", "{strategyId: feeds, a: 1}"),
		`target.callBackStrategy.a: {{primaryWriteback.Id}}: primaryWriteback has no Id; did you mean "id"?`:  feeding(`{id: "{{Id}}"}`, `{strategyId: fed, a: "{{primaryWriteback.Id}}"}`),
		"target.callBackStrategy.a: {{_response}}: say what of it":                                            feeding("{}", `{strategyId: fed, a: "{{_response}}"}`),
		"target.callBackStrategy.a: a lookup cannot be used here":                                             feeding("{}", `{strategyId: fed, a: "_findCollection find a from fed where b=1"}`),
		"target.primaryWriteback.a: a lookup cannot be used here":                                             feeding(`{a: "_findCollection find a from fed where b=1"}`, "{strategyId: fed}"),
		"target.primaryWriteback.a: {{primaryWriteback.b}} exists only in callBackStrategy":                   feeding(`{a: "{{primaryWriteback.b}}"}`, "{strategyId: fed}"),
		"target.primaryWriteback.a: {{Id: the closing }} is missing":                                          feeding(`{a: "{{Id"}`, "{strategyId: fed}"),
		"target.callBackStrategy.strategyId: is required":                                                     feeding("{}", "{a: 1}"),
	} {
		if _, err := schemes.Load(files); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

// Each scheme of a circle would hand on what it was handed, for ever. One that
// leads into a circle is not to blame.
func TestHandOverInACircle(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	for from, to := range map[string]string{"a": "b", "b": "cid", "c": "a", "leads": "a"} {
		files[from+".yaml"] = file(minimal+`target: {connector: t, api: save, number: N, request: [{field: N, value: 1}], callBackStrategy: {strategyId: TO}}
`, "NAME", from, "ID", from+"id", "TO", to)
	}
	_, err := schemes.Load(files)
	if err == nil {
		t.Fatal("no mistake")
	}
	for _, want := range []string{
		"target.callBackStrategy.strategyId: what is handed over comes back: a → b → c → a", "b → c → a → b", "c → a → b → c",
	} {
		if strings.Count(err.Error(), want) != 1 {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
	if strings.Contains(err.Error(), "leads") {
		t.Errorf("got %v", err)
	}
}

// Schemes without either have nothing to write back or to hand over.
func TestNoHandOver(t *testing.T) {
	t.Parallel()
	s := returns(t)
	written, err := s.Written(json.RawMessage(`{"Id":1}`))
	if written != nil || err != nil {
		t.Errorf("got %v, %v", written, err)
	}
	if row, err := s.Handed(mapping.Document{Content: json.RawMessage(`{}`)}, nil); row != nil || err != nil {
		t.Errorf("got %s, %v", row, err)
	}
}
