package activities_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// interruption is a call that must not be made twice at once: the first would be done
// behind what follows the second.
type interruption struct {
	edit  func(yaml string) string
	until func(c *changing) // the call is about to be made
	call  string
	take  func(c *changing) step
	to    docstore.State
}

func interruptions() map[string]interruption {
	changes := func(c *changing) {
		c.audited()
		c.changes("second")
		c.goes(docstore.Mapped)
	}
	return map[string]interruption{
		"taken back": {updating, changes, "UnAudit", func(c *changing) step { return c.acts.Recall }, docstore.Recalled},
		"replaced": {
			updating, func(c *changing) { changes(c); c.goes(docstore.Recalled) },
			"BatchSave", func(c *changing) step { return c.acts.Save }, docstore.Mapped,
		},
		"undone": {
			undoing(), func(c *changing) { c.audited(); c.cancels(); c.goes(docstore.Cancelled) },
			"UnAudit", func(c *changing) step { return c.acts.Undo }, docstore.Deleting,
		},
		"deleted": {
			undoing(), func(c *changing) { c.audited(); c.cancels(); c.goes(docstore.Cancelled, docstore.Deleting) },
			"Delete", func(c *changing) step { return c.acts.Delete }, docstore.Compensated,
		},
	}
}

// What a worker was doing when it was stopped may still go on at the target. Another
// one gives it time before it does the same.
func TestAnInterruptedCallIsGivenTime(t *testing.T) {
	t.Parallel()
	for name, test := range interruptions() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := openChanging(t, "sqlite::memory:", test.edit)
			w := c.wiredKingdee()
			test.until(c)
			begun, end := make(chan struct{}), make(chan struct{})
			ends := sync.OnceFunc(func() { close(end) })
			defer ends()
			w.spoil(test.call, func(_ http.ResponseWriter, _ *http.Request, _ http.Handler) {
				close(begun)
				<-end
			})
			stopped, take := make(chan struct{}), test.take(c)
			go func() {
				defer close(stopped)
				_, _ = take(c.Context(), c.ref) // what it comes to is no more of interest
			}()
			<-begun
			c.acts = c.activities(c.environ)
			c.givesTime(test.take(c))
			if made := strings.Count(w.made(), test.call); made != 1 {
				t.Errorf("%s was called %d times", test.call, made)
			}
			c.stands(c.ref, test.to, test.take(c))
			ends()
			<-stopped
			if doc := c.doc(c.ref); doc.State != test.to {
				t.Errorf("the first has made it %s (%s)", doc.State, doc.Reason)
			}
		})
	}
}

// givesTime: a step is not taken yet.
func (c *changing) givesTime(take step) {
	c.Helper()
	_, err := c.do(c.ref, take)
	if later := c.retried(err); later.NextRetryDelay() < 10*time.Second || later.NonRetryable() {
		c.Errorf("it is tried again in %s: %v", later.NextRetryDelay(), later)
	}
}
