package schemes_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/schemes"
)

// shopsFile is base data whose key is made of two fields.
const shopsFile = `
name: shops
title: x
id: 3c1e0b52-7d4a-3b6e-9f21-5a7c88d0e4f1
schedule: {every: 1m}
source: {connector: c, api: a, id: "{{org}}-{{no}}", number: no}
`

// billsFile looks shops up in one way.
const billsFile = `
name: bills
title: x
schedule: {every: 1m}
source: {connector: c, api: a, id: id}
target:
  connector: t
  api: save
  number: FBillNo
  request:
    - {field: FBillNo, value: "{{id}}"}
    - field: FShop
      value: >-
        LOOKUP
tests:
  - name: found
    row: {id: 1, shop: 天猫, key: 100-S1}
    collections:
      3c1e0b52-7d4a-3b6e-9f21-5a7c88d0e4f1:
        - {org: 100, no: S2, FName: 京东, seq: 12}
        - {org: 100, no: S1, FName: 天猫, seq: 5}
        - {FName: a row that says only what the test needs}
    want: [{FBillNo: 1, FShop: WANT}]
`

func lookingUp(t *testing.T, lookup, want string) (*schemes.Library, error) {
	t.Helper()
	return schemes.Load(fstest.MapFS{
		"shops.yaml": file(shopsFile),
		"bills.yaml": file(billsFile, "LOOKUP", lookup, "WANT", want),
	})
}

func TestLookupsAmongSchemes(t *testing.T) {
	t.Parallel()
	const id = "3c1e0b52-7d4a-3b6e-9f21-5a7c88d0e4f1"
	tests := []struct {
		lookup, want string
		indexed      []string
	}{
		{"_mongoQuery " + id + ` findField=content.no where={"content.FName":{"$eq":"{{shop}}"}}`, "S1", []string{"FName"}},
		{"_mongoQuery shops findField=content.no where={\"content.seq\":{\"$gt\":4,\"$lt\":6}}", "S1", []string{"≶seq"}},
		{"_mongoQuery shops findField=id where={\"$or\":[{\"content.FName\":\"{{shop}}\"},{\"number\":\"S9\"}]}", "100-S1", []string{"FName"}},
		{"_findCollection find no from shops where id={{key}}", "S1", nil},
		{"_findCollection find id from " + id + " where number=S2 seq=12", "100-S2", []string{"seq"}},
		{"_findCollection find number from shops where FName={{shop}}", "S1", []string{"FName"}},
	}
	for _, test := range tests {
		library, err := lookingUp(t, test.lookup, test.want)
		if err != nil {
			t.Errorf("%s: %v", test.lookup, err)
			continue
		}
		bills, err := library.Get("bills")
		if err != nil {
			t.Fatal(err)
		}
		for _, result := range bills.RunTests(t.Context()) {
			if !result.Passed {
				t.Errorf("%s: %s", test.lookup, result.Diff)
			}
		}
		if got := library.IndexedFields()["shops"]; !reflect.DeepEqual(got, test.indexed) {
			t.Errorf("%s: indexed %q, want %q", test.lookup, got, test.indexed)
		}
	}
}

func TestLookupsOfNoScheme(t *testing.T) {
	t.Parallel()
	for _, lookup := range []string{
		`_mongoQuery shop findField=content.no where={"content.FName":"x"}`,
		`_function _mongoQuery shop findField=content.no where={"content.FName":"x"} _endFind`,
	} {
		_, err := lookingUp(t, lookup, "S1")
		const want = `bills.yaml:13:14: FShop: there is no scheme "shop"; did you mean "shops"?`
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", lookup, err, want)
		}
	}
}

func TestLookupsThatReadEveryRow(t *testing.T) {
	t.Parallel()
	for lookup, warns := range map[string]bool{
		`_mongoQuery shops findField=content.no where={"content.FName":{"$regex":"x"}}`:             true,
		`_mongoQuery shops findField=content.no where={"content.FName":{"$regex":"^x"},"status":2}`: false,
	} {
		library, err := lookingUp(t, lookup, "S1")
		if err != nil {
			t.Fatal(err)
		}
		bills, err := library.Get("bills")
		if err != nil {
			t.Fatal(err)
		}
		const want = "bills.yaml:13:14: FShop: the lookup reads every row of shops; compare a field by $eq or $in, which an index answers"
		warned := slices.ContainsFunc(bills.Check(nil), func(p schemes.Problem) bool {
			return p.Severity == schemes.Warning && p.Error() == want
		})
		if warned != warns {
			t.Errorf("%s: %v", lookup, bills.Check(nil))
		}
	}
}
