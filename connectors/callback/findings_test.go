package callback_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/callback"
)

// spoil changes one value of an order, at order_list.num or tid.
func spoil(t testing.TB, body, field string, value any) string {
	t.Helper()
	var order map[string]any
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&order); err != nil {
		t.Fatal(err)
	}
	into := order
	name, ofLine := strings.CutPrefix(field, "order_list.")
	if ofLine {
		into = order["order_list"].([]any)[0].(map[string]any)
	}
	into[name] = value
	if value == any(absent) {
		delete(into, name)
	}
	text, err := json.Marshal(order)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

type nothing string

const absent = nothing("absent")

// where is the path of a field of the first line, or of the order.
func where(field string) string {
	return "$." + strings.Replace(field, "order_list.", "order_list[0].", 1)
}

func TestEveryFieldIsHeldAgainstTheTable(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 257)
	for _, c := range []struct {
		field string
		bad   []any
		good  []any
	}{
		{"shop_no", []any{absent, "", nil, long, true, []any{}, map[string]any{}, " a", "a\u200b"}, []any{"S1", 7}},
		{"tid", []any{absent, "", strings.Repeat("1", 41), "A\u0000", "A ", false}, []any{strings.Repeat("1", 40), 12345678901}},
		{"trade_status", []any{absent, "", 35, "30 ", "paid", 30.5}, []any{10, "20", 30, 40, 50, 60, 70, 80, 90}},
		{"pay_status", []any{3, "-1"}, []any{0, "1", 2, absent, "", nil}},
		{"delivery_term", []any{0, 5}, []any{1, "4", absent}},
		{"fenxiao_type", []any{4}, []any{0, 3, absent}},
		{"trade_time", []any{absent, "2026-11-20", "2026-02-30 00:00:00", "2026-11-20T09:15:00+08:00", "2026-1-2 03:04:05", 20261120, "0000-00-00 00:00:00"}, []any{"2024-02-29 23:59:59"}},
		{"pay_time", []any{absent, "", "0000-00-00 00:00:00", "yesterday"}, []any{"2026-11-20 00:00:00"}},
		{"buyer_nick", []any{absent, strings.Repeat("名", 101)}, []any{strings.Repeat("名", 100)}},
		{"receiver_name", []any{absent, strings.Repeat("名", 41)}, []any{strings.Repeat("名", 40)}},
		{"receiver_address", []any{absent, long}, []any{long[:256*3]}},
		{"receiver_district", []any{strings.Repeat("区", 41)}, []any{"", absent}},
		{"receiver_mobile", []any{strings.Repeat("1", 41), []any{"1"}}, []any{absent, "13800000000"}},
		{"logistics_type", []any{-2, "EMS", "12345"}, []any{-1, 4, "2013", absent}},
		{"post_amount", []any{"-0.01", "1,000", "1e3", "0.00001", "8元", "+1", ".5", "1.", strings.Repeat("9", 16)}, []any{"0", "-0.00", 8, "8.12340000", absent, ""}},
		{"other_amount", []any{"x"}, []any{"-3.2", 0}},
		{"paid", []any{-1}, []any{"999999999999999.9999"}},
		{"order_list", []any{absent, nil, "[]", []any{}, map[string]any{}}, nil},
		{"order_list.oid", []any{absent, "", strings.Repeat("1", 41)}, []any{"O1", 99}},
		{"order_list.num", []any{absent, 0, "0.0000", -1, "two"}, []any{1, "0.0001"}},
		{"order_list.price", []any{absent, "-1"}, []any{0, "19.9"}},
		{"order_list.status", []any{31}, []any{30, absent}},
		{"order_list.refund_status", []any{6}, []any{5, absent}},
		{"order_list.goods_name", []any{absent, long}, []any{"杯"}},
		{"order_list.discount", []any{true}, []any{"-1", absent}},
	} {
		for _, v := range c.bad {
			why := invalid(t, signed(spoil(t, whole, c.field, v)))
			if len(why.Violations) != 1 || why.Violations[0].Path != where(c.field) || why.Status != 422 || why.Violations[0].Field == "" {
				t.Errorf("%s = %v: %+v", c.field, v, why)
			}
		}
		for _, v := range c.good {
			if _, err := client(t, callback.Config{}).Receive(t.Context(), signed(spoil(t, whole, c.field, v))); err != nil {
				t.Errorf("%s = %v: %v", c.field, v, err)
			}
		}
	}
}

func TestWhatFieldsHaveToDoWithEachOther(t *testing.T) {
	t.Parallel()
	unpaid := strings.Replace(spoil(t, whole, "pay_time", "0000-00-00 00:00:00"), `"pay_status":"2"`, `"pay_status":0`, 1)
	if _, err := client(t, callback.Config{}).Receive(t.Context(), signed(unpaid)); err != nil {
		t.Errorf("unpaid: %v", err)
	}
	noCodes := strings.NewReplacer(`"goods_no":"G1",`, "", `"spec_no":"S1",`, "").Replace(whole)
	line := whole[strings.Index(whole, `{"oid"`) : strings.Index(whole, "}]")+1]
	for path, body := range map[string]string{
		"$.order_list[0].spec_no": noCodes,
		"$.order_list[2].oid":     strings.Replace(whole, line, line+","+strings.Replace(line, "M1001-1", "M1001-2", 1)+","+line, 1),
		"$.order_list":            strings.Replace(whole, line, strings.Repeat(line+",", 200)+line, 1),
		"$.order_list[1]":         strings.Replace(whole, line, line+`,"x"`, 1),
		"$.tid":                   strings.Replace(whole, `"tid"`, `"tid":"M2","tid"`, 1),
		"$[1]":                    "[" + whole + ",[]]",
	} {
		if why := invalid(t, signed(body)); len(why.Violations) != 1 || why.Violations[0].Path != path {
			t.Errorf("wanted %s: %+v", path, why.Violations)
		}
	}
}

// Whatever is wrong, all of it is said at once, each with its place, and
// nothing else is; and nothing that was sent is repeated.
func TestEveryViolationIsListed(t *testing.T) {
	t.Parallel()
	c := client(t, callback.Config{})
	spoils := map[string]any{
		"tid": strings.Repeat("A", 41), "trade_status": "13900000000", "trade_time": "13900000000", "paid": "13900000000.x",
		"receiver_address": strings.Repeat("13900000000", 30), "pay_status": "13900000000", "order_list.num": "-13900000000",
		"order_list.price": "13900000000.00001", "order_list.oid": nil, "order_list.refund_status": "13900000000",
	}
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range spoils {
			if !yield(name) {
				return
			}
		}
	})
	rapid.Check(t, func(r *rapid.T) {
		var bodies, want []string
		for i := range rapid.IntRange(1, 4).Draw(r, "orders") {
			body := whole
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID).Draw(r, "spoiled") {
				body = spoil(t, body, name, spoils[name])
				want = append(want, strings.Replace(where(name), "$", fmt.Sprintf("$.orders[%d]", i), 1))
			}
			bodies = append(bodies, body)
		}
		_, err := c.Receive(t.Context(), signed(`{"orders":[`+strings.Join(bodies, ",")+`]}`))
		if got := paths(err); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			r.Fatalf("said are %v\nwrong are %v", got, want)
		}
		if err != nil && strings.Contains(fmt.Sprintf("%v %+v", err, violations(err)), "13900000000") {
			r.Fatalf("what was sent is repeated: %+v", violations(err))
		}
	})
}

func violations(err error) []connectors.Violation {
	var why *connectors.Invalid
	if !errors.As(err, &why) {
		return nil
	}
	return why.Violations
}

func paths(err error) []string {
	var all []string
	for _, v := range violations(err) {
		all = append(all, v.Path)
	}
	slices.Sort(all)
	return all
}

func TestAnAnswerStaysOfASize(t *testing.T) {
	t.Parallel()
	lines := strings.Repeat("{},", 199) + "{}"
	body := `[{"order_list":[` + lines + `]},{"order_list":[` + lines + `]}]`
	why := invalid(t, signed(body))
	if want := 2 * (7 + 200*5); len(why.Violations) != 1000 || len(why.Violations)+why.More != want {
		t.Errorf("%d violations are listed and %d more, wanted %d", len(why.Violations), why.More, want)
	}
}

func TestTheTable(t *testing.T) {
	t.Parallel()
	api := callback.APIs()[0]
	if len(api.Request) != 36 || api.Name != "OpenCallback" || api.Title != "开放式的回调方法" || api.Effect != connectors.Reads {
		t.Errorf("%d fields, %s %s %s", len(api.Request), api.Name, api.Title, api.Effect)
	}
	for _, name := range []string{"number", "order_list.remark", "order_list.share_discount", "receiver_mobile"} {
		if _, ok := connectors.FindField(api.Response, name); !ok {
			t.Errorf("a row has no %s", name)
		}
	}
	for _, f := range api.Request {
		if f.Title == "" || f.Type == "" || f.About == "" {
			t.Errorf("%+v", f)
		}
	}
}

// Whatever is sent is let in as it is, or refused with places; it never panics.
func FuzzReceive(f *testing.F) {
	for _, seed := range []string{whole, "[" + whole + "]", `{"orders":[{}]}`, `{"orders":[],"orders":1}`, `[[[`, `{"tid":{"a":[1e999]}}`, `"\ud800"`, `1,"$":2`} {
		f.Add(seed)
	}
	c, err := callback.New(callback.Config{Secret: secret})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, err := c.Receive(t.Context(), signed(body))
		if (err == nil) != (len(got.Rows) > 0) {
			t.Fatalf("%d orders and %v", len(got.Rows), err)
		}
		if err != nil && len(violations(err)) == 0 {
			t.Fatalf("refused for nothing: %v", err)
		}
		for _, row := range got.Rows {
			if !json.Valid(row) || !strings.Contains(body, string(row)) {
				t.Fatalf("%q became %q", body, row)
			}
		}
	})
}
