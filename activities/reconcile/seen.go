package reconcile

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
)

// seen are documents of stretches that have been compared, as digests: a window
// of a million documents is known again by 16 MB. That two of so many have one
// digest is less likely than one in ten million.
type seen struct {
	keys    map[uint64]bool
	numbers map[uint64]bool // of those that are carried
}

func newSeen() seen { return seen{keys: map[uint64]bool{}, numbers: map[uint64]bool{}} }

func digest(text string) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(text)) // a hash takes everything
	return sum.Sum64()
}

// add notes a document; one that is not carried has no number of its own.
func (s seen) add(d expected) {
	s.keys[digest(d.key)] = true
	if d.skip == "" && d.number != "" {
		s.numbers[digest(d.number)] = true
	}
}

// bytes writes how many keys there are, the keys and the numbers.
func (s seen) bytes() []byte {
	out := binary.BigEndian.AppendUint64(nil, uint64(len(s.keys)))
	for _, all := range []map[uint64]bool{s.keys, s.numbers} {
		for sum := range all {
			out = binary.BigEndian.AppendUint64(out, sum)
		}
	}
	return out
}

// word is how many bytes a digest has.
const word = 8

func (s seen) read(from []byte) error {
	if len(from) < word || len(from)%word != 0 {
		return errors.New("what the store has of a comparison under way is not what was written")
	}
	keys := binary.BigEndian.Uint64(from)
	for i, rest := uint64(0), from[word:]; len(rest) > 0; i, rest = i+1, rest[word:] {
		if sum := binary.BigEndian.Uint64(rest); i < keys {
			s.keys[sum] = true
		} else {
			s.numbers[sum] = true
		}
	}
	return nil
}
