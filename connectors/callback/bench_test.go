package callback_test

import (
	"bytes"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/callback"
)

// BenchmarkSign proves a call of 10 KB.
func BenchmarkSign(b *testing.B) {
	secret, body := []byte("made-up-secret"), bytes.Repeat([]byte(`{"tid":1}`), 1200)
	b.ReportAllocs()
	for b.Loop() {
		callback.Sign(secret, "1793260800", body)
	}
}
