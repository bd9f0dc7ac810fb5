package cli

import (
	"testing"
	"time"
)

func TestBrief(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		10 * time.Minute: "10m", 90 * time.Second: "1m30s", 2 * time.Hour: "2h", 36 * time.Hour: "36h",
		720 * time.Hour: "30d", 0: "0s", time.Hour + time.Minute: "1h1m",
	} {
		if got := brief(d); got != want {
			t.Errorf("%v: %s, wanted %s", d, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	a := newApp(Env{Language: "en"})
	known := []string{"jushuitan-orders", "jushuitan-refund-to-kingdee-return", "kingdee-customers"}
	for word, want := range map[string]string{
		"jushuitan-order":  `Did you mean "jushuitan-orders"?`,
		"jushuitan-refnd":  `Did you mean "jushuitan-refund-to-kingdee-return"?`,
		"kingdee-custmers": `Did you mean "kingdee-customers"?`,
		"x":                "",
	} {
		if got := a.nearest(word, known); got != want && got != " "+want {
			t.Errorf("%s: %q, wanted %q", word, got, want)
		}
	}
}
