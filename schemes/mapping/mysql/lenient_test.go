package mysql_test

import (
	"encoding/json"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

// Lenient reads text as MySQL does: the number it begins with, or 0.
func TestLenient(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		value any
		want  any
	}{
		{":v0*2", mysql.Text("12元"), json.Number("24")},
		{":v0+1", mysql.Text("abc"), json.Number("1")},
		{":v0+1", mysql.Text(" -1.50x"), json.Number("-0.50")},
		{":v0=0", mysql.Text(""), true},
		{":v0>0", mysql.Text("abc"), false},
		{"if(:v0,'y','n')", mysql.Text("退货"), "n"},
		{"round(:v0,1)", mysql.Text("2.35kg"), json.Number("2.4")},
		{"cast(:v0 as decimal(10,2))", mysql.Text("9.999元"), json.Number("10.00")},
	}
	for _, test := range tests {
		x, err := mysql.New().Compile(test.text, 1)
		if err != nil {
			t.Fatal(err)
		}
		in := mysql.Input{Values: []any{test.value}, Now: noon(), Lenient: true}
		if got, err := x.Eval(t.Context(), in); err != nil || got != test.want {
			t.Errorf("%s of %q: got %#v, %v, want %#v", test.text, test.value, got, err, test.want)
		}
		in.Lenient = false
		if got, err := x.Eval(t.Context(), in); err == nil {
			t.Errorf("%s of %q: got %#v, want an error", test.text, test.value, got)
		}
	}
}

// Text that is no number equals no number; where MySQL would say that it does,
// nobody knows what was meant.
func TestTextBesideNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		value mysql.Text
		want  any // nil: an error
	}{
		{":v0=1", "paid", false},
		{":v0=0", "paid", nil},
		{":v0=12", "12元", nil},
		{":v0!=1", "paid", true},
		{":v0 in (1,2)", "paid", false},
		{":v0>1", "paid", nil},
		{":v0=true", "paid", false},
		{":v0=true", "True", true},
		{":v0=100", "100.0", true},
		{"date(:v0)='2024-03-01'", "2024-03-01 10:00:00", true},
		{"date(:v0)='someday'", "2024-03-01", nil},
	}
	for _, test := range tests {
		x, err := mysql.New().Compile(test.text, 1)
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.Eval(t.Context(), mysql.Input{Values: []any{test.value}, Now: noon()})
		if got != test.want || (err == nil) != (test.want != nil) {
			t.Errorf("%s of %q: got %#v, %v, want %#v", test.text, test.value, got, err, test.want)
		}
	}
}
