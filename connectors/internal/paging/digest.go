package paging

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
)

// digest sums up rows in their places by number and time of modification.
func digest(sum uint64, number int, id string, rows []json.RawMessage) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, sum, number)
	for _, row := range rows {
		fields := fieldsOf(row)
		fmt.Fprintf(h, " %s@%s", fields[id], fields["modified"])
	}
	return h.Sum64()
}

// seam is a row by its number alone; 0 when it has none.
func seam(id string, row json.RawMessage) uint64 {
	number := fieldsOf(row)[id]
	if number == nil {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write(number) // a hash takes everything
	return max(h.Sum64(), 1)
}

func fieldsOf(row json.RawMessage) map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(row, &fields); err != nil {
		return nil // whoever decoded the page has seen to it that it is an object
	}
	return fields
}
