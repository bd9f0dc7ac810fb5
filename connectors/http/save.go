package http

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

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
	bodies, err := w.numbered(a, documents)
	if err != nil {
		return nil, err
	}
	q, err := w.question(a, k, documents, bodies)
	if err != nil {
		return nil, w.c.refuse(connectors.ErrRejected, a.Name, err.Error())
	}
	got, err := w.c.wire.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	return w.outcomes(q, a, got, documents)
}

// numbered makes sure that each document goes under the number it is known by.
func (w *writing) numbered(a *api, documents []connectors.Entry) ([]connectors.Object, error) {
	bodies := make([]connectors.Object, len(documents))
	for i, e := range documents {
		bodies[i] = e.Body
		if a.Number == "" || e.Number == "" {
			continue
		}
		switch said, ok := e.Body.Get(a.Number); {
		case !ok || blank(said):
			bodies[i] = slices.Concat(connectors.Object{{Name: a.Number, Value: e.Number}}, without(e.Body, a.Number))
		case plain(said) != e.Number:
			err := w.c.refuse(connectors.ErrRejected, a.Name,
				fmt.Sprintf("document %s is to be found by number %s but says %s", e.Key, e.Number, plain(said)))
			err.Field = a.Number
			return nil, err
		}
	}
	return bodies, nil
}

func without(o connectors.Object, name string) connectors.Object {
	return slices.DeleteFunc(slices.Clone(o), func(m connectors.Member) bool { return m.Name == name })
}

// question is the call that carries documents. Parameters are those of the
// description, and over them the options of the scheme.
func (w *writing) question(a *api, k connectors.Call, documents []connectors.Entry, bodies []connectors.Object) (question, error) {
	q := question{
		api: a.Name, method: a.Method, send: a.Send, answer: *a.Answer, writes: true, signed: true,
	}
	outer := w.c.wire.scope(q, time.Now().In(w.c.zone))
	of := func(name string) any {
		if name == "entry.number" {
			return documents[0].Number
		}
		return outer(name)
	}
	q.path = a.pathOf(of)
	for _, m := range a.Params.rendered(of) {
		if _, said := k.Options[m.Name]; !said {
			q.fields = append(q.fields, m)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(k.Options)) {
		v, err := dress(a.Request, name, k.Options[name], w.c.zone)
		if err != nil {
			return q, fmt.Errorf("%s: %w", name, err)
		}
		q.fields = append(q.fields, connectors.Member{Name: name, Value: v})
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
