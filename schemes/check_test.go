package schemes_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// tables are three made-up APIs.
func tables() map[string][]connectors.API {
	fields := func(names string) []connectors.Field {
		var all []connectors.Field
		for name := range strings.FieldsSeq(names) {
			plain := strings.TrimSuffix(name, "!")
			all = append(all, connectors.Field{Name: plain, Title: "标题", Mandatory: plain != name})
		}
		return all
	}
	return map[string][]connectors.API{
		"shop": {{
			Name: "bills.query", Effect: connectors.Reads, Request: fields("modified_begin modified_end zone"),
			Response: fields("bill_id bill_no shop_id status created items items.sku items.qty items.price items.amount"),
		}},
		"kingdee": {{Name: "ExecuteBillQuery", Effect: connectors.Reads, Request: fields("FormId FieldKeys")}},
		"erp": {{
			Name: "save", Effect: connectors.Writes,
			Request: fields("FormId FBillNo FDate! FShop FEntity FEntity.FQty FEntity.FPrice FEntity.FUnit! FOther FOther.FX!"),
		}},
	}
}

// Everything in a scheme that the tables of the APIs and the other schemes do
// not know, each with its place.
func TestCheckGolden(t *testing.T) {
	t.Parallel()
	problems := loaded(t, "bills").Check(tables(), loaded(t, "shops"))
	var out strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&out, "%s %s\n", p.Severity, p.Error())
	}
	golden(t, "checks/bills.golden", []byte(out.String()))
	if found := loaded(t, "shops").Check(tables()); len(found) > 0 {
		t.Errorf("of a scheme in order: %v", found)
	}
}

func loaded(t *testing.T, name string) *schemes.Scheme {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "checks", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := schemes.Parse(name+".yaml", content)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
