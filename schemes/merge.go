package schemes

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Merges says whether documents of the scheme are made of lines of several
// source rows: groupCalculate or operation.merge by fields that do not include
// the row's own id. The row's number does as well where beatFlat makes the
// lines; where each row is a line, as 金蝶 answers queries, rows of one bill
// share its number and are grouped by it. Groups within one row are made by
// Shape.
func (s *Scheme) Merges() bool { return s.grouping != nil && !s.grouping.within }

// Merge makes the documents of one group (Shaped.Group) out of its members, in
// the order of their keys, 7-2 before 7-10; more than one when bodyMaxLine
// splits it. Their keys follow from the members', so that a repeated merge makes
// the same documents: KEY-m and a digest of all their keys, KEY being the first
// member's. So does the number: it is the first member's, with its line, for two
// documents can begin with lines of one row.
func (s *Scheme) Merge(group string, members []Shaped) ([]Shaped, error) {
	if !s.Merges() || len(members) == 0 {
		return nil, errors.New(s.File + ": there is nothing to merge")
	}
	members = slices.SortedStableFunc(slices.Values(members), func(a, b Shaped) int { return byPlace(a.Key, b.Key) })
	documents, err := s.grouping.merge(members)
	if err != nil {
		return nil, s.mergeError(members, err)
	}
	first := Shaped{Key: mergedKey(members), Number: s.grouping.mergedNumber(members[0])}
	return stored(first, documents, func(part int) string {
		if part == 0 {
			return ""
		}
		return "-" + strconv.Itoa(part+1)
	})
}

func (g *grouping) merge(members []Shaped) ([]connectors.Object, error) {
	lines, err := rowsOf(members)
	if err != nil {
		return nil, err
	}
	agreeing, err := groups(lines, g.header)
	if err != nil {
		return nil, err
	}
	if len(agreeing) > 1 { // the scheme grouped otherwise when they were fetched
		return nil, fmt.Errorf("they do not agree in %s", strings.Join(g.header, ", "))
	}
	return g.documents(lines)
}

func rowsOf(members []Shaped) ([]mapping.Row, error) {
	rows := make([]mapping.Row, len(members))
	for i, m := range members {
		var err error
		if rows[i], err = mapping.ParseRow(m.Content); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Key, err)
		}
	}
	return rows, nil
}

func mergedKey(members []Shaped) string {
	const length = 4
	var keys []string
	for _, m := range members {
		keys = append(keys, m.Key)
	}
	sum := sha256.Sum256([]byte(strings.Join(keys, "\n")))
	return members[0].Key + "-m" + hex.EncodeToString(sum[:length])
}

// mergedNumber is unique where numbers are. Rows that are not flattened may share
// one, and unless the group is all that have it, the key, which is one row's
// alone, is the number instead.
func (g *grouping) mergedNumber(first Shaped) string {
	if g.flattened || g.numbered {
		return first.Number
	}
	return first.Key
}

// mergeError names the members a document could not be made of.
func (s *Scheme) mergeError(members []Shaped, err error) error {
	const most = 5
	var keys []string
	for _, m := range members[:min(most, len(members))] {
		keys = append(keys, m.Key)
	}
	if len(members) > most {
		keys = append(keys, fmt.Sprintf("%d more", len(members)-most))
	}
	return fmt.Errorf("%s: merge %s: %w", s.File, strings.Join(keys, ", "), err)
}
