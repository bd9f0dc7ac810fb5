package schemes_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// The number is told of a document whose base data is missing.
func TestTheNumberNeedsNothingElse(t *testing.T) {
	t.Parallel()
	s := returns(t)
	d := mapping.Document{Key: "40011-1", Number: "R-1", Content: []byte(`{"shop_id":1}`)}
	if _, err := s.Map(t.Context(), d, baseData()); err == nil {
		t.Fatal("the document can be mapped: its number would be told anyhow")
	}
	number, err := s.NumberOf(t.Context(), d, baseData())
	if err != nil || number != "R-1" {
		t.Errorf("got %q, %v", number, err)
	}
	if _, err := s.NumberOf(t.Context(), mapping.Document{Content: []byte(`[`)}, baseData()); err == nil {
		t.Error("what is no document has a number")
	}
	if _, err := shaper(t, "").NumberOf(t.Context(), d, baseData()); err == nil {
		t.Error("base data has a number at no target")
	}
}
