package jushuitan

// LimitBody has a test's answers be too long early; it returns the limit before.
func (c *Client) LimitBody(n int) int {
	before := c.wire.http.ResponseBodyLimit
	c.wire.http.SetResponseBodyLimit(n)
	return before
}
