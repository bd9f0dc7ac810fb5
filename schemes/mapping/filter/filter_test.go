package filter_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// slots gives each {{n}} the value of that name.
type slots struct{ names []string }

func (s *slots) Value(text string) (int, error) {
	if !strings.HasPrefix(text, "{{") || strings.Count(text, "{{") != 1 {
		return 0, fmt.Errorf("%s: only whole templates here", text)
	}
	s.names = append(s.names, strings.Trim(text, "{}"))
	return len(s.names), nil
}

func (s *slots) Pattern(text string) (int, error) {
	s.names = append(s.names, text)
	return len(s.names), nil
}

func parse(t testing.TB, text string) (*filter.Pattern, *slots) {
	t.Helper()
	s := &slots{}
	p, err := filter.Parse(text, s)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return p, s
}

func bind(t testing.TB, text string, values ...any) filter.Filter {
	t.Helper()
	p, _ := parse(t, text)
	f, err := p.Bind(values)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f
}

func stored(t testing.TB, content string) *filter.Row {
	t.Helper()
	r := &filter.Row{Key: "K7", Number: "1001", Status: "2", Created: time.Unix(1709259630, 0)}
	if err := json.Unmarshal([]byte(content), &r.Content); err != nil {
		t.Fatal(err)
	}
	return r
}

const customer = `{"FName":"天猫\"旗舰'店","qty":10,"price":"9.50","code":"007","big":12345678901234567890,"ok":true,"gone":null,"empty":"",
	"day":"2024-05-01 10:00","tags":["x","y",3],"lines":[{"sku":"A","n":1},{"sku":"B","n":20}],"none":[],"org":{"id":"1"},"a.b":"dotted",
	"id":"own","6936878031302":"custom"}`

func TestMatches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		filter string
		want   bool
	}{
		{`{"content.FName":"天猫\"旗舰'店"}`, true},
		{`{"content.FName":{"$eq":"天猫"}}`, false},
		{`{"FName":{"$regex":"^天猫.*店$"}}`, true},
		{`{"content.qty":10.0}`, true},
		{`{"content.qty":"10"}`, true},
		{`{"content.qty":"10.0"}`, false},
		{`{"content.code":7}`, false},
		{`{"content.ok":true}`, true},
		{`{"content.ok":"true"}`, true},
		{`{"content.ok":{"$ne":true}}`, false},
		{`{"content.gone":null}`, true},
		{`{"content.absent":null}`, true},
		{`{"content.none":null}`, false},
		{`{"content.empty":null}`, false},
		{`{"content.empty":""}`, true},
		{`{"content.absent":{"$ne":1}}`, true},
		{`{"content.absent":{"$exists":false}}`, true},
		{`{"content.gone":{"$exists":true}}`, true},
		{`{"content.none":{"$exists":true}}`, true},
		{`{"content.org":{"$exists":true}}`, true},
		{`{"content.lines.sku":{"$exists":true}}`, true},
		{`{"content.lines.colour":{"$exists":true}}`, false},
		{`{"content.qty":{"$gt":9,"$lt":11}}`, true},
		{`{"content.qty":{"$gt":10}}`, false},
		{`{"content.qty":{"$gte":"10"}}`, true},
		{`{"content.price":{"$lt":10}}`, true},
		{`{"content.price":{"$lte":9.5}}`, true},
		{`{"content.big":{"$gt":12345678901234567889}}`, true},
		{`{"content.qty":{"$gt":"abc"}}`, false},
		{`{"content.FName":{"$gt":1}}`, false},
		{`{"content.code":{"$lt":"01"}}`, true},
		{`{"content.absent":{"$lt":5}}`, false},
		{`{"content.ok":{"$gt":"a"}}`, false},
		{`{"content.day":{"$gte":"2024-05-01","$lt":"2024-05-02"}}`, true},
		{`{"content.tags":"y"}`, true},
		{`{"content.tags":3}`, true},
		{`{"content.tags":{"$nin":["q","y"]}}`, false},
		{`{"content.tags":{"$in":["q",3]}}`, true},
		{`{"content.tags.0":"x"}`, true},
		{`{"content.tags.0":"y"}`, false},
		{`{"content.lines.sku":"B"}`, true},
		{`{"content.lines.1.sku":"A"}`, false},
		{`{"content.lines.n":{"$gt":10,"$lt":5}}`, true},
		{`{"content.org.id":1}`, true},
		{`{"content.org":1}`, false},
		{`{"content.a.b":"dotted"}`, true},
		{`{"content.6936878031302":"custom"}`, true},
		{`{"content.FName":{"$regex":"旗舰","$options":"i"}}`, true},
		{`{"content.lines.sku":{"$regex":"b","$options":"i"}}`, true},
		{`{"content.lines.sku":{"$regex":"b"}}`, false},
		{`{"content.qty":{"$regex":"^10$"}}`, true},
		{`{"content.ok":{"$regex":"true"}}`, false},
		{`{"id":"K7"}`, true},
		{`{"content.id":"own"}`, true},
		{`{"id":"own"}`, false},
		{`{"number":1001}`, true},
		{`{"status":2}`, true},
		{`{"status":{"$in":[0,3]}}`, false},
		{`{"created_at":{"$gte":"2024-03-01","$lt":1709259631}}`, true},
		{`{"created_at":"2024-03-01 10:20:30"}`, true},
		{`{"response_at":null}`, true},
		{`{"$and":[{"content.qty":10},{"$or":[{"content.ok":false},{"content.code":"007"}]}]}`, true},
		{`{"$nor":[{"content.qty":10},{"content.qty":11}]}`, false},
		{`{"content.qty":{"$not":{"$gt":10}}}`, true},
		{`{"content.absent":{"$not":{"$gt":10}}}`, true},
		{`{"content.qty":{"$not":{"$gt":5,"$lt":20}}}`, false},
		{`{ "content.qty" : { "$eq" : 10 } , "content.ok" : true }`, true},
	}
	for _, test := range tests {
		if got := bind(t, test.filter).Matches(stored(t, customer)); got != test.want {
			t.Errorf("%s: %v", test.filter, got)
		}
	}
}

func TestBinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		filter string
		values []any
		want   bool
	}{
		{`{"content.FName":{"$eq":"{{x}}"}}`, []any{`天猫"旗舰'店`}, true},
		{`{"content.qty":{"$eq":{{x}}}}`, []any{json.Number("10.00")}, true},
		{`{"content.qty":{{x}}}`, []any{"10"}, true},
		{`{"content.qty":{"$gt":"{{x}}"}}`, []any{json.Number("9")}, true},
		{`{"content.ok":"{{x}}"}`, []any{true}, true},
		{`{"content.tags":{"$in":["{{x}}","{{y}}"]}}`, []any{"", "y"}, true},
		{`{"content.tags":{"$in":{{x}}}}`, []any{[]any{"q", "y"}}, true},
		{`{"content.tags":{"$in":"{{x}}"}}`, []any{"y"}, true},
		{`{"$or":[{"content.qty":"{{x}}"},{"content.code":"{{y}}"}]}`, []any{nil, "007"}, true},
		{`{"content.FName":{"$ne":"{{x}}"}}`, []any{nil}, true},
		{`{"content.empty":{"$ne":"{{x}}"}}`, []any{""}, false},
		{`{"content.FName":{"$regex":"^{{x}}"}}`, []any{"^天猫"}, true},
		{`{"content.FName":"{{x}}"}`, []any{`","$or":[{}],"x":"`}, false},
		{`{"created_at":{"$lt":"{{x}}"}}`, []any{json.Number("1709259631000")}, true},
	}
	for _, test := range tests {
		if got := bind(t, test.filter, test.values...).Matches(stored(t, customer)); got != test.want {
			t.Errorf("%s %v: %v", test.filter, test.values, got)
		}
	}
}

func TestCannotBind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		filter, want string
		value        any
		empty        bool
	}{
		{`{"content.a":"{{x}}"}`, "a would be compared with an empty value", "", true},
		{`{"content.a":{"$in":["{{x}}"]}}`, "a would be compared with an empty value", nil, true},
		{`{"content.a":{"$gt":"{{x}}"}}`, "a would be compared with an empty value", nil, true},
		{`{"content.a":{"$not":{"$gt":"{{x}}"}}}`, "a would be compared with an empty value", nil, true},
		{`{"$or":[{"content.a":"{{x}}"}]}`, "a would be compared with an empty value", nil, true},
		{`{"content.a":{"$regex":"{{x}}"}}`, "a would be compared with an empty value", "", true},
		{`{"content.a":"{{x}}"}`, "not with one value", []any{"1", "2"}, false},
		{`{"content.a":{"$in":["{{x}}"]}}`, "not with one value", []any{map[string]any{}}, false},
		{`{"created_at":{"$gt":"{{x}}"}}`, `"yesterday" is not a time`, "yesterday", false},
	}
	for _, test := range tests {
		p, _ := parse(t, test.filter)
		_, err := p.Bind([]any{test.value})
		var empty *filter.EmptyError
		if err == nil || !strings.Contains(err.Error(), test.want) || errors.As(err, &empty) != test.empty {
			t.Errorf("%s: %v, want %q", test.filter, err, test.want)
		}
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ filter, want string }{
		{`{"content.FName":{"$eq":"shop_name"`, "it ends too early; }} is missing at its end"},
		{`{"content.FName":{"$eq":"shop_na`, `it ends too early; "}} is missing at its end`},
		{`{"content.FName":{"$in":["a",`, `it ends too early; ]}} is missing at its end`},
		{``, "it ends too early"},
		{`{"content.FName" "x"}`, `at character 18, near`},
		{`{'content.FName':"x"}`, `at character 2, near "{'content`},
		{`{"天猫":}`, `at character 7, near`},
		{`{"a":1}}`, `at character 8, near "{\"a\":1}}": the filter ends before this`},
		{`{"a":1} and {"b":2}`, `the filter ends before this`},
		{`[]`, `a filter is an object: {"content.FIELD"`},
		{`{}`, "there is no condition"},
		{`{"a":{}}`, "there is no condition"},
		{`{"a":1,"a":2}`, `"a" is written twice`},
		{`{"a":{"$equals":1}}`, `there is no operator $equals`},
		{`{"a":{"$eqq":1}}`, `there is no operator $eqq; did you mean "$eq"?`},
		{`{"a":{"$elemMatch":{"b":1}}}`, `there is no operator $elemMatch`},
		{`{"$where":"1==1"}`, `there is no operator $where`},
		{`{"$orr":[{"a":1}]}`, `did you mean "$or"?`},
		{`{"$gt":{"a":1}}`, `$gt belongs below a field`},
		{`{"$or":{"a":1}}`, `$or takes a list of filters`},
		{`{"$and":[]}`, `$and takes a list of filters`},
		{`{"$nor":["a"]}`, `$nor takes a list of filters`},
		{`{"a":{"b":1}}`, `content.a is compared part by part, with a dotted name: "content.a.b"`},
		{`{"a":["x"]}`, `did you mean {"$in":[…]}?`},
		{`{"a":{"$in":[]}}`, "a list of nothing matches nothing"},
		{`{"a":{"$in":[{}]}}`, "$in takes one value"},
		{`{"a":{"$gt":null}}`, "$gt compares numbers, times or texts"},
		{`{"a":{"$gt":true}}`, "$gt compares numbers, times or texts"},
		{`{"a":{"$exists":"yes"}}`, "$exists takes true or false"},
		{`{"a":{"$exists":"{{x}}"}}`, "$exists takes true or false, not a value of the document"},
		{`{"a":{"$not":5}}`, `$not takes a comparison`},
		{`{"a":{"$regex":5}}`, "$regex takes a text"},
		{`{"a":{"$regex":"(?=x)"}}`, "cannot be read"},
		{`{"a":{"$regex":"x","$options":"ig"}}`, "only i, m and s are known"},
		{`{"a":{"$options":"i"}}`, "$options belongs to a $regex"},
		{`{"{{a}}":1}`, "the name of a field cannot come from a document"},
		{`{{{a}}:1}`, "the name of a field cannot come from a document"},
		{`{"response.Number":1}`, "the target's answer is not kept"},
		{`{"created_at":{"$gt":"soon"}}`, `"soon" is not a time`},
		{`{"a":"{{x}}{{y}}"}`, "only whole templates here"},
		{`{"":1}`, "without the name of a field"},
	}
	for _, test := range tests {
		_, err := filter.Parse(test.filter, &slots{})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v\nwant %s", test.filter, err, test.want)
		}
	}
}

func TestServed(t *testing.T) {
	t.Parallel()
	tests := []struct{ filter, indexed string }{
		{`{"a":1}`, "[a]"},
		{`{"a":1,"b":{"$gt":2},"c":{"$ne":3}}`, "[a]"},
		{`{"a":1,"$and":[{"b":2},{"c":{"$in":[1]}}]}`, "[a b]"},
		{`{"a":{"$in":["x","y"]},"b":{"$gt":2}}`, "[a]"},
		{`{"b":{"$gt":2},"a":{"$regex":"^ab."}}`, "[≶a]"},
		{`{"b":{"$gt":2,"$lt":5}}`, "[≶b]"},
		{`{"$or":[{"a":1},{"b":2,"c":3},{"d":{"$lte":4}}]}`, "[a b c ≶d]"},
		{`{"$or":[{"a":1},{"b":{"$ne":2}}]}`, "[]"},
		{`{"$or":[{"a":1},{"b":{"$ne":2}}],"c":4}`, "[c]"},
		{`{"id":1,"content.id":2,"number":3}`, "[content.id]"},
		{`{"id":{"$in":[1,2]}}`, "[]"},
		{`{"a":null}`, "[]"},
		{`{"a":{"$in":[1,null]}}`, "[]"},
		{`{"a":{"$exists":true}}`, "[]"},
		{`{"a":{"$nin":[1]}}`, "[]"},
		{`{"$nor":[{"a":1}]}`, "[]"},
		{`{"a":{"$regex":"ab"}}`, "[]"},
		{`{"a":{"$regex":"^ab","$options":"i"}}`, "[]"},
		{`{"status":2}`, "[]"},
		{`{"created_at":{"$gt":"2024-01-01"}}`, "[]"},
	}
	for _, test := range tests {
		p, _ := parse(t, test.filter)
		if got := fmt.Sprint(p.Indexed()); got != test.indexed {
			t.Errorf("%s: %s, want %s", test.filter, got, test.indexed)
		}
		f, err := p.Bind(nil)
		if err != nil {
			t.Fatal(err)
		}
		if served := f.Terms() != nil; served != p.Served() {
			t.Errorf("%s: served %v, but terms %v", test.filter, p.Served(), f.Terms())
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	f := bind(t, `{"content.a":"{{x}}","b":{"$gte":5,"$ne":true},"$or":[{"id":"<k>"},{"c":{"$regex":"^x","$options":"i"}}],"d":{"$in":[1,null]}}`, `q"`)
	const want = `{"$and":[{"content.a":{"$eq":"q\""}},{"$and":[{"content.b":{"$gte":5}},{"$nor":[{"content.b":{"$eq":true}}]}]},` +
		`{"$or":[{"id":{"$eq":"<k>"}},{"content.c":{"$regex":"^x","$options":"i"}}]},{"content.d":{"$in":[1,null]}}]}`
	if got := f.String(); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	masked := f.Text(func(f filter.Field, v string) string {
		if f.Path == "b" || f.Path == "a" {
			return "***"
		}
		return v
	})
	if !regexp.MustCompile(`"content.a":\{"\$eq":"\*\*\*"\}.*"\$gte":"\*\*\*"`).MatchString(masked) || strings.Contains(masked, `q\"`) {
		t.Errorf("got %s", masked)
	}
}
