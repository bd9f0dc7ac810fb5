package mysql_test

import (
	"encoding/json"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

func BenchmarkEval(b *testing.B) {
	price, qty := json.Number("100.00"), json.Number("3")
	for name, q := range map[string]question{
		"quotient": {":v0/:v1", []any{price, qty}},
		"round":    {"round(:v0/1.13*:v1,2)", []any{price, qty}},
		"case":     {"case :v0 when '100' then 'A' when '200' then 'B' else 'C' end", []any{mysql.Text("200")}},
		"like":     {"case when :v0 like '%急%' then concat('[',:v1,']') else :v2 end", []any{mysql.Text("请尽快发货,急"), mysql.Text("x"), mysql.Text("y")}},
		"date":     {"date_format(date_add(:v0, interval 1 month),'%Y-%m-01')", []any{mysql.Text("2024-01-31 10:20:30")}},
		"unixtime": {"from_unixtime(:v0-600,'%Y-%m-%d')", []any{json.Number("1709259630")}},
	} {
		b.Run(name, func(b *testing.B) {
			x, err := mysql.New().Compile(q.text, len(q.values))
			if err != nil {
				b.Fatal(err)
			}
			in := mysql.Input{Values: q.values, Now: noon()}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := x.Eval(b.Context(), in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
