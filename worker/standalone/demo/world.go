package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// settled is how a simulated world was made, so that --data finds the same
// one again: the same seed, size and time give the same documents.
type settled struct {
	Documents int       `json:"documents"`
	Seed      uint64    `json:"seed"`
	Now       time.Time `json:"now"`
	// Told is set when the mall has said all it has to say: said again, it would
	// begin with what its orders once were.
	Told bool `json:"told,omitempty"`
}

// world makes the simulated world, once, or the one that --data remembers.
func (r *run) world() (*simulators.World, error) {
	if r.simulated != nil {
		return r.simulated, nil
	}
	var err error
	r.settled, err = r.remember(settled{Documents: r.opts.Documents, Seed: 1, Now: time.Now().Truncate(time.Second)})
	if err != nil {
		return nil, err
	}
	if r.settled.Documents != r.opts.Documents {
		r.show.line("demo.remembered", "Documents", r.settled.Documents)
	}
	r.simulated, err = simulators.NewWorld(simulators.Options{Documents: r.settled.Documents, Seed: r.settled.Seed, Now: r.settled.Now})
	if err != nil {
		return nil, err
	}
	if err := r.simulated.Keep(r.dir, r.pushed()); err != nil {
		return nil, err
	}
	r.onClose(func() {
		if err := r.simulated.CloseKept(); err != nil {
			r.log.Error("the ledgers of the simulated systems", "error", err)
		}
	})
	return r.simulated, nil
}

// pushed is where 快递100 sends to; "" when no scheme wants it.
func (r *run) pushed() string {
	for _, s := range r.called() {
		if s.Source.Connector == kuaidi100.System {
			return r.address(s)
		}
	}
	return ""
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
	return w, r.write(w)
}

// write notes the world in the data folder.
func (r *run) write(w settled) error {
	data, err := json.Marshal(w)
	if err != nil {
		return err
	}
	file := filepath.Join(r.dir, "world.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

// told notes that the mall has said all.
func (r *run) told() error {
	r.settled.Told = true
	return r.write(r.settled)
}
