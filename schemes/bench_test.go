package schemes_test

import (
	"encoding/json"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// One document of integration 0: 22 fields with a value, four lookups of which
// two are asked, one MySQL expression.
func BenchmarkMap(b *testing.B) {
	s := returns(b)
	shaped, err := s.Shape(json.RawMessage(refund))
	if err != nil {
		b.Fatal(err)
	}
	d := mapping.Document{Key: shaped[0].Key, Number: shaped[0].Number, Content: shaped[0].Content}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Map(b.Context(), d, baseData()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkShape(b *testing.B) {
	s := returns(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Shape(json.RawMessage(refund)); err != nil {
			b.Fatal(err)
		}
	}
}

func returns(t testing.TB) *schemes.Scheme {
	t.Helper()
	library, err := schemes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	s, err := library.Get("jushuitan-refund-to-kingdee-return")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
