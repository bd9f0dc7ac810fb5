package connectors_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
)

// FuzzObject: an Object reads what encoding/json reads, and keeps what it would
// lose: the order of keys and the digits of numbers.
func FuzzObject(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"b":1.50,"a":{"z":[],"y":[{},[1,"x"],null,true,false]}}`, ` { "k" : "q\"\\\u00e9\ud83d\ude00\n" , "" : -1e+5 } `, `{"a":1,"a":2}`,
		`[1]`, `"x"`, `{"a":}`, `{"a":"\xff"}`, "{\"a\":\"\xff\"}", `{"a":1}x`, ``, `{"中":"文"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got connectors.Object
		err := got.UnmarshalJSON(data)
		want, isObject := plainObject(data)
		if (err == nil) != isObject {
			t.Fatalf("%q: %v", data, err)
		}
		if err != nil {
			return
		}
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := plainObject(text); !reflect.DeepEqual(again, want) {
			t.Errorf("%q became %q", data, text)
		}
		var second connectors.Object
		if err := json.Unmarshal(text, &second); err != nil || !reflect.DeepEqual(second, got) {
			t.Errorf("%q became %v, %v", text, second, err)
		}
	})
}

func plainObject(data []byte) (map[string]any, bool) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if !json.Valid(data) || dec.Decode(&v) != nil {
		return nil, false
	}
	object, ok := v.(map[string]any)
	return object, ok
}
