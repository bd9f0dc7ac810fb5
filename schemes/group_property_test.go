package schemes_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// line is one of a made row; w is what it is grouped by.
type line struct {
	w, sku int
	cents  int64
	text   bool // the amount is sent as text
	ok     bool // the condition lets it pass
}

func lines(t *rapid.T) []line {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) line {
		return line{
			w: rapid.IntRange(0, 3).Draw(t, "w"), sku: rapid.IntRange(0, 2).Draw(t, "sku"),
			cents: rapid.Int64Range(-1e15, 1e15).Draw(t, "cents"), text: rapid.Bool().Draw(t, "text"),
			ok: rapid.Bool().Draw(t, "ok"),
		}
	}), 1, 12).Draw(t, "lines")
}

func rowOf(id int, all []line) json.RawMessage {
	var elements []any
	for i, l := range all {
		amount := any(json.Number(decimal.New(l.cents, -2).StringFixed(2)))
		if l.text {
			amount = fmt.Sprint(amount)
		}
		elements = append(elements, connectors.Object{
			{Name: "n", Value: number(id*100 + i)},
			{Name: "w", Value: number(l.w)},
			{Name: "sku", Value: fmt.Sprint(l.sku)},
			{Name: "amount", Value: amount},
			{Name: "ok", Value: l.ok},
		})
	}
	row, err := json.Marshal(connectors.Object{{Name: "id", Value: number(id)}, {Name: "l", Value: elements}})
	if err != nil {
		panic(err) // numbers and text can be written
	}
	return row
}

func number(n int) json.Number { return json.Number(fmt.Sprint(n)) }

// account is what the documents of a shape come to.
type account struct {
	head, body decimal.Decimal // totals
	seen       []string        // the lines, by their numbers
	keys       map[string]string
	most       int // rows in one document
}

// read adds documents up. Each has its key and number to itself.
func read(t *rapid.T, shaped []schemes.Shaped) account {
	a := account{keys: map[string]string{}}
	for _, one := range shaped {
		row, err := mapping.ParseRow(one.Content)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := a.keys[one.Key]; twice {
			t.Fatalf("the key %s is there twice", one.Key)
		}
		a.keys[one.Key] = fmt.Sprint(mapping.At(row, "l_w"))
		if one.Skip != "" {
			a.seen = append(a.seen, fmt.Sprint(mapping.At(row, "l_n")))
			continue
		}
		a.add(t, row)
	}
	slices.Sort(a.seen)
	return a
}

func (a *account) add(t *rapid.T, document mapping.Row) {
	total := decimalOf(t, mapping.At(document, "l_amount"))
	a.head = a.head.Add(total)
	rows, _ := mapping.At(document, "b").([]any)
	a.most = max(a.most, len(rows))
	var sum decimal.Decimal
	for _, element := range rows {
		row, _ := element.(mapping.Row)
		sum = sum.Add(decimalOf(t, mapping.At(row, "l_amount")))
		numbers, _ := mapping.At(row, "l_n").([]any)
		for _, n := range numbers {
			a.seen = append(a.seen, fmt.Sprint(n))
		}
	}
	if !sum.Equal(total) {
		t.Fatalf("the head says %s, its rows %s", total, sum)
	}
	a.body = a.body.Add(sum)
}

func decimalOf(t *rapid.T, v any) decimal.Decimal {
	d, err := decimal.NewFromString(fmt.Sprint(v))
	if err != nil {
		t.Fatalf("%v is no amount", v)
	}
	return d
}

const (
	rowGroups = "  groupCalculate: {headerGroup: [id, l_w], bodyGroup: [l_sku], bodyName: b, calculate: {l_amount: $sum, l_n: $push}"
	allGroups = "  groupCalculate: {headerGroup: [l_w], bodyGroup: [l_sku], bodyName: b, calculate: {l_amount: $sum, l_n: $push}"
	onlyOK    = "  beatFlat: [l]\n  condition: [[{field: l.ok, logic: eq, value: true}]]"
)

// Flattening and grouping again loses no line and no cent, whatever is refused
// and however the documents are split.
func TestGroupsKeepEveryLine(t *testing.T) {
	t.Parallel()
	var splitting []*schemes.Scheme
	for most := range 4 {
		splitting = append(splitting, grouper(t, onlyOK, fmt.Sprintf("%s, bodyMaxLine: %d}", rowGroups, most+1)))
	}
	rapid.Check(t, func(t *rapid.T) {
		all := lines(t)
		most := rapid.IntRange(1, len(splitting)).Draw(t, "most")
		shaped, err := splitting[most-1].Shape(rowOf(7, all))
		if err != nil {
			t.Fatal(err)
		}
		if len(shaped) == 1 && shaped[0].Skip != "" {
			return // refused as a whole: the row itself is kept
		}
		check(t, read(t, shaped), map[int][]line{7: all}, most)
	})
}

func check(t *rapid.T, a account, rows map[int][]line, most int) {
	var want decimal.Decimal
	var numbers []string
	for id, all := range rows {
		for i, l := range all {
			numbers = append(numbers, fmt.Sprint(id*100+i))
			if l.ok {
				want = want.Add(decimal.New(l.cents, -2))
			}
		}
	}
	slices.Sort(numbers)
	if !a.head.Equal(want) || !a.body.Equal(want) || !slices.Equal(a.seen, numbers) || a.most > most {
		t.Fatalf("%s and %s of %s; lines %v of %v; %d rows of at most %d", a.head, a.body, want, a.seen, numbers, a.most, most)
	}
}

// A document keeps its key when other lines of its row are refused.
func TestGroupsKeepTheirKeys(t *testing.T) {
	t.Parallel()
	s := grouper(t, onlyOK, rowGroups+"}")
	rapid.Check(t, func(t *rapid.T) {
		all := lines(t)
		keys := func() map[string]string {
			shaped, err := s.Shape(rowOf(7, all))
			if err != nil {
				t.Fatal(err)
			}
			shaped = slices.DeleteFunc(shaped, func(one schemes.Shaped) bool { return one.Skip != "" })
			return read(t, shaped).keys
		}
		before := keys()
		for i := range all {
			all[i].ok = rapid.Bool().Draw(t, "still")
		}
		for key, group := range keys() {
			if was, known := before[key]; known && was != group {
				t.Fatalf("%s was the document of %s and is that of %s", key, was, group)
			}
		}
	})
}

// Merging keeps every line and cent of several rows and does not care in which
// order the members come.
func TestMergeKeepsEveryLine(t *testing.T) {
	t.Parallel()
	s := grouper(t, onlyOK, allGroups+", bodyMaxLine: 2}")
	rapid.Check(t, func(t *rapid.T) {
		rows := map[int][]line{}
		groups := map[string][]schemes.Shaped{}
		var shaped []schemes.Shaped
		for id := range rapid.IntRange(1, 4).Draw(t, "rows") {
			rows[id] = lines(t)
			members, err := s.Shape(rowOf(id, rows[id]))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range members {
				groups[m.Group] = append(groups[m.Group], m)
			}
		}
		shaped = append(shaped, groups[""]...)
		delete(groups, "")
		for _, group := range slices.Sorted(maps.Keys(groups)) {
			shaped = append(shaped, merged(t, s, groups[group])...)
		}
		check(t, read(t, shaped), rows, 2)
	})
}

func merged(t *rapid.T, s *schemes.Scheme, members []schemes.Shaped) []schemes.Shaped {
	documents, err := s.Merge(members[0].Group, members)
	if err != nil {
		t.Fatal(err)
	}
	shuffled := rapid.Permutation(members).Draw(t, "order")
	again, err := s.Merge(members[0].Group, shuffled)
	if err != nil || written(again) != written(documents) {
		t.Fatalf("%s became %s, %v", written(documents), written(again), err)
	}
	return documents
}
