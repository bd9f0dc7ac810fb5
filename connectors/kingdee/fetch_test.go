package kingdee_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func TestCustomersComeWithTheirOrganisation(t *testing.T) {
	t.Parallel()
	_, c := pair(t)
	page := must[connectors.Page](t)(c.Fetch(t.Context(), query("FForbidStatus='A' and FNumber<>'10001'")))
	if len(page.Rows) != 1 || string(page.Rows[0]) != `{"FNumber":"10002","F_XC_Base_Fnumber":"101"}` || page.Next != "" || page.Total != -1 {
		t.Errorf("%s %+v", page.Rows, page)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	_, c := pair(t)
	limits := must[connectors.ReadLimits](t)(c.Limits("executebillquery"))
	if limits != (connectors.ReadLimits{PageSize: 2000, MaxPageSize: 2000, Resolution: time.Second}) {
		t.Errorf("%+v", limits)
	}
	if _, err := c.Limits("View"); !errors.Is(err, connectors.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

func TestQueryRequests(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		params map[string]any
		want   string
	}{
		"defaults": {
			map[string]any{"FormId": "SAL_RETURNSTOCK", "FieldKeys": "FBillNo, FDate"},
			`{"FormId":"SAL_RETURNSTOCK","FieldKeys":"FBillNo,FDate","FilterString":"","OrderString":"FID ASC","StartRow":0,"Limit":2000}`,
		},
		"lines are ordered too": {
			map[string]any{"formid": "SAL_RETURNSTOCK", "FieldKeys": "FBillNo,FMaterialId.FNumber", "Limit": "50"},
			`{"FormId":"SAL_RETURNSTOCK","FieldKeys":"FBillNo,FMaterialId.FNumber","FilterString":"","OrderString":"FID ASC,FEntity_FEntryID ASC","StartRow":0,"Limit":50}`,
		},
		"lines of a form nobody described": {
			map[string]any{"FormId": "PUR_PurchaseOrder", "FieldKeys": []any{"FBillNo", "FPOOrderEntry_FEntryId"}},
			`{"FormId":"PUR_PurchaseOrder","FieldKeys":"FBillNo,FPOOrderEntry_FEntryId","FilterString":"","OrderString":"FID ASC,FPOOrderEntry_FEntryId ASC","StartRow":0,"Limit":2000}`,
		},
		"base data has its own id": {
			map[string]any{"FormId": "BD_Customer", "FieldKeys": "FNumber"},
			`{"FormId":"BD_Customer","FieldKeys":"FNumber","FilterString":"","OrderString":"FCUSTID ASC","StartRow":0,"Limit":2000}`,
		},
		"what the scheme says": {
			map[string]any{
				"FormId": "BD_Customer", "FieldKeys": "FNumber", "FilterString": []any{map[string]any{"FieldName": "FNumber"}},
				"OrderString": "FNumber DESC", "StartRow": json.Number("10"), "Limit": 99999, "TopRowCount": "500", "SubSystemId": "21",
			},
			`{"FormId":"BD_Customer","FieldKeys":"FNumber","FilterString":[{"FieldName":"FNumber"}],"OrderString":"FNumber DESC","StartRow":10,"Limit":2000,"TopRowCount":500,"SubSystemId":"21"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tap(map[string]string{"ExecuteBillQuery": "[]"})
			c := client(t, config(serve(t, w)))
			must[connectors.Page](t)(c.Fetch(t.Context(), connectors.Query{API: "ExecuteBillQuery", Params: tc.params}))
			if got := w.data(t); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestQueriesThatAreNotMade(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	for name, q := range map[string]connectors.Query{
		"another API": {API: "View"},
		"no form":     {API: "ExecuteBillQuery", Params: map[string]any{"FieldKeys": "FID"}},
		"no fields":   {API: "ExecuteBillQuery", Params: map[string]any{"FormId": "BD_STOCK"}},
		"bad cursor":  {API: "ExecuteBillQuery", Params: map[string]any{"FormId": "BD_STOCK", "FieldKeys": "FID"}, Cursor: "7;"},
	} {
		if _, err := c.Fetch(t.Context(), q); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if got := sim.Calls().Count; len(got) > 0 {
		t.Errorf("%v", got)
	}
}

// read fetches page by page and lets something happen after each.
func read(t *testing.T, c *kingdee.Client, q connectors.Query, after func(page int)) ([]string, error) {
	t.Helper()
	var numbers []string
	for i := 1; ; i++ {
		page, err := c.Fetch(t.Context(), q)
		if err != nil {
			return numbers, err
		}
		for _, row := range page.Rows {
			var r struct{ FNumber string }
			if err := json.Unmarshal(row, &r); err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, r.FNumber)
		}
		after(i)
		if q.Cursor = page.Next; q.Cursor == "" {
			return numbers, nil
		}
	}
}

func stocks(sim *kingdeetest.Server, n int) []string {
	var numbers []string
	for i := range n {
		numbers = append(numbers, fmt.Sprintf("S%02d", i))
		sim.Seed("BD_STOCK", map[string]any{"FNumber": numbers[i]})
	}
	return numbers
}

func pagesOf(limit int) connectors.Query {
	return connectors.Query{API: "ExecuteBillQuery", Params: map[string]any{
		"FormId": "BD_STOCK", "FieldKeys": "FNumber", "FilterString": "FForbidStatus='A' and FNumber like 'S%'", "Limit": limit,
	}}
}

func TestPagesAreWhole(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 4, 5, 6, 13, 15} {
		sim := kingdeetest.New(kingdeetest.Options{ShufflePages: true})
		want := stocks(sim, n)
		c := client(t, config(serve(t, sim)))
		got, err := read(t, c, pagesOf(5), func(int) {})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%d rows: %v %v", n, got, err)
		}
	}
}

// Rows that leave the filter while it is read move the others up; none of the
// others may be missed.
func TestRowsThatLeaveDoNotTakeOthersAlong(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	want := stocks(sim, 30)
	c := client(t, config(serve(t, sim)))
	leave := map[int][]string{1: {"S02", "S04"}, 3: {"S05"}}
	got, err := read(t, c, pagesOf(7), func(page int) {
		for _, number := range leave[page] {
			sim.Seed("BD_STOCK", map[string]any{"FNumber": number, "FForbidStatus": "B"})
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range want {
		if !slices.Contains(got, number) {
			t.Errorf("%s was there from beginning to end and not read", number)
		}
	}
}

func TestRowsThatNeverStandStill(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	stocks(sim, 40)
	c := client(t, config(serve(t, sim)))
	_, err := read(t, c, pagesOf(3), func(page int) {
		sim.Seed("BD_STOCK", map[string]any{"FNumber": fmt.Sprintf("S%02d", page-1), "FForbidStatus": "B"})
	})
	if !errors.Is(err, connectors.ErrUnavailable) || !strings.Contains(err.Error(), "rows went away") {
		t.Errorf("%v", err)
	}
}

func TestValuesArriveAsTheyWereSent(t *testing.T) {
	t.Parallel()
	w := tap(map[string]string{"ExecuteBillQuery": `[["R-1",12.5000000000,100026,true,null," ","2024-05-01T00:00:00"]]`})
	c := client(t, config(serve(t, w)))
	page := must[connectors.Page](t)(c.Fetch(t.Context(), connectors.Query{API: "ExecuteBillQuery", Params: map[string]any{
		"FormId": "SAL_RETURNSTOCK", "FieldKeys": "FBillNo,FPrice,FID,FIsFree,FStockId.FNumber,FNote,FDate",
	}}))
	want := `{"FBillNo":"R-1","FPrice":12.5000000000,"FID":100026,"FIsFree":true,"FStockId_FNumber":null,"FNote":" ","FDate":"2024-05-01T00:00:00"}`
	if string(page.Rows[0]) != want {
		t.Errorf("%s", page.Rows[0])
	}
	w.answers["ExecuteBillQuery"] = `[["R-1",1]]`
	if _, err := c.Fetch(t.Context(), query("")); err != nil {
		t.Fatal(err)
	}
	w.answers["ExecuteBillQuery"] = `[["R-1"]]`
	if _, err := c.Fetch(t.Context(), query("")); !errors.Is(err, connectors.ErrUnavailable) {
		t.Errorf("a row that is too short: %v", err)
	}
}
