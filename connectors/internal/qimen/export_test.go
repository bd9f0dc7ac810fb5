package qimen

// LimitBody has a test's answers be too long early; it returns the limit before.
func (g *Gateway) LimitBody(n int) int {
	before := g.http.ResponseBodyLimit
	g.http.SetResponseBodyLimit(n)
	return before
}
