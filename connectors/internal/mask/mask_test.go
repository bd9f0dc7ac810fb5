package mask_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/internal/mask"
)

func TestPhonesAreMasked(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"13800000001":                 "138****01",
		"+8613800000001":              "+86****01",
		"138-0000-0002":               "138****02",
		"0571-88880003":               "057****03",
		"a 13800000001,19900000002 b": "a 138****01,199****02 b",
		"单号 500001":                   "单号 500001",
	} {
		if got := mask.New().Clean(said); got != want {
			t.Errorf("%s became %s, want %s", said, got, want)
		}
	}
}
