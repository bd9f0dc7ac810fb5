package group

// Kept is how many accounts are remembered.
func (c *Calls[Q, A]) Kept() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.accounts)
}
