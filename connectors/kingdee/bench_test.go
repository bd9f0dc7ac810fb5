package kingdee

import "testing"

// BenchmarkSign signs the headers of a call.
func BenchmarkSign(b *testing.B) {
	cfg := Config{AppID: "207001_AbCdEfGhIjKlMnOpQrStUvWxYz012345", AppSecret: "0123456789abcdef0123456789abcdef"}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cfg.signedHeaders("/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.BatchSave.common.kdsvc", "1793260800"); err != nil {
			b.Fatal(err)
		}
	}
}
