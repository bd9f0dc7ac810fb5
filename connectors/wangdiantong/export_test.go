package wangdiantong

// LimitBody has a test's answers be too long early.
func (c *Client) LimitBody(n int) { c.wire.http.SetResponseBodyLimit(n) }
