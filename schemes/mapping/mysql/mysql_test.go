package mysql_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

func noon() time.Time {
	return time.Date(2024, 3, 1, 12, 30, 0, 0, time.FixedZone("Asia/Shanghai", 8*60*60))
}

// calculate evaluates an expression whose values are :v0, :v1, …
func calculate(t testing.TB, text string, values ...any) (any, error) {
	t.Helper()
	x, err := mysql.New().Compile(text, len(values))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return x.Eval(t.Context(), mysql.Input{Values: values, Now: noon()})
}

func TestEval(t *testing.T) {
	t.Parallel()
	n := func(digits string) any { return json.Number(digits) }
	tests := []struct {
		text   string
		values []any
		want   any
	}{
		// MySQL: the quotient's scale is the dividend's + 4.
		{":v0/:v1", []any{n("100.00"), n("3")}, n("33.333333")},
		{":v0/:v1", []any{n("100"), n("3")}, n("33.3333")},
		{":v0/:v1", []any{n("100.0"), n("3")}, n("33.33333")},
		{":v0/:v1", []any{n("59.9"), n("1")}, n("59.90000")},
		{":v0/:v1", []any{n("2"), n("3")}, n("0.6667")},
		{":v0*:v1", []any{n("33.33"), n("3.0")}, n("99.990")},
		{":v0+:v1", []any{n("0.1"), n("0.2")}, n("0.3")},
		{":v0-:v1", []any{n("1"), n("0.90")}, n("0.10")},
		{":v0*100", []any{n("0.13")}, n("13.00")},
		{"-:v0", []any{n("1.50")}, n("-1.50")},
		{":v0+1", []any{n("9223372036854775807")}, n("9223372036854775808")},
		{":v0*1", []any{n("1e3")}, n("1000")},
		{"round(:v0,2)", []any{n("2.345")}, n("2.35")},
		{"round(:v0*:v1,2)", []any{n("33.333333"), n("3")}, n("100.00")},
		{"abs(:v0)", []any{n("-2.5")}, n("2.5")},
		{":v0 % 3", []any{n("10")}, n("1")},
		// Text in arithmetic counts with its digits.
		{":v0/:v1", []any{"100.00", "3"}, n("33.333333")},
		{":v0*3", []any{mysql.Text("33.30")}, n("99.90")},
		// A quotient of quoted numbers has the digits of a DOUBLE.
		{":v0/3", []any{mysql.Text("100.00")}, n("33.333333333333333")},
		{":v0/:v1", []any{n("0.13"), mysql.Text("81316.05")}, n("0.0000015987003795683632")},
		{":v0/:v1", []any{mysql.Text("60.00"), mysql.Text("4")}, n("15")},
		{":v0/:v1", []any{mysql.Text("1"), mysql.Text("1e20")}, n("0.00000000000000000001")},
		{"round(:v0/:v1,2)", []any{mysql.Text("1.005"), mysql.Text("1")}, n("1.01")},
		{"case when :v0=0 then 0 else :v1/:v2 end", []any{mysql.Text("4"), mysql.Text("10"), mysql.Text("4")}, n("2.5")},
		{"cast(:v0 as decimal(10,2))", []any{mysql.Text("12.345")}, n("12.35")},
		{":v0*2", []any{"007"}, n("14")},
		{"concat(:v0,'-1')", []any{"007"}, "007-1"},
		{":v0 > :v1", []any{"10", "9"}, true},
		// What a text ends before is 0.
		{"str_to_date(:v0,'%Y-%m-%d %H:%i:%s')", []any{mysql.Text("2024-01-31")}, "2024-01-31 00:00:00"},
		{"str_to_date(:v0,'%Y-%m-%d %H:%i:%s')", []any{mysql.Text("2024-01-31 10:")}, "2024-01-31 10:00:00"},
		{"str_to_date(:v0,'%H:%i:%s')", []any{mysql.Text("10 ")}, "10:00:00"},
		{"str_to_date(:v0,'%Y年%m月%d日')", []any{mysql.Text("2024年7月4")}, "2024-07-04"},
		// NULL spreads, as in MySQL.
		{":v0*2", []any{nil}, nil},
		{"ifnull(:v0,0)", []any{nil}, n("0")},
		{"concat(:v0,'x')", []any{nil}, nil},
		{"case when :v0>1 then 'x' end", []any{n("1")}, nil},
		{"nullif(:v0,0)", []any{n("0")}, nil},
		// Text compares without regard to case, numbers as numbers.
		{"case :v0 when 'ABC' then 1 else 2 end", []any{mysql.Text("abc")}, n("1")},
		{"case :v0 when '100' then 1 else 2 end", []any{mysql.Text("100")}, n("1")},
		{":v0 = 100", []any{mysql.Text("100.0")}, true},
		{":v0 like '%仔细%'", []any{mysql.Text("请仔细检查")}, true},
		{"locate('仔细',:v0)>0", []any{mysql.Text("请仔细检查")}, true},
		{"left(:v0,2)", []any{mysql.Text("中文字")}, "中文"},
		{"case :v0 when true then 'y' else 'n' end", []any{true}, "y"},
		{"case :v0 when true then 'y' else 'n' end", []any{"True"}, "y"},
		{"case when'a'='' then 'x' else 'y' end", nil, "y"},
		{`"double" = 'double'`, nil, true},
		// Times are those of the zone.
		{"from_unixtime(:v0-600)", []any{n("1709267400")}, "2024-03-01 12:20:00"},
		{"curdate()", nil, "2024-03-01"},
		{"now()", nil, "2024-03-01 12:30:00"},
		{"date_add(:v0, interval 1 day)", []any{mysql.Text("2024-02-28")}, "2024-02-29"},
		{"date_format(:v0,'%Y%m%d')", []any{mysql.Text("2024-03-01 10:00:00")}, "20240301"},
		{"unix_timestamp(:v0)", []any{mysql.Text("1970-01-01 08:00:10")}, n("10")},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.text, test.values), func(t *testing.T) {
			t.Parallel()
			got, err := calculate(t, test.text, test.values...)
			if err != nil || got != test.want {
				t.Errorf("%s with %v\n got %#v, %v\nwant %#v", test.text, test.values, got, err, test.want)
			}
		})
	}
}

// What MySQL answers with NULL, 0 or a wrong number is an error.
func TestEvalErrors(t *testing.T) {
	t.Parallel()
	n := func(digits string) any { return json.Number(digits) }
	tests := []struct {
		text   string
		values []any
		want   string
	}{
		{":v0/:v1", []any{n("1"), n("0")}, "division by 0"},
		{":v0 % :v1", []any{n("1"), n("0")}, "division by 0"},
		{"case when :v0/:v1>1 then 'a' else 'b' end", []any{n("1"), n("0")}, "division by 0"},
		{":v0*2", []any{"abc"}, `"abc" is not a number`},
		{":v0*2", []any{mysql.Text("")}, `"" is not a number`},
		{"round(:v0,2)", []any{mysql.Text("12元")}, `"12元" is not a number`},
		{"cast(:v0 as decimal(10,2))", []any{mysql.Text("abc")}, `"abc" is not a number`},
		{"replace(:v0,',','')*2", []any{mysql.Text("a,b")}, `"ab" is not a number`},
		{":v0*2", []any{mysql.Text(strings.Repeat("9", 1000))}, "does not fit"},
		{":v0*2", []any{mysql.Text("1e999")}, "does not fit"},
		{"repeat(:v0,100000000)", []any{mysql.Text("ab")}, "too long"},
		{"repeat(repeat(repeat('ab',1000),1000),:v0)", []any{n("1000")}, "too long"},
		{"space(:v0)", []any{n("9223372036854775807")}, "too long"},
		{"hex(repeat(:v0,600000))", []any{mysql.Text("a")}, "too long"},
		{"lpad(:v0,1000000000,'x')", []any{mysql.Text("ab")}, "too long"},
		{"rpad(:v0,2147483648,'')", []any{mysql.Text("ab")}, "no result"},
		{"replace(:v0,'a',repeat('b',1000))", []any{mysql.Text(strings.Repeat("a", 2000))}, "too long"},
		{"'x' like :v0", []any{mysql.Text(strings.Repeat("%a", 5000))}, "a pattern has"},
		{"'x' regexp :v0", []any{mysql.Text("(")}, "is not a pattern"},
		{"date(:v0)", []any{mysql.Text("2024-02-30")}, `"2024-02-30" is not a date`},
		{"date_add(:v0,interval 1e9 year)", []any{mysql.Text("2024-02-28")}, "too far away"},
		{"date_add(:v0,interval '1 x' day_hour)", []any{mysql.Text("2024-02-28")}, "is not an interval of day, hour"},
		{"cast(:v0 as unsigned)", []any{n("-1")}, "-1 does not fit into UNSIGNED"},
		{"cast(:v0 as decimal(5,2))", []any{n("1000")}, "1000 does not fit into DECIMAL(5,2)"},
		{"exp(:v0)", []any{n("1000")}, "exp has no result for 1000"},
		{"convert_tz(:v0,'CET','+08:00')", []any{mysql.Text("2024-02-28")}, "is not an offset"},
		{"json_extract(:v0,'$.a')", []any{mysql.Text("{")}, "json_extract has no result"},
		{"sqrt(:v0)", []any{n("-1")}, "no result"},
		{":v0+1", []any{n("1" + strings.Repeat("0", 70))}, "does not fit"},
		{":v0+1", []any{n("0." + strings.Repeat("0", 31) + "1")}, "does not fit"},
		{"str_to_date(:v0,'%Y')", []any{mysql.Text("x")}, "str_to_date"},
		{"str_to_date(:v0,'%H:%i')", []any{mysql.Text("")}, "str_to_date"},
		{"str_to_date(:v0,'%Y-%m-%d')", []any{mysql.Text("2024-01")}, "str_to_date"},
		{":v0+1", []any{[]any{}}, "a list or an object"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.text, test.values), func(t *testing.T) {
			t.Parallel()
			got, err := calculate(t, test.text, test.values...)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s with %v\n got %#v, %v\nwant an error with %q", test.text, test.values, got, err, test.want)
			}
		})
	}
}

// A handled division is no error: the author has thought of it.
func TestDivisionGuarded(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"case when :v1=0 then 0 else :v0/:v2 end", "if(:v1=0,0,:v0/:v2)", "ifnull(:v0/nullif(:v1,:v2),0)",
	} {
		got, err := calculate(t, text, json.Number("1"), json.Number("0"), json.Number("0"))
		if err != nil || got != json.Number("0.0000") {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"1 +":                      "syntax error",
		"1, 2":                     "more than one expression",
		"1) from (select 2":        "",
		"(select 1)":               "not part of the language",
		"exists(select 1)":         "not part of the language",
		"sleep(10)":                "there is no function sleep",
		"load_file('/etc/passwd')": "there is no function load_file",
		"sum(sum(1))":              "an aggregate cannot stand in an aggregate",
		"sum(1,2)":                 "sum has 2 arguments and needs 1",
		"count(*)":                 "name a field of the list",
		"sum(1) over ()":           "over a window",
		"ruond(1,2)":               `did you mean "round"?`,
		"qty*2":                    "write {{qty}} for a field",
		"@@version":                "is no value",
		"@a := 1":                  "",
		":v7":                      "placeholder of its own",
		"'a' regexp 'b('":          "is not a pattern",
		"1 == 1":                   "write =",
		"case when 1 then 2":       "a CASE is not closed by END",
		"Math.floor(1.5)":          "Math.floor is not MySQL; write floor",
		"1 -- x":                   "a comment cannot stand",
		"1 # x":                    "a comment cannot stand",
		"/*! 2 */ 1":               "a comment cannot stand",
		"if(1，2,3)":                "'，' is a full-width character; write ','",
		"if（1,2,3)":                "'（' is a full-width character; write '('",
		"concat(‘a’)":              "write '",
		"退货":                       "text is written 'in quotes'",
		"interval 1 day":           "an interval is no value",
		"interval 1 day * 2":       "",
		"1; select 2":              "",
		"cast(1 as json)":          "a cast to json is not part of the language",
		"cast(1 as decimal(70,2))": "there is no DECIMAL(70,2)",
		"rand()":                   "there is no function rand",
		"(1,2)=(1,2)":              "",
		"timestampdiff(weeks,1,2)": "",
		"left('a')":                "",
		"row_number() over ()":     "not part of the language",
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			_, err := mysql.New().Compile(text, 0)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want an error with %q", text, err, want)
			}
		})
	}
}

// No value can change an expression's shape: whatever a text holds, it comes
// out of the expression as the one value it went in as.
func TestBoundTextStaysText(t *testing.T) {
	t.Parallel()
	engine := mysql.New()
	x, err := engine.Compile("case when :v0 = 'never' then 'then' else concat(:v1,'') end", 2)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		value := hostile().Draw(r, "value")
		got, err := x.Eval(t.Context(), mysql.Input{Values: []any{mysql.Text(value), mysql.Text(value)}, Now: noon()})
		if err != nil || got != value {
			r.Fatalf("%q came out as %#v, %v", value, got, err)
		}
	})
}

// hostile draws texts made of what could end a text or begin an expression.
func hostile() *rapid.Generator[string] {
	pieces := rapid.OneOf(
		rapid.SampledFrom([]string{
			"'", `"`, `\`, "`", "--", "/*", "*/", ";", ") or (1=1", "' or '1'='1", ":v0", "?", "{{x}}", "_endFind",
			"%", "中", "\x00", "\n", "null", "end", "select", "0x41",
		}), rapid.String())
	return rapid.Map(rapid.SliceOf(pieces), func(parts []string) string { return strings.Join(parts, "") })
}

// Sums agree with decimal arithmetic to the last digit.
func TestNumbersKeepTheirDigits(t *testing.T) {
	t.Parallel()
	x, err := mysql.New().Compile(":v0+:v1-:v2", 3)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		digits := rapid.StringMatching(`(0|[1-9][0-9]{0,20})\.[0-9]{2}`)
		a, b := digits.Draw(r, "a"), digits.Draw(r, "b")
		got, err := x.Eval(t.Context(), mysql.Input{Values: []any{json.Number(a), json.Number(b), json.Number(b)}, Now: noon()})
		if err != nil || got != json.Number(a) {
			r.Fatalf("%s + %s - %s = %v, %v", a, b, b, got, err)
		}
	})
}

func TestEvalFromManyGoroutines(t *testing.T) {
	t.Parallel()
	x, err := mysql.New().Compile("case when :v0 > 10 then round(:v1/3,2) else concat(left(:v2,3),'…') end", 3)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 50 {
				value, want := json.Number("5"), "abc…"
				if (i+j)%2 == 0 {
					value, want = "100.00", "33.33"
				}
				got, err := x.Eval(t.Context(), mysql.Input{Values: []any{value, value, mysql.Text("abcdef")}, Now: noon()})
				if err != nil || fmt.Sprint(got) != want {
					t.Errorf("got %v, %v, want %v", got, err, want)
				}
			}
		})
	}
	all.Wait()
}
