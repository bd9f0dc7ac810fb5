package activities

import (
	"container/list"
	"encoding/json"
	"sync"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// answers keeps what lookups found, the lately asked longest.
type answers struct {
	mu     sync.Mutex
	most   int // bytes, roughly
	weight int
	kept   map[string]*list.Element
	order  *list.List // of *answer, the lately asked first
}

// answer is what a question found at a version of its collection.
type answer struct {
	question string
	version  int64
	rows     []filter.Row
	weight   int
}

func newAnswers(bytes int) *answers {
	return &answers{most: bytes, kept: map[string]*list.Element{}, order: list.New()}
}

func (a *answers) get(question string, version int64) ([]filter.Row, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	at, ok := a.kept[question]
	if !ok {
		return nil, false
	}
	found, _ := at.Value.(*answer) // nothing else is in the list
	if found.version != version {
		return nil, false
	}
	a.order.MoveToFront(at)
	return found.rows, true
}

// put keeps an answer, unless a newer one is kept already.
func (a *answers) put(question string, version int64, rows []filter.Row) {
	kept := &answer{question, version, rows, weigh(question, rows)}
	a.mu.Lock()
	defer a.mu.Unlock()
	if at, ok := a.kept[question]; ok {
		if before, _ := at.Value.(*answer); before.version > version {
			return
		}
		a.drop(at)
	}
	a.kept[question] = a.order.PushFront(kept)
	a.weight += kept.weight
	for a.weight > a.most && a.order.Len() > 0 {
		a.drop(a.order.Back())
	}
}

func (a *answers) drop(at *list.Element) {
	gone, _ := a.order.Remove(at).(*answer)
	delete(a.kept, gone.question)
	a.weight -= gone.weight
}

// weigh guesses the memory an answer takes.
func weigh(question string, rows []filter.Row) int {
	const entry, row = 300, 200
	weight := entry + 2*len(question)
	for i := range rows {
		weight += row + size(rows[i].Content)
	}
	return weight
}

func size(v any) int {
	const word, member = 16, 32
	switch v := v.(type) {
	case string:
		return word + len(v)
	case json.Number:
		return word + len(v)
	case connectors.Object:
		total := word
		for _, m := range v {
			total += member + len(m.Name) + size(m.Value)
		}
		return total
	case []any:
		total := word
		for _, element := range v {
			total += word + size(element)
		}
		return total
	default:
		return word
	}
}
