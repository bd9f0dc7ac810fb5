package schemes

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// testDocuments makes of a test's rows the documents that would be delivered, as
// a run does, and the reasons of those that would not.
func (s *Scheme) testDocuments(t Test) (documents []mapping.Document, skipped []string, err error) {
	shaped, err := s.testShape(t)
	if err != nil {
		return nil, nil, err
	}
	if shaped, err = s.testMerge(shaped); err != nil {
		return nil, nil, err
	}
	for _, one := range shaped {
		if one.Skip != "" {
			skipped = append(skipped, one.Skip)
			continue
		}
		documents = append(documents, mapping.Document{Key: one.Key, Number: one.Number, Content: one.Content})
	}
	return documents, skipped, nil
}

func (s *Scheme) testShape(t Test) ([]Shaped, error) {
	rows := t.Rows
	if t.Row != nil {
		rows = []json.RawMessage{t.Row}
	}
	var all []Shaped
	for _, row := range rows {
		shaped, err := s.Shape(row)
		if err != nil {
			return nil, err
		}
		all = append(all, shaped...)
	}
	return all, nil
}

// testMerge merges the members of each group, where the group's first one was.
func (s *Scheme) testMerge(shaped []Shaped) ([]Shaped, error) {
	members := map[string][]Shaped{}
	for _, one := range shaped {
		members[one.Group] = append(members[one.Group], one)
	}
	var merged []Shaped
	for _, one := range shaped {
		switch {
		case one.Group == "":
			merged = append(merged, one)
		case members[one.Group] != nil:
			documents, err := s.Merge(one.Group, members[one.Group])
			if err != nil {
				return nil, err
			}
			merged = append(merged, documents...)
			members[one.Group] = nil
		}
	}
	return merged, nil
}

// testHanded is the row the first document is handed over as, once the target
// has answered as the test says.
func (s *Scheme) testHanded(t Test, documents []mapping.Document) (json.RawMessage, error) {
	if t.WantHanded == nil || s.Target == nil || len(documents) == 0 {
		return nil, nil
	}
	answer := t.Answer
	if answer == nil {
		answer = json.RawMessage("{}")
	}
	written, err := s.Written(answer)
	if err != nil {
		return nil, err
	}
	delivered := documents[0]
	delivered.Answer = t.Answer
	return s.Handed(delivered, written)
}

func (t Test) judgeHanded(handed json.RawMessage) []string {
	switch {
	case t.WantHanded == nil:
		return nil
	case handed == nil:
		return []string{"wanted a row to be handed over, none was"}
	}
	lines := differences(t.WantHanded, handed)
	for i, line := range lines {
		lines[i] = fmt.Sprintf("%s handed over: %s", line[:1], strings.TrimSpace(line[1:]))
	}
	return lines
}
