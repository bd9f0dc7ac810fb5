package mysql_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

// question is an expression with values, to be put to MariaDB and to the engine.
type question struct {
	text   string
	values []any // nil, bool, json.Number, mysql.Text
}

// questions are the rows of the golden file, the same for the same seed.
func questions() []question {
	q := &questioner{random: rand.New(rand.NewPCG(3, 1415)), known: map[string]bool{}}
	for _, pattern := range patterns() {
		for range 6 {
			q.fill(pattern)
		}
	}
	const nested = 1500
	for range nested {
		q.ask(q.number(3))
		q.ask(q.text(2))
	}
	return q.asked
}

type questioner struct {
	random *rand.Rand
	values []any
	asked  []question
	known  map[string]bool
}

// ask closes a question; those with the same words are asked once.
func (q *questioner) ask(text string) {
	next := question{text, q.values}
	q.values = nil
	if key := fmt.Sprint(next); !q.known[key] {
		q.known[key], q.asked = true, append(q.asked, next)
	}
}

// fill draws a value for each letter after a $.
func (q *questioner) fill(pattern string) {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '$' && strings.IndexByte("nipmsodtcub", pattern[i+1]) >= 0 {
			i++
			b.WriteString(q.value(pool(pattern[i])))
			continue
		}
		b.WriteByte(pattern[i])
	}
	q.ask(b.String())
}

func (q *questioner) value(pool []any) string {
	q.values = append(q.values, pool[q.random.IntN(len(pool))])
	return ":" + mysql.Placeholder(len(q.values)-1)
}

func pool(letter byte) []any {
	switch letter {
	case 'n': // numbers
		return numbers("0", "1", "-1", "3", "7", "10", "100", "100.00", "0.1", "0.30", "-2.5", "2.345", "1234567.891", "0.005", "33.333333", "59.9", "-7", "999999999999.99")
	case 'i': // small whole numbers
		return numbers("-3", "-2", "-1", "0", "1", "2", "3", "4", "5", "7")
	case 'p': // positive
		return numbers("1", "2", "3.5", "0.25", "100", "12.50", "1000000")
	case 'm': // numbers or nothing
		return append(pool('n'), nil, nil)
	case 's': // words
		return words("", "a", "abc", "ABC", "中文字", "Hello World", "a,b,c", "  pad ", "SO-2024-001", "x_y%z", "O'Neil", "退货", "aaa", "😀ok", "12", "0012", "3.50")
	case 'o': // words or nothing
		return append(pool('s'), nil, nil)
	case 'd': // dates
		return words("2024-02-29", "2023-12-31", "2024-01-01", "2000-03-01", "1999-11-05", "2024-08-15")
	case 't': // times
		return words("2024-02-29 23:59:59", "2023-12-31 00:00:00", "2024-07-04 12:34:56", "2000-01-01 01:02:03", "2024-01-31", "2024-03-01 10:20:30.487")
	case 'c': // times of day
		return words("10:20:30", "00:00:00", "23:59:59", "101:02:03", "-01:30:00", "12:34:56.789")
	case 'u': // Unix seconds
		return numbers("0", "1", "1709259630", "1704038400", "86400", "1700000000")
	case 'b':
		return []any{true, false, nil}
	}
	panic("there is no pool " + string(letter))
}

func numbers(digits ...string) []any {
	var all []any
	for _, d := range digits {
		all = append(all, json.Number(d))
	}
	return all
}

func words(texts ...string) []any {
	var all []any
	for _, text := range texts {
		all = append(all, mysql.Text(text))
	}
	return all
}

func (q *questioner) one(of ...string) string { return of[q.random.IntN(len(of))] }

// number draws an expression that is a number.
func (q *questioner) number(depth int) string {
	if depth == 0 {
		return q.value(pool('n'))
	}
	n := func() string { return q.number(depth - 1) }
	switch q.random.IntN(12) {
	case 0, 1, 2, 3:
		return "(" + n() + q.one("+", "-", "*", "/") + n() + ")"
	case 4:
		return q.one("abs", "ceil", "floor", "sign", "-") + "(" + n() + ")"
	case 5:
		return q.one("round", "truncate") + "(" + n() + "," + q.one("0", "1", "2", "4", "-1") + ")"
	case 6:
		return "case when " + q.truth(depth-1) + " then " + n() + " else " + n() + " end"
	case 7:
		return q.one("if(", "if(not ") + q.truth(depth-1) + "," + n() + "," + n() + ")"
	case 8:
		return q.one("greatest", "least", "coalesce") + "(" + n() + "," + n() + ")"
	case 9:
		return "ifnull(" + q.value(pool('m')) + "," + n() + ")"
	case 10:
		return "(" + n() + q.one("%", " mod ", " div ") + n() + ")"
	default:
		return "cast(" + n() + " as " + q.one("decimal(20,2)", "decimal(30,6)", "signed", "decimal(18)") + ")"
	}
}

// truth draws a condition.
func (q *questioner) truth(depth int) string {
	n := func() string { return q.number(max(0, depth-1)) }
	switch q.random.IntN(8) {
	case 0, 1:
		return n() + q.one("=", "<", ">", "<=", ">=", "<>", "!=", "<=>") + n()
	case 2:
		return n() + q.one(" between ", " not between ") + n() + " and " + n()
	case 3:
		return n() + q.one(" in ", " not in ") + "(" + n() + "," + n() + ")"
	case 4:
		return "(" + q.truth(depth) + q.one(" and ", " or ", " xor ") + q.truth(depth) + ")"
	case 5:
		return q.value(pool('s')) + q.one("=", "<>", "<", " like ") + q.value(pool('s'))
	case 6:
		return q.value(pool('o')) + q.one(" is null", " is not null")
	default:
		return q.value(pool('m')) + q.one(" is null", " is not null")
	}
}

// text draws an expression that is text.
func (q *questioner) text(depth int) string {
	if depth == 0 {
		return q.value(pool('s'))
	}
	s := func() string { return q.text(depth - 1) }
	i := func() string { return q.value(pool('i')) }
	switch q.random.IntN(11) {
	case 0:
		middle := "'-'"
		if q.random.IntN(2) == 0 {
			middle = q.value(pool('n'))
		}
		return "concat(" + s() + "," + middle + "," + s() + ")"
	case 1:
		return q.one("left", "right", "repeat") + "(" + s() + "," + i() + ")"
	case 2:
		return q.one("substring", "mid") + "(" + s() + "," + i() + "," + i() + ")"
	case 3:
		return q.one("upper", "lower", "trim", "ltrim", "rtrim", "reverse", "hex", "md5") + "(" + s() + ")"
	case 4:
		return "replace(" + s() + "," + q.one("'a'", "','", "'文'") + "," + s() + ")"
	case 5:
		other := s
		if q.random.IntN(2) == 0 {
			other = func() string { return q.number(1) }
		}
		return "case when " + q.truth(1) + " then " + s() + " else " + other() + " end"
	case 6:
		return q.one("lpad", "rpad") + "(" + s() + "," + q.one("0", "3", "12") + "," + q.one("'0'", "'xy'") + ")"
	case 7:
		return "substring_index(" + s() + "," + q.one("','", "'-'") + "," + i() + ")"
	case 8:
		return "concat_ws('-'," + q.value(pool('o')) + "," + s() + ")"
	case 9:
		return "cast(" + q.number(1) + " as char)"
	default:
		return "insert(" + s() + "," + i() + "," + i() + ",'*')"
	}
}
