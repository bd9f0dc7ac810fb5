package campaign

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Summary is what came of a campaign, on the screen and with --summary as JSON.
type Summary struct {
	Passed    bool   `json:"passed"`
	Finished  bool   `json:"finished"` // nothing more was to be expected when it ended
	Seed      uint64 `json:"seed"`
	Documents int    `json:"documents"`
	Hash      string `json:"faults_hash"` // of the list of faults

	Bills     int `json:"bills"`     // 金蝶 is to have
	Arrived   int `json:"arrived"`   // it has, audited
	Orders    int `json:"orders"`    // 旺店通 has
	Cancelled int `json:"cancelled"` // bills whose refund was cancelled: 金蝶 has them no more
	ForPerson int `json:"waiting_for_person"`
	Refused   int `json:"refused_by_faults"` // of those

	NLost        int   `json:"lost"`
	NDoubled     int   `json:"duplicated"`
	NDifferent   int   `json:"different"`
	Source       money `json:"amount_source"`
	Target       money `json:"amount_target"`
	Difference   money `json:"amount_difference"` // of all documents: too much at one does not make up for too little at another
	NUnresolved  int   `json:"unresolved"`
	NUnexplained int   `json:"unexplained"` // for a person, and not for anything that was made to be so

	Lost        []string `json:"lost_documents"`
	Doubled     []string `json:"duplicated_documents"`
	Different   []string `json:"different_documents"`
	Unresolved  []string `json:"unresolved_documents"`
	Unexplained []string `json:"unexplained_documents"`

	Planned   map[Kind]int       `json:"faults_planned"`
	Faults    map[Kind]int       `json:"faults"` // that have happened
	LeftOut   []Kind             `json:"faults_left_out"`
	Recovered []float64          `json:"recovery_seconds"` // by kill: until the next new document was saved
	By        map[Kind][]float64 `json:"recovery_seconds_by_fault"`
	Seconds   float64            `json:"seconds"`
}

func (r *run) newSummary(finished bool) Summary {
	s := Summary{
		Finished: finished, Seed: r.opts.Seed, Documents: r.opts.Documents, Hash: r.hash, Bills: len(r.wanted),
		Lost: []string{}, Doubled: []string{}, Different: []string{}, Unresolved: []string{}, Unexplained: []string{},
		Planned: map[Kind]int{}, Faults: r.armed.counted(), LeftOut: append([]Kind{}, r.opts.left()...),
		Recovered: r.times.recovered(), By: r.times.by(), Seconds: float64(time.Since(r.began).Milliseconds()) / 1000,
	}
	for _, f := range r.faults {
		s.Planned[f.Kind]++
	}
	return s
}

// money is written with its cents.
type money struct{ decimal.Decimal }

// MarshalJSON implements json.Marshaler.
func (m money) MarshalJSON() ([]byte, error) { return json.Marshal(m.String()) }

func (m money) String() string { return m.StringFixed(2) }

// compare adds the amounts of a document at its source and at its target.
func (s *Summary) compare(number string, source, target decimal.Decimal) {
	s.Source.Decimal, s.Target.Decimal = s.Source.Add(source), s.Target.Add(target)
	if !source.Equal(target) {
		s.Difference.Decimal = s.Difference.Add(source.Sub(target).Abs())
		s.Different = append(s.Different, fmt.Sprintf("%s: source %s, target %s", number, source, target))
	}
}

// conclude decides: a document that waits for a person is no failure of the
// engine, if a person has to act.
func (s *Summary) conclude() {
	s.NLost, s.NDoubled, s.NDifferent = len(s.Lost), len(s.Doubled), len(s.Different)
	s.NUnresolved, s.NUnexplained = len(s.Unresolved), len(s.Unexplained)
	for _, list := range [][]string{s.Lost, s.Doubled, s.Different, s.Unresolved, s.Unexplained} {
		slices.Sort(list)
	}
	s.Passed = s.Finished && s.NLost+s.NDoubled+s.NDifferent+s.NUnresolved+s.NUnexplained == 0 && s.Difference.IsZero()
}

func (s Summary) write(file string) error {
	if file == "" {
		return nil
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the summary to --summary %s: %w", file, err)
	}
	return nil
}
