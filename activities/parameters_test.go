package activities

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/schemes"
)

// paged is a scheme that reads with the given pagination and options.
func paged(t *testing.T, more string) *schemes.Scheme {
	t.Helper()
	s, err := schemes.Parse("paged.yaml", []byte(`name: paged
title: 分页
schedule: {every: 10m}
source:
  connector: jushuitan
  api: refund.single.query
  id: as_id
  request:
    - {field: page_index, value: "{{PAGINATION_START_PAGE}}"}
    - {field: page_size, value: "{{PAGINATION_PAGE_SIZE}}"}
    - {field: start_row, value: "{{PAGINATION_START_ROW}}"}
`+more))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPaginationVariablesAndOptions(t *testing.T) {
	t.Parallel()
	accounts := all.NewAccounts(map[string]string{
		"JUSHUITAN_MAIN_APP_KEY": "k", "JUSHUITAN_MAIN_APP_SECRET": "s", "JUSHUITAN_MAIN_ACCESS_TOKEN": "t",
	})
	source, err := connectors.As[connectors.Source](accounts, "jushuitan", "MAIN")
	if err != nil {
		t.Fatal(err)
	}
	first := map[string]string{"page_index": "1", "start_row": "0"}
	for more, want := range map[string]map[string]string{
		"":                                 {"page_size": "50"}, // the API's own
		"  pagination: {pageSize: 20}\n":   {"page_size": "20"},
		"  pagination: {pageSize: 9999}\n": {"page_size": "50"}, // as far as the API allows it
		"  options: {shop_id: 7, type: 仅退款}\n": {"page_size": "50", "shop_id": "7", "type": "仅退款"},
	} {
		params, err := Parameters(paged(t, more), source, connectors.Window{From: time.Unix(1, 0), To: time.Unix(2, 0)})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for name, value := range params {
			got[name] = fmt.Sprint(value)
		}
		maps.Copy(want, first)
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", more, got, want)
		}
	}
}
