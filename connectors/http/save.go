package http

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// writing is the ability to be given documents.
type writing struct{ c *client }

// MaxBatch is how many documents one call may carry.
func (w *writing) MaxBatch(k connectors.Call) int {
	if a, err := w.c.api(k.API, writes); err == nil {
		return a.Entries.Max
	}
	return 1
}

// Repeats is what the description says of the API: repeatable.
func (w *writing) Repeats(k connectors.Call) bool {
	a, err := w.c.api(k.API, writes)
	return err == nil && a.Repeatable
}

// Upserts: what may be repeated is known by its number.
func (w *writing) Upserts(k connectors.Call) bool { return w.Repeats(k) }

// Save makes one call and returns one outcome per entry; see connectors.Target.
func (w *writing) Save(ctx context.Context, k connectors.Call, documents []connectors.Entry) ([]connectors.Outcome, error) {
	a, err := w.c.api(k.API, writes)
	if err != nil {
		return nil, err
	}
	if len(documents) == 0 {
		return nil, nil
	}
	if most := a.Entries.Max; len(documents) > most {
		return nil, w.c.refuse(connectors.ErrRejected, a.Name, fmt.Sprintf("%d documents in one call; it takes at most %d", len(documents), most))
	}
	outcomes, good := w.prepared(a, documents)
	if len(good) == 0 {
		return outcomes, nil
	}
	told, err := w.send(ctx, a, k, good)
	if err != nil {
		return nil, err
	}
	for i := range outcomes {
		if outcomes[i].Err == nil {
			outcomes[i], told = told[0], told[1:]
		}
	}
	return outcomes, nil
}

// prepared are the documents that can be sent; the others have their outcome.
func (w *writing) prepared(a *api, documents []connectors.Entry) ([]connectors.Outcome, []connectors.Entry) {
	outcomes := make([]connectors.Outcome, len(documents))
	var good []connectors.Entry
	shape := newShaper(a.Request)
	for i, e := range documents {
		body, err := a.numbered(e)
		if err == nil {
			body, err = shape.object("", body)
		}
		if err != nil {
			outcomes[i] = connectors.Outcome{Receipt: connectors.Receipt{Number: e.Number}, Err: w.unfit(a, e, err)}
			continue
		}
		e.Body = body
		good = append(good, e)
	}
	return outcomes, good
}

func (w *writing) unfit(a *api, e connectors.Entry, cause error) error {
	refusal := w.c.refuse(connectors.ErrRejected, a.Name, "document "+e.Key+" was not sent: "+cause.Error())
	var wrong wrongField
	if errors.As(cause, &wrong) {
		refusal.Field = wrong.field
	}
	return refusal
}

func (w *writing) send(ctx context.Context, a *api, k connectors.Call, documents []connectors.Entry) ([]connectors.Outcome, error) {
	q, err := w.question(a, k, documents)
	if err != nil {
		return nil, w.c.refuse(connectors.ErrRejected, a.Name, err.Error())
	}
	got, err := w.c.wire.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	return w.outcomes(q, a, got, documents)
}

// question is the call that carries documents. Parameters are those of the
// description, and over them the options of the scheme.
func (w *writing) question(a *api, k connectors.Call, documents []connectors.Entry) (question, error) {
	q := question{
		api: a.Name, method: a.Method, send: a.Send, answer: *a.Answer, writes: true, signed: true, params: a.Params,
		with: func(outer values) values {
			return func(name string) any {
				if name == "entry.number" {
					return documents[0].Number
				}
				return outer(name)
			}
		},
	}
	var err error
	if q.path, err = a.pathOf(q.with(w.c.wire.variable)); err != nil {
		return q, err
	}
	for _, name := range slices.Sorted(maps.Keys(k.Options)) {
		v, err := dress(a.Request, name, k.Options[name], w.c.zone)
		if err != nil {
			return q, fmt.Errorf("%s: %w", name, err)
		}
		q.fields = append(q.fields, connectors.Member{Name: name, Value: v})
	}
	bodies := make([]connectors.Object, len(documents))
	for i, e := range documents {
		bodies[i] = e.Body
	}
	return q, q.carry(*a.Entries, bodies)
}

// carry puts documents where the API wants them.
func (q *question) carry(where entries, bodies []connectors.Object) error {
	var load any = bodies
	if where.As == asOne {
		load = bodies[0]
	}
	if where.Key == "" {
		q.fields = append(q.fields, bodies[0]...)
		return nil
	}
	if where.Key == "$" {
		q.root = load
		return nil
	}
	if where.Text {
		text, err := marshal(load)
		if err != nil {
			return err
		}
		load = string(text)
	}
	q.fields = append(q.fields, connectors.Member{Name: where.Key, Value: load})
	return nil
}
