package erpbridge_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/erpbridge"
)

func TestThereIsNothingToFetch(t *testing.T) {
	t.Parallel()
	c, err := erpbridge.New(erpbridge.Config{Account: "MAIN"})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	page, err := c.Fetch(t.Context(), connectors.Query{API: erpbridge.Fed})
	if err != nil || len(page.Rows) > 0 || page.Next != "" || page.Total != 0 {
		t.Errorf("%+v, %v", page, err)
	}
	limits, err := c.Limits(erpbridge.Fed)
	if err != nil || limits.MaxWindow != 0 {
		t.Errorf("it is read whole: %+v, %v", limits, err)
	}
	for _, api := range c.APIs() {
		if _, err := c.Limits(api.Name); err != nil || api.Effect != connectors.Reads {
			t.Errorf("%+v: %v", api, err)
		}
	}
}

func TestAnotherAPIIsNamed(t *testing.T) {
	t.Parallel()
	c, err := erpbridge.New(erpbridge.Config{Account: "MAIN"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Fetch(t.Context(), connectors.Query{API: "push"}); !errors.Is(err, connectors.ErrNotFound) || !strings.Contains(err.Error(), "use fed") {
		t.Errorf("%v", err)
	}
}
