package mysql_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

const goldenFile = "testdata/oracle.tsv"

// golden is one row of the file.
type golden struct {
	question
	answer string // as MariaDB prints it; NULL; ERROR
	warned bool
}

// MariaDB's answers are ours, to the last digit. Where it warns, we may have
// none; where it says NULL though no value is, it is an error here.
func TestOracle(t *testing.T) {
	t.Parallel()
	engine := mysql.New()
	rows := read(t)
	for _, row := range rows {
		x, err := engine.Compile(row.text, len(row.values))
		if err != nil {
			if !slices.Contains(deviations(), row.text) {
				t.Errorf("%s: %v", row.text, err)
			}
			continue
		}
		got, err := x.Eval(t.Context(), input(x, row.values))
		if !row.agrees(got, err) && !slices.Contains(deviations(), row.text) {
			t.Errorf("%s\n got %#v, %v\nwant %s (MariaDB warned: %v)", spelled(row.question), got, err, row.answer, row.warned)
		}
	}
	if len(rows) < 5000 {
		t.Errorf("there are %d answers only", len(rows))
	}
}

// deviations are expressions that are meant to differ from MariaDB.
func deviations() []string {
	return []string{
		// Of a date without a time: midnight, where MariaDB reads 2024 as 20:24 and warns.
		"minute(:v0)", "second(:v0)", "timediff(:v0,:v1)", "hour(timediff(:v0,'2024-01-31 00:00:00'))",
		"addtime(:v0,'01:00:00')", "subtime(:v0,'01:00:00')",
		// Whole seconds, as in MySQL.
		"time_to_sec(:v0)", "time_to_sec(time(:v0))",
		// There is no such day.
		"str_to_date('2024-02-30','%Y-%m-%d')",
		// Text in arithmetic is exact; MariaDB rounds a number that has become text.
		"cast(:v0 as char)+0",
		// A negated case of whole numbers stays whole.
		"truncate(-(case when :v0!=:v1 then :v2 else :v3 end),4)",
		// One letter is not two.
		"'ß'='ss'",
		// Refused: nobody who writes this means what it says.
		"1=1=1", "3>2>1",
	}
}

// input gives an aggregate one row.
func input(x *mysql.Expression, values []any) mysql.Input {
	in := mysql.Input{Values: values, Now: noon()}
	for _, inside := range x.Aggregates() {
		row := make([]any, len(inside))
		for at, i := range inside {
			row[at] = values[i]
		}
		in.Rows = append(in.Rows, [][]any{row})
	}
	return in
}

func (g golden) agrees(got any, err error) bool {
	if err != nil {
		return g.warned || g.answer == "ERROR" || (g.answer == "NULL" && !slices.Contains(g.values, nil))
	}
	text := printed(got)
	const bits64 = 19 // digits: whole numbers do not end there as they do in MariaDB
	if g.answer == "ERROR" && len(text) >= bits64 {
		return true
	}
	_, isNumber := got.(json.Number)
	quoted := isNumber && strings.Contains(spelled(g.question), "'") // text in arithmetic is exact here, a DOUBLE there
	return text == g.answer || nearly(text, g.answer, quoted) || ("-"+text == g.answer && strings.Trim(text, "0.") == "")
}

// printed is a result as MariaDB's client prints it.
func printed(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case bool:
		return map[bool]string{true: "1", false: "0"}[v]
	case json.Number:
		return v.String()
	default:
		return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`, "\x00", `\0`).Replace(fmt.Sprint(v))
	}
}

// nearly compares what is a DOUBLE on both sides: the last digit is the C
// library's.
func nearly(a, b string, anyLength bool) bool {
	const digitsOfDouble, precision = 15, 1e-14
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && (anyLength || len(a) > digitsOfDouble) && math.Abs(x-y) <= precision*math.Abs(y)
}

func read(t *testing.T) []golden {
	t.Helper()
	content, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	var rows []golden
	for _, line := range strings.Split(strings.TrimSpace(string(content)), "\n")[1:] {
		parts := strings.Split(line, "\t")
		row := golden{question: question{text: parts[0]}, answer: parts[2], warned: parts[3] == "true"}
		decoder := json.NewDecoder(strings.NewReader(parts[1]))
		decoder.UseNumber()
		if err := decoder.Decode(&row.values); err != nil {
			t.Fatal(err)
		}
		for i, v := range row.values {
			if text, ok := v.(string); ok {
				row.values[i] = mysql.Text(text)
			}
		}
		rows = append(rows, row)
	}
	return rows
}
