package cli_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// shanghai as the sources write their times.
func shanghai(hour, minute int) time.Time {
	return time.Date(2026, 11, 1, hour, minute, 0, 0, time.FixedZone("", 8*60*60))
}

// seeded makes a store with documents in every situation that the commands
// show, and returns its URL.
func seeded(t *testing.T) string {
	t.Helper()
	url := "sqlite:" + filepath.Join(t.TempDir(), "store.db")
	s, err := sqlstore.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	seed{t, s}.all()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return url
}

type seed struct {
	*testing.T
	store *sqlstore.Store
}

func (s seed) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s seed) all() {
	s.keep("shops", true, shanghai(8, 0), "7", "8")
	s.keep("refunds", false, shanghai(9, 30), "1", "2", "3", "4", "5", "6", "7-1", "7-2")
	s.audited("1")
	s.failed("2", `kingdee MAIN batchSave rejected (code 11, field FRetcustId): 退货客户"C7"不存在，电话13812345678`)
	s.failed("3", `kingdee MAIN batchSave rejected (code 11, field FRetcustId): 退货客户"C7"不存在，电话13812345678`)
	s.mark(docstore.Progress{
		Ref: refund("4"), State: docstore.Waiting, WaitsFor: "shops",
		Reason: "shops has no row where shop_id=9 yet, and FRetcustId needs its number (refunds.yaml:21)",
	})
	s.must(s.store.Skip(s.Context(), refund("5"), "wang", "已手工录入"))
	s.changed("1")
	s.must(s.store.SetPause(s.Context(), "shops", docstore.Pause{By: "li", Reason: "盘点", At: shanghai(10, 0)}))
}

func refund(key string) docstore.Ref { return docstore.Ref{Scheme: "refunds", Key: key} }

func (s seed) keep(scheme string, stored bool, to time.Time, keys ...string) {
	s.Helper()
	page := docstore.Page{Scheme: scheme, Revision: "r1", Stored: stored, Window: docstore.Window{From: to.Add(-time.Hour), To: to}, Advance: &docstore.Advance{To: to}}
	for _, key := range keys {
		page.Rows = append(page.Rows, row(key, 1))
	}
	_, err := s.store.Keep(s.Context(), page)
	s.must(err)
}

// row is a source row; the lines 7-1 and 7-2 share a number.
func row(key string, qty int) docstore.Incoming {
	return docstore.Incoming{
		Key: key, Number: "B-" + key[:1],
		Content: json.RawMessage(fmt.Sprintf(`{"as_id":%q,"so_id":"B-%s","qty":%d.00,"receiver_name":"张三丰",`+
			`"receiver_mobile":"13812345678","receiver_address":"杭州市西湖区1号","remark":"打13987654321"}`, key, key[:1], qty)),
	}
}

func (s seed) mark(p docstore.Progress) {
	s.Helper()
	p.WorkflowID, p.RunID = "document:refunds:"+p.Key, "00000000-0000-0000-0000-000000000001"
	s.must(s.store.Mark(s.Context(), p))
}

func (s seed) saving(key string) {
	s.Helper()
	sent := json.RawMessage(`{"FBillNo":"B-` + key + `","FReceiverName":"张三丰"}`)
	s.mark(docstore.Progress{Ref: refund(key), State: docstore.Mapped, Revision: "r1", Sent: sent, Target: "B-" + key})
	s.mark(docstore.Progress{Ref: refund(key), State: docstore.Saving, Called: true})
}

func (s seed) audited(key string) {
	s.Helper()
	s.saving(key)
	answer := json.RawMessage(`{"IsSuccess":true,"Id":100001}`)
	s.mark(docstore.Progress{Ref: refund(key), State: docstore.Saved, TargetID: "100001", Target: "B-" + key, Answer: answer})
	s.mark(docstore.Progress{Ref: refund(key), State: docstore.Submitted})
	s.mark(docstore.Progress{Ref: refund(key), State: docstore.Audited})
}

func (s seed) failed(key, reason string) {
	s.Helper()
	s.saving(key)
	answer := json.RawMessage(`{"IsSuccess":false,"Errors":[{"FieldName":"FRetcustId"}]}`)
	s.mark(docstore.Progress{Ref: refund(key), State: docstore.Failed, Reason: reason, Answer: answer})
}

// changed is a row that the source changed after its document was carried.
func (s seed) changed(key string) {
	s.Helper()
	_, err := s.store.Keep(s.Context(), docstore.Page{Scheme: "refunds", Revision: "r1", Rows: []docstore.Incoming{row(key, 2)}})
	s.must(err)
}
