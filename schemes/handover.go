package schemes

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// handOver is what becomes of a document once it is delivered, compiled.
type handOver struct {
	written *mapping.Mapping // over the answer; nil without primaryWriteback
	row     *mapping.Mapping // over the document; nil without callBackStrategy
}

func (s *Scheme) compileHandOver(file string) []mapping.Mistake {
	var all, mistakes []mapping.Mistake
	var names []string
	for _, f := range s.Target.Writeback {
		names = append(names, f.Name)
	}
	if len(names) > 0 {
		s.handOver.written, mistakes = mapping.CompileWritten(file, s.Target.Writeback, s.rules())
		all = append(all, mistakes...)
	}
	if h := s.Target.HandOver; h != nil {
		s.handOver.row, mistakes = mapping.CompileHanded(file, h.Fields, s.rules(), names)
		all = append(all, mistakes...)
	}
	return all
}

// Written evaluates primaryWriteback over the target's answer: the values a
// delivered document gets from it. Nil without primaryWriteback. What the answer
// does not have is an error, in a compatible scheme empty.
func (s *Scheme) Written(answer json.RawMessage) (mapping.Row, error) {
	if s.handOver.written == nil {
		return nil, nil
	}
	row, err := s.handOver.written.Apply(context.Background(), mapping.Document{Content: answer}, nil)
	if err != nil {
		return nil, fmt.Errorf("primaryWriteback: %w", err)
	}
	return row, nil
}

// Handed is the row that the scheme of callBackStrategy is handed for a
// delivered document; nil without callBackStrategy. Its values may use the
// document's fields, {{primaryWriteback.x}}, which are the written values, and
// {{_response.x}}, which is d.Answer.
func (s *Scheme) Handed(d mapping.Document, written mapping.Row) (json.RawMessage, error) {
	if s.handOver.row == nil {
		return nil, nil
	}
	row, err := s.handOver.row.HandOver(d, written)
	if err != nil {
		return nil, fmt.Errorf("callBackStrategy: %w", err)
	}
	if row == nil {
		row = connectors.Object{}
	}
	content, err := row.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("callBackStrategy: %w", err)
	}
	return content, nil
}

// resolveHandOver finds the scheme that is handed the row, by its name or id.
func (l *Library) resolveHandOver(s *Scheme) error {
	if s.Target == nil || s.Target.HandOver == nil {
		return nil
	}
	h := s.Target.HandOver
	to, err := l.Get(h.Scheme)
	if err != nil {
		return mapping.Mistake{Place: h.Place, Message: err.Error()}
	}
	if to.Name == s.Name {
		return mapping.Mistake{Place: h.Place, Message: "a scheme cannot hand documents to itself"}
	}
	if circle := l.circle(s, to); circle != "" {
		return mapping.Mistake{Place: h.Place, Message: "what is handed over comes back: " + circle + "; no document would ever be done with"}
	}
	h.Scheme = to.Name
	return nil
}

// circle is the way from a scheme over the one it hands rows to and back to
// itself; "" when there is none.
func (l *Library) circle(s, to *Scheme) string {
	way := []string{s.Name}
	for to.Name != s.Name {
		if slices.Contains(way, to.Name) { // a circle, but of others
			return ""
		}
		way = append(way, to.Name)
		if to.Target == nil || to.Target.HandOver == nil {
			return ""
		}
		next, err := l.Get(to.Target.HandOver.Scheme)
		if err != nil { // its own mistake
			return ""
		}
		to = next
	}
	return strings.Join(append(way, s.Name), " → ")
}
