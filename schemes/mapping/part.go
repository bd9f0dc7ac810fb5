package mapping

import (
	"context"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// Part maps no more of a document than the field of a path needs: what else of it
// cannot be mapped, or waits, does not matter. Its error is that of Apply.
func (m *Mapping) Part(ctx context.Context, path string, d Document, f Finder) (connectors.Object, error) {
	s, err := m.scope(ctx, d, f)
	if err != nil {
		return nil, err
	}
	var needed []field
	for _, one := range m.fields {
		if one.Name == path || strings.HasPrefix(path, one.Name+".") {
			needed = append(needed, one)
		}
	}
	return s.object(needed)
}
