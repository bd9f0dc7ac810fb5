package campaign

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Fault is one thing that goes wrong.
type Fault struct {
	Kind   Kind          `json:"kind"`
	At     int           `json:"at"`               // once so many bills are in the ledger
	Call   Call          `json:"call,omitempty"`   // the next of these calls meets it; "": nobody's call, it happens at once
	Victim int           `json:"victim,omitempty"` // the worker it is done to, from 0
	Late   bool          `json:"late,omitempty"`   // the call has been done before it goes wrong
	Stop   time.Duration `json:"stop,omitempty"`   // for how long it lasts
	Jump   time.Duration `json:"jump,omitempty"`   // by how much a clock is wrong
	Row    int           `json:"row,omitempty"`    // the refund that moves or changes, as a number that is too large
}

// plan makes the list of faults: the same options, the same list. Each kind comes
// once before any comes twice, so that a small campaign has met most of them.
func plan(o Options, bills int) []Fault {
	const stream = 0xfa017
	r := rand.New(rand.NewPCG(o.Seed, stream)) //nolint:gosec // a seed is to be repeated, not secret
	kinds := o.kinds()
	if len(kinds) == 0 {
		return nil
	}
	faults := make([]Fault, 0, o.Faults)
	for len(faults) < o.Faults {
		for _, i := range r.Perm(len(kinds)) {
			if again := len(faults) >= len(kinds); len(faults) < o.Faults && (!again || r.IntN(10) < kinds[i].often) {
				faults = append(faults, kinds[i].make(r, o))
			}
		}
	}
	for i := range faults {
		faults[i].At = bills/20 + r.IntN(max(1, bills*3/4))
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.At, b.At) })
	return faults
}

// make decides what the seed leaves open.
func (t trait) make(r *rand.Rand, o Options) Fault {
	f := Fault{Kind: t.kind, Victim: r.IntN(workers), Row: r.IntN(1 << 20)}
	if len(t.calls) > 0 {
		f.Call = t.calls[r.IntN(len(t.calls))]
	}
	if t.either {
		f.Late = r.IntN(2) == 0
	}
	if t.lasts {
		least := min(shortestStop, o.Stop)
		f.Stop = least + time.Duration(r.Int64N(int64(o.Stop-least)+1)).Round(time.Millisecond)
	}
	f.Jump = t.jumps.pick(r)
	return f
}

// pick leaves out what nobody would notice.
func (j jumps) pick(r *rand.Rand) time.Duration {
	if j.back+j.ahead == 0 {
		return 0
	}
	at := time.Duration(r.Int64N(int64(j.back+j.ahead))) - j.back
	if at.Abs() < time.Minute {
		at = -time.Minute
	}
	return at.Round(time.Second)
}

// hash tells whether two campaigns make the same faults.
func hash(faults []Fault) (string, error) {
	data, err := json.Marshal(faults)
	if err != nil {
		return "", fmt.Errorf("hash the list of faults: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6]), nil
}

// kinds are the traits of the faults that are wanted and can be made here.
func (o Options) kinds() []trait {
	return slices.DeleteFunc(traits(), func(t trait) bool {
		unwanted := len(o.Only) > 0 && !slices.Contains(o.Only, string(t.kind))
		return unwanted || t.here != nil && !t.here(o)
	})
}

func (o Options) checkKinds() error {
	var known []string
	for _, t := range traits() {
		known = append(known, string(t.kind))
	}
	for _, name := range o.Only {
		if !slices.Contains(known, name) {
			return fmt.Errorf("--only %s: there is no such fault; there are %s", name, strings.Join(known, ", "))
		}
	}
	return nil
}

// left are the kinds that are wanted and cannot be made here.
func (o Options) left() []Kind {
	var kinds []Kind
	for _, t := range traits() {
		if t.here != nil && !t.here(o) && (len(o.Only) == 0 || slices.Contains(o.Only, string(t.kind))) {
			kinds = append(kinds, t.kind)
		}
	}
	return kinds
}
