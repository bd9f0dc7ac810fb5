package activities

import (
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Arrived is how far a document is of which a person says that the target has it:
// saved, and no further than that, whatever else was asked for with the save.
func Arrived(s *schemes.Scheme) docstore.State { return reached(s, docstore.Saved, "") }
