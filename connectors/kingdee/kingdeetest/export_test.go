package kingdeetest

// CheckFilter parses a FilterString and, when it can be, applies it to the
// customers.
func CheckFilter(s *Server, filter string) error {
	e, err := parseFilter(filter)
	if err != nil || e == nil {
		return err
	}
	for _, row := range s.bases["org_organizations"].rows {
		e.holds(func(key string) any { return row.fields[key] })
	}
	return nil
}
