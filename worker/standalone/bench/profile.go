package bench

import (
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"strings"

	"github.com/google/pprof/profile"
)

// profiled notes where a part spends its time; nowhere when no file is named.
func profiled(file string, do func() error) error {
	if file == "" {
		return do()
	}
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("write a CPU profile: %w", err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return errors.Join(fmt.Errorf("write a CPU profile: %w", err), f.Close())
	}
	err = do()
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}

// storePackage is where the engine's time for its store is spent, and below.
const storePackage = "/connectors/docstore/sqlstore."

// shareOfStore is the part of an engine's time that went into its store: samples
// that have it on their stack. SQLite works inside the engine's process, so that
// no operating system tells the two apart; what the garbage collector does for the
// store counts as the engine's.
func shareOfStore(file string) (float64, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, fmt.Errorf("read the engine's CPU profile: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	p, err := profile.Parse(f)
	if err != nil {
		return 0, fmt.Errorf("read the engine's CPU profile %s: %w", file, err)
	}
	var all, ours int64
	for _, s := range p.Sample {
		spent := s.Value[len(s.Value)-1] // nanoseconds; before it their number
		all += spent
		if within(s, storePackage) {
			ours += spent
		}
	}
	if all == 0 {
		return 0, nil
	}
	return float64(ours) / float64(all), nil
}

func within(s *profile.Sample, pkg string) bool {
	for _, at := range s.Location {
		for _, l := range at.Line {
			if l.Function != nil && strings.Contains(l.Function.Name, pkg) {
				return true
			}
		}
	}
	return false
}
