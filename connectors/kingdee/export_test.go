package kingdee

import "time"

// SetClock gives a client another clock.
func SetClock(c *Client, now func() time.Time) { c.now = now }

// SetLongestAnswer makes answers too long sooner.
func SetLongestAnswer(c *Client, bytes int64) { c.longest = bytes }
