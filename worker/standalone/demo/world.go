package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// settled is how a simulated world was made, so that --data finds the same
// one again: the same seed, size and time give the same documents.
type settled struct {
	Documents int       `json:"documents"`
	Seed      uint64    `json:"seed"`
	Now       time.Time `json:"now"`
}

// world makes the simulated world, once, or the one that --data remembers.
func (r *run) world() (*simulators.World, error) {
	if r.simulated != nil {
		return r.simulated, nil
	}
	w, err := r.remember(settled{Documents: r.opts.Documents, Seed: 1, Now: time.Now().Truncate(time.Second)})
	if err != nil {
		return nil, err
	}
	if w.Documents != r.opts.Documents {
		r.show.line("demo.remembered", "Documents", w.Documents)
	}
	r.simulated, err = simulators.NewWorld(simulators.Options{Documents: w.Documents, Seed: w.Seed, Now: w.Now})
	if err != nil {
		return nil, err
	}
	if err := r.simulated.Kingdee.Journal(filepath.Join(r.dir, "kingdee-ledger.jsonl")); err != nil {
		return nil, err
	}
	r.onClose(func() {
		if err := r.simulated.Kingdee.CloseJournal(); err != nil {
			r.log.Error("the simulated 金蝶's ledger", "error", err)
		}
	})
	return r.simulated, nil
}

// remember returns the world of the data folder, or notes this one there.
func (r *run) remember(w settled) (settled, error) {
	file := filepath.Join(r.dir, "world.json")
	data, err := os.ReadFile(file)
	switch {
	case err == nil:
		if err := json.Unmarshal(data, &w); err != nil {
			return w, fmt.Errorf("%s is damaged; delete the folder to start clean: %w", file, err)
		}
		return w, nil
	case !errors.Is(err, fs.ErrNotExist):
		return w, fmt.Errorf("read %s: %w", file, err)
	}
	if data, err = json.Marshal(w); err != nil {
		return w, err
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return w, fmt.Errorf("write %s: %w", file, err)
	}
	return w, nil
}
