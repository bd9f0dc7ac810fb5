package collection

// Sized is a client whose pages have so many rows.
func Sized(s Store, rows int) *Client { return &Client{store: s, size: rows} }
