package reconcile

import (
	"context"
	"errors"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// expected is a document as the source and the scheme have it.
type expected struct {
	key    string
	number string // the target would know it by
	amount decimal.Decimal
	priced bool   // it has an amount
	skip   string // why the scheme does not carry it
	wrong  string // why its number or its amount cannot be told
	parts  []string
}

// expect is what the target must have of a document. The error is that of what
// numbers are looked up in; a mistake of the document itself is noted with it.
func (r *reading) expect(ctx context.Context, one schemes.Shaped) (expected, error) {
	d := expected{key: one.Key, skip: one.Skip}
	var err error
	d.number, err = r.scheme.NumberOf(ctx, mapping.Document{Key: one.Key, Number: one.Number, Content: one.Content}, r.reconciler.Lookups)
	if err == nil && d.number == "" {
		err = &mapping.FieldError{File: r.scheme.File, Line: 1, Field: r.scheme.Target.Number, Problem: "it is the document's number at the target and is empty"}
	}
	if err == nil && d.skip == "" {
		d.amount, d.priced, err = r.scheme.SourceAmount(one.Content)
	}
	if err != nil && !ofDocument(err) {
		return d, err
	}
	if err != nil && d.skip == "" { // one that is not carried need not be right
		d.wrong = err.Error()
	}
	return d, nil
}

// ofDocument tells a mistake in a document from a store that cannot be asked.
func ofDocument(err error) bool {
	var missing *mapping.MissingError
	var field *mapping.FieldError
	return errors.As(err, &missing) || errors.As(err, &field)
}
