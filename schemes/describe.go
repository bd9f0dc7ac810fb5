package schemes

import "github.com/erpbridge/erpbridge/schemes/mapping"

// Lookups are the lookups of the scheme's target, in the order they are written.
func (s *Scheme) Lookups() []*mapping.Lookup { return s.lookups() }

// Kept is what an import left in the file and nothing runs.
func (s *Scheme) Kept() []mapping.Mistake { return s.kept }
