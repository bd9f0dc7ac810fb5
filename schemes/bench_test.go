package schemes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
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

// The same document with its customers and orders among 100,000 of each. The
// store is a map: what a database needs is measured where it is.
func BenchmarkMapAmong100000(b *testing.B) {
	s := returns(b)
	shaped, err := s.Shape(json.RawMessage(refund))
	if err != nil {
		b.Fatal(err)
	}
	d := mapping.Document{Key: shaped[0].Key, Number: shaped[0].Number, Content: shaped[0].Content}
	stored := manyRows(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Map(b.Context(), d, stored); err != nil {
			b.Fatal(err)
		}
	}
}

// One document of integration 3: 56 fields and 20 lines of 19 fields, with a
// dozen MySQL expressions, one of them an aggregate; five run for each line.
func BenchmarkMapOrder(b *testing.B) {
	library, err := schemes.Load(os.DirFS("testdata/bench"))
	if err != nil {
		b.Fatal(err)
	}
	s, err := library.Get("trade-push")
	if err != nil {
		b.Fatal(err)
	}
	d := mapping.Document{Key: "T1", Number: "T1", Content: order(b)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Map(b.Context(), d, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func order(b *testing.B) json.RawMessage {
	b.Helper()
	const lines = 20
	var list []string
	for i := range lines {
		list = append(list, fmt.Sprintf(`{"oid":"T1-%d","num":%d,"price":%d.90,"refund_status":"NO_REFUND","goods_id":"%d","spec_id":"%d",
			"goods_no":"G%04d","spec_no":" sku-%04d ","goods_name":"纯棉短袖 T恤 男女同款","spec_name":"白色;XL","remark":""}`, i, i%3+1, 50+i, 900+i, 700+i, i, i))
	}
	return json.RawMessage(`{"tid":"T1","shop_no":"S01","trade_status":"WAIT_SELLER_SEND_GOODS","trade_time":"2024-01-02 09:00:00","pay_time":1704157230,
		"buyer_nick":"小王","receiver_name":"王某","receiver_province":"浙江省","receiver_city":"杭州市","receiver_district":"西湖区",
		"receiver_address":"某路 1 号","receiver_mobile":"13800000000","buyer_message":"请尽快发货,急","seller_memo":"老客户","post_amount":8.00,
		"paid":2391.00,"discount":36.00,"goods_amount":2391.00,"order_list":[` + strings.Join(list, ",") + `]}`)
}

// rowsByValue finds rows by one field.
type rowsByValue map[string]filter.Row

func (r rowsByValue) Find(_ context.Context, q filter.Query) ([]filter.Row, error) {
	for field, value := range q.Where.Values() {
		if row, ok := r[q.Collection+" "+field.Path+" "+value]; ok {
			return []filter.Row{row}, nil
		}
	}
	return nil, nil
}

func manyRows(b *testing.B) rowsByValue {
	b.Helper()
	const many = 100_000
	rows := rowsByValue{}
	add := func(collection, field, value, content string) {
		row, err := mapping.ParseRow(json.RawMessage(content))
		if err != nil {
			b.Fatal(err)
		}
		rows[collection+" "+field+" "+value] = filter.Row{Key: value, Content: row}
	}
	for i := range many {
		n := strconv.Itoa(i)
		add("kingdee-customers", "FNumber", n, `{"FNumber":"`+n+`","F_XC_Base_Fnumber":"100.1"}`)
		add("jushuitan-orders", "o_id", n, `{"o_id":`+n+`,"so_id":"TB-`+n+`"}`)
	}
	return rows
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
