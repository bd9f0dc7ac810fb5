package schemes

import (
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// optionClashes names options of the source that are fields of its request, too:
// which of the two values were sent would be a guess. A field without a value
// is not sent and clashes with nothing.
func (r *reader) optionClashes(parent object, fields []mapping.Field) {
	n := parent.get("options")
	if n == nil {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		for _, f := range fields {
			if strings.EqualFold(f.Name, n.Content[i].Value) && (!mapping.IsEmpty(f.Value) || len(f.Children) > 0) {
				r.mistake(n.Content[i], "source.options."+n.Content[i].Value, "source.request has the field, too (line %d); leave one out", f.Place.Line)
			}
		}
	}
}
