package wangdiantong

import (
	"strings"
	"testing"
)

// BenchmarkSign signs a push of about 10 KB: the whole push is signed.
func BenchmarkSign(b *testing.B) {
	params := map[string]string{
		"sid": "made-up-sid", "appkey": "made-up-key", "timestamp": "1793260800", "shop_no": "MALL01",
		"trade_list": strings.Repeat(`{"tid":"M2611210001","receiver_name":"王伟","paid":"10.10"},`, 150),
	}
	b.ReportAllocs()
	for b.Loop() {
		sign("made-up-secret", params)
	}
}
