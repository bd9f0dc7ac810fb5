package schemes

import "github.com/erpbridge/erpbridge/connectors"

// Know tells the library the tables of the APIs, by connector: a path that
// neither the row, nor the table, nor the scheme's own response list has is
// unknown, and an error of the document that needs it.
func (l *Library) Know(apis map[string][]connectors.API) {}
