package cli_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// What the target has is cancelled, and seen to by the next run where Temporal does
// not answer; what it does not have is skipped.
func TestCancelIsNoted(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	cancel := []string{"documents", "cancel", "refunds"}
	golden(t, "documents-cancel.json", run(t.Context(), environ(url, "schemes"),
		append(cancel, "1", "--reason", "已在聚水潭删除", "--by", "qian", "--output", "json")...).text(url))
	golden(t, "documents-cancel-again.en", run(t.Context(), environ(url, "schemes"), append(cancel, "1", "--reason", "x")...).text(url))
	golden(t, "documents-cancel-early.zh", run(t.Context(), environ(url, "schemes"), append(cancel, "2", "--reason", "x", "--lang=zh")...).text(url))
	s := look(t, url)
	doc, err := s.Get(t.Context(), refund("1"))
	if err != nil || !doc.Cancelled() || doc.State != docstore.Audited || doc.Held != "已在聚水潭删除" {
		t.Errorf("it is %s, cancelled %v because %q (%v)", doc.State, doc.Cancelled(), doc.Held, err)
	}
	events, err := s.Events(t.Context(), refund("1"))
	if last := events[len(events)-1]; err != nil || last.By != "qian" || last.Reason != "cancelled by hand: 已在聚水潭删除" {
		t.Errorf("the diary says %+v (%v)", last, err)
	}
}
