package collection

import "github.com/erpbridge/erpbridge/connectors/docstore"

// pile is rows, each once: several changed ones may be put into the same.
type pile struct {
	docs []docstore.Document
	has  map[string]bool
}

func (p *pile) add(docs []docstore.Document) {
	for _, d := range docs {
		if p.has[d.Key] {
			continue
		}
		if p.has == nil {
			p.has = map[string]bool{}
		}
		p.has[d.Key] = true
		p.docs = append(p.docs, d)
	}
}
