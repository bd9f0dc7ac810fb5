package activities_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// A document whose number changed after it was delivered is found by that once it is
// carried again, and no longer by the one before.
func TestADocumentThatIsCarriedAgainHasItsNewNumber(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		p.library = p.edited(func(yaml string) string {
			return strings.Replace(yaml, "  id: tid\n", "  id: tid\n  number: message\n", 1)
		})
		p.acts = p.activities(p.environ)
		ref := p.delivered(order("T1", "30", "A-1"))
		p.comes(order("T1", "70", "A-2"))
		p.push(ref)
		for number, want := range map[string]int{"A-2": 1, "A-1": 0} {
			found, err := p.store.List(p.Context(), docstore.Filter{Scheme: pushed, Key: number})
			p.ok(err)
			if len(found) != want {
				p.Errorf("%d documents are found as %s, want %d", len(found), number, want)
			}
		}
	})
}
