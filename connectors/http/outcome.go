package http

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// pathOf makes the path of a call that writes.
func (a *api) pathOf(of values) (path string, err error) {
	path = a.Path.text(func(name string) any {
		if name != "entry.number" {
			return of(name)
		}
		number, problem := segment(plain(of(name)))
		if problem != nil {
			err = fmt.Errorf("the number of the document: %w", problem)
		}
		return number
	})
	return path, err
}

// outcomes reads what became of each document.
func (w *writing) outcomes(q question, a *api, got answer, documents []connectors.Entry) ([]connectors.Outcome, error) {
	rows, err := a.results(got, len(documents))
	if err != nil {
		return nil, w.c.wire.unreadable(q, got, err)
	}
	all := make([]connectors.Outcome, len(documents))
	for i, e := range documents {
		row, found := a.result(rows, i, e.Number)
		switch {
		case found:
			all[i] = w.outcome(q, a, answer{got.status, got.header, row}, e)
		case a.Outcome.Lists == listsRefused:
			all[i] = connectors.Outcome{Receipt: connectors.Receipt{Number: e.Number}, Answer: got.body}
		default:
			all[i].Receipt.Number = e.Number
			all[i].Err = w.c.wire.unreadable(q, got, errors.New("it does not say what became of "+e.Number))
		}
	}
	return all, w.strangers(q, a, got, rows, documents)
}

// results are the rows of the answer that tell what became of each document.
func (a *api) results(got answer, documents int) ([]json.RawMessage, error) {
	if a.Outcome.Rows == "" {
		return slices.Repeat([]json.RawMessage{got.body}, documents), nil
	}
	if found, ok := at(got.body, a.Outcome.Rows); a.Outcome.Lists == listsRefused && (!ok || string(found) == "null") {
		return nil, nil // none was refused
	}
	rows, err := got.objects(a.Outcome.Rows)
	if err == nil && a.Outcome.Match == byIndex && len(rows) != documents {
		err = fmt.Errorf("%s has %d rows for %d documents", a.Outcome.Rows, len(rows), documents)
	}
	return rows, err
}

// result is the row about one document.
func (a *api) result(rows []json.RawMessage, i int, number string) (json.RawMessage, bool) {
	if a.Outcome.Rows == "" || a.Outcome.Match == byIndex {
		return rows[i], true
	}
	mine := slices.IndexFunc(rows, func(row json.RawMessage) bool { return a.about(row, number) })
	if mine < 0 {
		return nil, false
	}
	return rows[mine], true
}

func (a *api) about(row json.RawMessage, number string) bool {
	said, ok := scalar(row, a.Outcome.Key)
	return ok && said == number
}

// strangers: where only refusals are listed, one of a document that was not sent is
// one that cannot be understood, and any document may be meant.
func (w *writing) strangers(q question, a *api, got answer, rows []json.RawMessage, documents []connectors.Entry) error {
	if a.Outcome.Lists != listsRefused {
		return nil
	}
	for _, row := range rows {
		if !slices.ContainsFunc(documents, func(e connectors.Entry) bool { return a.about(row, e.Number) }) {
			return w.c.wire.unreadable(q, got, errors.New("it tells of a document that was not sent"))
		}
	}
	return nil
}

// outcome reads the row about one document.
func (w *writing) outcome(q question, a *api, row answer, e connectors.Entry) connectors.Outcome {
	o := connectors.Outcome{Receipt: connectors.Receipt{Number: e.Number}, Answer: row.body}
	if refusal := w.refusal(q, a, row); refusal != nil {
		o.Err = refusal
		return o
	}
	id, hasID := row.text(a.Outcome.ID)
	number, hasNumber := row.text(a.Outcome.Number)
	o.Receipt = connectors.Receipt{ID: id, Number: or(number, e.Number)}
	if a.Answer.OK == nil && a.Outcome.OK == nil && !hasID && !hasNumber {
		o = connectors.Outcome{Answer: row.body, Err: w.c.wire.unreadable(q, row, errors.New("it has neither id nor number of a saved document"))}
	}
	return o
}

// refusal is what a row has against its document; nil when it went through. A row
// that does not say is no success.
func (w *writing) refusal(q question, a *api, row answer) error {
	v := a.Outcome.verdict
	if v.OK == nil && a.Outcome.Lists == listsRefused {
		return w.c.wire.refused(q, v, row, 0)
	}
	if v.OK == nil {
		return nil
	}
	code, ok := scalar(row.body, v.OK.Path)
	switch {
	case !ok:
		return w.c.wire.unreadable(q, row, errors.New("it has no "+v.OK.Path))
	case slices.Contains(v.OK.Is, code):
		return nil
	}
	return w.c.wire.refused(q, v, row, 0)
}
