package sqlstore

import (
	"github.com/pressly/goose/v3"
)

// dialect is all that differs between the databases. Statements are written
// once, in what both understand: $1 for parameters, ON CONFLICT, RETURNING.
type dialect struct {
	goose      goose.Dialect
	migrations string // folder below migrations/
	options    []goose.ProviderOption

	// rows turns a parameter, a JSON array of objects, into a table r with the
	// columns given as "key text, attempts bigint": a page travels as one value
	// in one round trip, whatever its length.
	rows func(param, columns string) string
	// time casts a column of such a table to a time.
	time func(column string) string
	// day is the day of a column of times in Asia/Shanghai, as 2026-11-01.
	day func(column string) string
	// lock is added to a SELECT whose rows the transaction will change.
	lock string
	// shard is an expression that keeps concurrent writers off each other's tally rows.
	shard string
	// sharedDeclared and alterDeclared are statements that keep what is declared of
	// a collection ($1) as it is, and that wait for everybody who does so.
	sharedDeclared, alterDeclared string
	// sharedPause and alterPause do the same with the pause of a scheme ($1); empty
	// where writers come one after the other.
	sharedPause, alterPause string
	// atOnce is how many transactions that mark documents are worth having at once.
	atOnce  int
	ofRow   func(error) bool // a row cannot be written as it is, others can
	explain func(error) error
	again   func(error) bool // the transaction lost a race and may simply be repeated
}
