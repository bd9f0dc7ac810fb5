package connectors

// A Bounded connector knows how many calls of its account may be under way at
// once. What is asked of it beyond that collects in larger calls, instead of
// waiting in many small ones.
type Bounded interface {
	Connector
	AtOnce() int
}
