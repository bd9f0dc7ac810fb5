package mapping_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// shops are rows to be looked up.
func lookedIn() stored {
	return stored{"shops": {
		`{"FName":"天猫 旗舰店","FNumber":"S1","org":{"id":"100.1"},"batch":true,"price":9.50,"id":"own 1","seq":1}`,
		`{"FName":"it's \"new\"","FNumber":"S2","org":{"id":"100.2"},"batch":false,"price":20,"seq":2,"tags":["x","y"]}`,
		`{"FName":"closed","FNumber":"S3","org":{"id":null},"price":20,"seq":3,"status":"off"}`,
	}}
}

func with(kind, value, missing string) mapping.Field {
	f := field(kind, value)
	f.Missing = missing
	return f
}

// looked applies one field; what it read of the document is an own row.
func looked(t *testing.T, f mapping.Field, rules mapping.Rules, content string) (string, error) {
	t.Helper()
	m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{f}, rules)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	for _, l := range m.Lookups() {
		l.Resolve(l.Collection, "seq", "FNumber")
	}
	d := document()
	if content != "" {
		d.Content = []byte(content)
	}
	object, err := m.Apply(t.Context(), d, lookedIn())
	if err != nil {
		return "", err
	}
	text, err := object.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(text), nil
}

const bill = `{"shop":"天猫 旗舰店","quote":"it's \"new\"","no":"S1","n":2.0,"gone":"","list":["S9","S2"],"items":[{"no":"S1"},{"no":"S2"}],"evil":".*"}`

func TestLookups(t *testing.T) {
	t.Parallel()
	tests := []struct{ value, want string }{
		{"_findCollection find FNumber from shops where FName={{shop}}", `{"F":"S1"}`},
		{"_findCollection  find  FNumber\n from shops\twhere\n FName={{shop}}  batch=true ", `{"F":"S1"}`},
		{"_findCollection find FNumber from shops where FName={{ shop }} FNumber=S1", `{"F":"S1"}`},
		{"_findCollection find FNumber from shops where FName='{{quote}}'", `{"F":"S2"}`},
		{`_findCollection find FNumber from shops where FName='it''s "new"'`, `{"F":"S2"}`},
		{`_findCollection find FNumber from shops where FName="it's ""new"""`, `{"F":"S2"}`},
		{"_findCollection find FNumber from shops where FName='天猫 旗舰店' batch=true", `{"F":"S1"}`},
		{"_findCollection find FNumber from shops where FName=天猫'x", ``},
		{"_findCollection find org.id from shops where content.FNumber={{no}}", `{"F":"100.1"}`},
		{"_findCollection find content.org.id from shops where FNumber={{no}} _endFind", `{"F":"100.1"}`},
		{"_findCollection find FNumber from shops where org.id=100.1", `{"F":"S1"}`},
		{"_findCollection find FNumber from shops where seq={{n}}", `{"F":"S2"}`},
		{"_findCollection find FNumber from shops where id=2", `{"F":"S2"}`},
		{"_findCollection find number from shops where id=2", `{"F":"N2"}`},
		{"_findCollection find id from shops where number=N2", `{"F":2}`},
		{"_findCollection find content.id from shops where FNumber={{no}}", `{"F":"own 1"}`},
		{"_findCollection find FNumber from shops where content.id='own 1'", `{"F":"S1"}`},
		{"_findCollection find FNumber from shops where status=off", `{"F":"S3"}`},
		{"_findCollection find FNumber from shops where tags=y", `{"F":"S2"}`},
		{"_findCollection find price from shops where batch=true", `{"F":9.50}`},
		{"_findCollection find FNumber from shops where FNumber=S{{seq}}1", `{"F":"S1"}`},
		{"_findCollection find batch from shops where FNumber={{no}}", `{"F":true}`},
		{"_FINDCOLLECTION Find FNumber From shops Where FName={{shop}}", `{"F":"S1"}`},
		{"_function case _findCollection find batch from shops where FNumber={{no}} _endFind when true then 'A' else 'B' end", `{"F":"A"}`},
		{"_function case _findCollection find batch from shops where FNumber=S2 _endFind\n when true then 'A' else 'B' end", `{"F":"B"}`},
		{"_function _findCollection find price from shops where FNumber={{no}} _endFind * 2", `{"F":19.00}`},
		{"_function concat('<', '_findCollection find FName from shops where FNumber=S2 _endFind', '>')", `{"F":"<it's \"new\">"}`},
		{`_function '_findCollection find FNumber from shops where FName='closed' _endFind!'`, `{"F":"S3!"}`},
		{`_mongoQuery shops findField=content.FNumber where={"content.FName":{"$eq":"{{shop}}"}}`, `{"F":"S1"}`},
		{"_mongoQuery  shops\n findField = FNumber\n where = { \"content.seq\" : {{n}} }\n", `{"F":"S2"}`},
		{`_mongoQuery shops findField=content.FNumber where={"content.price":{"$gt":9.4,"$lt":"10"}}`, `{"F":"S1"}`},
		{`_mongoQuery shops findField=number where={"id":3}`, `{"F":"N3"}`},
		{`_mongoQuery shops findField=id where={"number":"N3"}`, `{"F":3}`},
		{`_mongoQuery shops findField=status where={"number":"N3"}`, `{"F":2}`},
		{`_mongoQuery shops findField=content.status where={"number":"N3"}`, `{"F":"off"}`},
		{`_mongoQuery shops findField=content.FNumber where={"content.FNumber":{"$in":{{list}}}}`, `{"F":"S2"}`},
		{`_mongoQuery shops findField=content.FNumber where={"content.FNumber":{"$regex":"^s[12]$","$options":"i"},"content.batch":{"$ne":true}}`, `{"F":"S2"}`},
		{`_mongoQuery shops findField=content.FNumber where={"$or":[{"content.FName":"{{gone}}"},{"content.FNumber":"{{no}}"}]}`, `{"F":"S1"}`},
		{`_mongoQuery shops findField=content.FNumber where={"content.FName":"{{quote}}"}`, `{"F":"S2"}`},
		{`_mongoQuery shops findField=content.FNumber where={"content.FNumber":"S{{evil}}"}`, ``},
		{`_mongoQuery shops findField=content.FNumber where={"content.FNumber":{"$regex":"S{{evil}}"}}`, ``},
		{`_function case _mongoQuery shops findField=content.batch where={"content.FNumber":"{{no}}"} _endFind when true then 'A' else 'B' end`, `{"F":"A"}`},
		{`_function "x_mongoQuery shops findField=content.price where={"content.FNumber":"{{no}}"} _endFind"`, `{"F":"x9.50"}`},
	}
	for _, test := range tests {
		t.Run(test.value, func(t *testing.T) {
			t.Parallel()
			got, err := looked(t, field("", test.value), mapping.Rules{}, bill)
			var missing *mapping.MissingError
			if got != test.want || err != nil && test.want != "" || test.want == "" && !errors.As(err, &missing) {
				t.Errorf("got %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func TestLookupPerRow(t *testing.T) {
	t.Parallel()
	rows := field("array", "items", named("org", "_findCollection find org.id from shops where FNumber={{items.no}}"))
	if got, err := looked(t, rows, mapping.Rules{}, bill); err != nil || got != `{"F":[{"org":"100.1"},{"org":"100.2"}]}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// What becomes of a lookup that comes to nothing, by what the field says.
func TestLookupsOfNothing(t *testing.T) {
	t.Parallel()
	const none, empty, unknown, noKey = "_findCollection find FNumber from shops where FName=nobody",
		"_findCollection find org.id from shops where FNumber=S3",
		"_findCollection find Fnumbr from shops where FNumber=S3",
		"_findCollection find FNumber from shops where FName={{gone}}"
	const several = "_findCollection find FNumber from shops where price=20"
	const inFunction = "_function case " + none + " _endFind when true then 'A' else 'B' end"
	const sum = "_function _findCollection find price from shops where FName=nobody _endFind + 1"
	query := `_mongoQuery shops findField=content.FNumber where={"content.FName":"nobody","content.seq":{"$gt":1}}`
	saas := mapping.Rules{Compatible: true}
	tests := []struct {
		value, missing string
		rules          mapping.Rules
		want, problem  string
	}{
		{none, mapping.Wait, mapping.Rules{}, "", "shops has no row where FName=nobody yet, and F needs its FNumber (x.yaml:7)"},
		{none, "", mapping.Rules{}, "", "shops has no row where FName=nobody yet"},
		{none, mapping.Fail, mapping.Rules{}, "", "shops has no row where FName=nobody yet"},
		{none, mapping.Empty, mapping.Rules{}, "{}", ""},
		{none, "", saas, "{}", ""},
		{none, mapping.Wait, saas, "", "shops has no row where FName=nobody yet"},
		{empty, "", mapping.Rules{}, "", "found the row (key 3) of shops where FNumber=S3, but its org.id is empty"},
		{unknown, "", mapping.Rules{}, "", `found the row (key 3) of shops where FNumber=S3, but it has no Fnumbr; did you mean "FNumber"?`},
		{empty, mapping.Empty, mapping.Rules{}, "{}", ""},
		{unknown, "", saas, "{}", ""},
		{noKey, "", mapping.Rules{}, "", "there is nothing to look up: FName of shops would be compared with an empty value"},
		{noKey, "", saas, "{}", ""},
		{several, "", mapping.Rules{}, "", "shops has several rows where price=20 and they disagree about FNumber: S2 (key 2) and S3 (key 3)"},
		{several, "", saas, `{"F":"S2"}`, ""},
		{inFunction, "", mapping.Rules{}, "", "shops has no row where FName=nobody yet"},
		{inFunction, mapping.Empty, mapping.Rules{}, `{"F":"B"}`, ""},
		{inFunction, "", saas, `{"F":"B"}`, ""},
		{sum, mapping.Empty, mapping.Rules{}, `{}`, ""},
		{"_function '<_findCollection find FNumber from shops where FName=nobody _endFind>'", mapping.Empty, mapping.Rules{}, `{"F":"<>"}`, ""},
		{query, "", mapping.Rules{}, "", `shops has no row where {"$and":[{"content.FName":{"$eq":"nobody"}},{"content.seq":{"$gt":1}}]} yet`},
		{`_mongoQuery shops findField=content.FNumber where={"content.FName":{"$in":["{{gone}}"]}}`, "", mapping.Rules{}, "", "FName of shops would be compared with an empty value"},
		{`_mongoQuery shops findField=content.FNumber where={"content.FName":"{{list}}"}`, "", mapping.Rules{}, "", "look up shops: FName: is compared with an object or a list, not with one value"},
	}
	for _, test := range tests {
		t.Run(test.value+" "+test.missing, func(t *testing.T) {
			t.Parallel()
			got, err := looked(t, with("", test.value, test.missing), test.rules, bill)
			if got != test.want || (err == nil) != (test.problem == "") || err != nil && !strings.Contains(err.Error(), test.problem) {
				t.Errorf("got %s, %v\nwant %s%s", got, err, test.want, test.problem)
			}
			var missing *mapping.MissingError
			waits := strings.HasPrefix(test.problem, "shops has no row") && test.missing != mapping.Fail
			if errors.As(err, &missing) != waits {
				t.Errorf("waits: %v, %v", !waits, err)
			}
		})
	}
}

func TestLookupMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ value, want string }{
		{"_findCollection find A from shops", "it must read: _findCollection find FIELD from SCHEME where FIELD={{value}}"},
		{"_findCollection A from shops where B=1", "it must read"},
		{"_findCollection find A from shops where B = {{x}} C=1", "there are no spaces around =; write: where B={{x}} C=1"},
		{"_findCollection find A from shops where B= {{x}}", "there are no spaces around =; write: where B={{x}}"},
		{"_findCollection find A from shops where B ={{x}}", "there are no spaces around =; write: where B={{x}}"},
		{"_findCollection find A from shops where B={{x}} and C=1", `conditions are joined by a space, without "and"; write: where B={{x}} C=1`},
		{"_findCollection find A from shops where B={{x}} OR C=1", `for one or another write _mongoQuery SCHEME findField=content.FIELD where={"$or":[…]}`},
		{"_findCollection find A from shops where B in (1,2)", `_findCollection knows only =; write _mongoQuery SCHEME findField=content.FIELD where={"content.B":{"$in":["{{value}}","…"]}}`},
		{"_findCollection find A from shops where B in(1, 2)", `{"content.B":{"$in":`},
		{"_findCollection find A from shops where B!=1", `where={"content.B":{"$ne":…}`},
		{"_findCollection find A from shops where B>=1", `where={"content.B":`},
		{"_findCollection find A from shops where B=", "it is compared with nothing; write FIELD={{value}}"},
		{"_findCollection find A from shops where B=''", "it is compared with nothing"},
		{"_findCollection find A from shops where B", "it is not FIELD=VALUE"},
		{"_findCollection find A from shops where B=new shop", "a constant with a space in it is put in quotes: B='new shop'"},
		{"_findCollection find A from shops where B='new", "its quote is not closed"},
		{"_findCollection find A from shops where B='new'x", "its quote is not closed"},
		{"_findCollection find A from shops where B='a'b'", "what follows the second ' belongs to nothing"},
		{"_findCollection find A from shops where B={{x}} content.B=2", "content.B is compared twice"},
		{"_findCollection find A from shops where B={{x", "the closing }} is missing"},
		{"_function '_findCollection find A from shops where B={{x}}'", "_findCollection inside _function must be closed by _endFind; write: _findCollection find A from shops where B={{x}} _endFind"},
		{"_function concat('C',_findCollection find A from shops where B={{x}} C={{y}})", "write: _findCollection find A from shops where B={{x}} C={{y}} _endFind"},
		{"_function case _findCollection find A from shops where B={{x}} when true then 1 end", "write: _findCollection find A from shops where B={{x}} _endFind"},
		{"_function _findCollection find A from shops where B in (1,2)", "must be closed by _endFind"},
		{`_function _mongoQuery shops findField=A where={"B":1}`, "_mongoQuery inside _function must be closed by _endFind"},
		{"findCollection find A from shops where B=1", `did you mean "_findCollection …"?`},
		{"_findColection find A from shops where B=1", `did you mean "_findCollection"?`},
		{`mongoQuery shops findField=A where={"B":1}`, `did you mean "_mongoQuery …"?`},
		{`_mongoQuery shops where={"B":1}`, "it must read: _mongoQuery SCHEME findField=content.FIELD where="},
		{`_mongoQuery shops findField={{x}} where={"B":1}`, "the name of a field cannot come from a document"},
		{`_mongoQuery shops findField=content.FNumber where={"content.FName":{"$eq":"shop_name"`, "where: it ends too early; }} is missing at its end"},
		{`_mongoQuery shops findField=A where={"B":{"$lk":1}}`, `there is no operator $lk; did you mean "$lt"?`},
		{`_mongoQuery shops findField=A where={"B":"{{x"}`, "the closing }} is missing"},
		{`_mongoQuery shops findField=A where={"B":"{{x|dat}}"}`, `there is no pipe "dat"`},
		{`_mongoQuery shops findField=A where={"B":{"$regex":"^{{x|dat}}"}}`, `there is no pipe "dat"`},
	}
	for _, test := range tests {
		_, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{field("", test.value)}, mapping.Rules{})
		if len(mistakes) != 1 || !strings.Contains(mistakes[0].Error(), test.want) || !strings.HasPrefix(mistakes[0].Error(), "x.yaml:7:3: F: ") {
			t.Errorf("%s\ngot %v\nwant %s", test.value, mistakes, test.want)
		}
	}
	_, mistakes := mapping.CompileRequest("x.yaml", []mapping.Field{field("", `_mongoQuery shops findField=A where={"B":1}`)}, mapping.Rules{})
	if len(mistakes) != 1 || !strings.Contains(mistakes[0].Error(), "cannot be used in a source request") {
		t.Errorf("in a source request: %v", mistakes)
	}
}

func TestLookupsSayWhatTheyRead(t *testing.T) {
	t.Parallel()
	m := compile(t, named("a", "_findCollection find content.x from shops where id={{no}} content.y=1"),
		named("b", `_mongoQuery shops findField=content.x where={"content.y":1,"content.id":{"$in":[1]}}`),
		named("c", `_mongoQuery shops findField=content.x where={"content.y":{"$ne":1},"status":2}`))
	type said struct {
		Find    string
		Where   []string
		Indexed []string
		Served  bool
	}
	var got []said
	for _, l := range m.Lookups() {
		got = append(got, said{l.Find, l.Where, l.Indexed(), l.Served()})
	}
	want := []said{
		{"x", []string{"id", "y"}, []string{"y"}, true},
		{"x", []string{"y", "id"}, []string{"y"}, true},
		{"x", []string{"y", "status"}, nil, false},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// counted counts the questions it is asked, and whether the answer may be kept.
type counted struct {
	stored
	asked, fresh int
}

func (c *counted) Find(ctx context.Context, q filter.Query) ([]filter.Row, error) {
	c.asked++
	if q.Fresh {
		c.fresh++
	}
	return c.stored.Find(ctx, q)
}

// A question that feeds several fields is asked once for each document; one
// about what changes without the rows may not be answered from memory.
func TestQuestionsAreAskedOnce(t *testing.T) {
	t.Parallel()
	m := compile(t, named("a", "_findCollection find FName from shops where FNumber=S1"),
		named("b", "_findCollection find price from shops where FNumber=S1"),
		named("c", `_mongoQuery shops findField=content.price where={"content.FNumber":"S1"}`),
		named("d", `_mongoQuery shops findField=content.price where={"content.FNumber":"S1","status":2}`))
	c := &counted{stored: lookedIn()}
	if _, err := m.Apply(t.Context(), document(), c); err != nil || c.asked != 2+1 || c.fresh != 1 {
		t.Errorf("asked %d times, fresh %d: %v", c.asked, c.fresh, err)
	}
}

// Whatever a document holds, it is looked up as it is, and nothing else is.
func TestLookedUpAsItIs(t *testing.T) {
	t.Parallel()
	hostile := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		`' FNumber='S2`, "x FNumber=S2", `"}`, `","$or":[{}],"x":"`, "_endFind", "{{no}}", "}}", "\n", `\`, ".*", "😀", "=", "and",
	})).Filter(func(s string) bool { return s != "" })
	m := compile(t, named("a", "_findCollection find FNumber from shops where FName={{v}} batch=true"),
		named("b", "_function concat(_findCollection find FNumber from shops where FName='{{v}}' _endFind,'')"),
		named("c", `_mongoQuery shops findField=content.FNumber where={"content.FName":"{{v}}"}`),
		named("d", `_mongoQuery shops findField=content.FNumber where={"content.FName":{"$regex":"^{{v}}$"}}`),
		named("e", `_mongoQuery shops findField=content.FNumber where={"content.FName":{"$in":[{{v}}]}}`))
	rapid.Check(t, func(rt *rapid.T) {
		v := hostile.Draw(rt, "v")
		text := func(name, value string) string {
			object, err := mapping.Row{{Name: name, Value: value}, {Name: "FNumber", Value: "S1"}, {Name: "batch", Value: true}}.MarshalJSON()
			if err != nil {
				rt.Fatal(err)
			}
			return string(object)
		}
		rows := stored{"shops": {text("FName", "other "+v), text("FName", v), text("FName", v+"x")}}
		d := mapping.Document{Key: "1", Content: []byte(text("v", v))}
		object, err := m.Apply(t.Context(), d, rows)
		if err != nil || len(object) != 5 {
			rt.Fatalf("%q: %v, %v", v, object, err)
		}
	})
}

func TestLookupsAreTraced(t *testing.T) {
	t.Parallel()
	m := compile(t, named("a", "_findCollection find FName from shops where FNumber={{no}}"),
		named("b", `_mongoQuery shops findField=content.seq where={"content.FNumber":{"$in":["{{no}}"]},"content.buyer_nick":{"$ne":"王"}}`))
	_, origins, err := m.Trace(t.Context(), mapping.Document{Content: []byte(bill)}, lookedIn())
	if err != nil || len(origins) != 2 {
		t.Fatal(origins, err)
	}
	want := []map[string]string{
		{"FNumber": "S1"},
		{"filter": `{"$and":[{"content.FNumber":{"$in":["S1"]}},{"$nor":[{"content.buyer_nick":{"$eq":"***"}}]}]}`},
	}
	for i, o := range origins {
		if len(o.Lookups) != 1 || len(o.Lookups[0].Rows) != 1 || !reflect.DeepEqual(o.Lookups[0].Where, want[i]) {
			t.Errorf("got %+v, want %v", o.Lookups, want[i])
		}
	}
}
