package demo

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/erpbridge/erpbridge/worker/settings"
)

func (r *run) openDir() error {
	if r.opts.Data != "" {
		r.dir = r.opts.Data
		if err := os.MkdirAll(r.dir, 0o700); err != nil {
			return fmt.Errorf("--data %s cannot be used: %w", r.opts.Data, err)
		}
		return nil
	}
	dir, err := os.MkdirTemp("", "erpbridge-demo-")
	if err != nil {
		return fmt.Errorf("no place for the demo's data: %w", err)
	}
	r.dir = dir
	r.onClose(func() {
		if !r.keepDir {
			_ = os.RemoveAll(dir) // what stays is in the system's temporary folder
		}
	})
	return nil
}

// openSettings: the demo's own Temporal and store, unless the person set one;
// its log goes to a file, because the screen is for people.
func (r *run) openSettings() error {
	set, err := settings.Read(r.opts.Environ)
	if err != nil {
		return err
	}
	if r.opts.Environ["STORE_URL"] == "" {
		set.StoreURL = "sqlite:" + filepath.Join(r.dir, "erpbridge.db")
	}
	r.set = set
	r.logFile = filepath.Join(r.dir, "demo.log")
	f, err := os.OpenFile(r.logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the demo's log: %w", err)
	}
	r.onClose(func() { _ = f.Close() })
	r.log, err = set.Logger(f)
	return err
}

// explain says so when the disk is what is wrong: databases tell it in other words.
func (r *run) explain(err error) error {
	if full := r.diskFull(); full != nil {
		return fmt.Errorf("%w (%w)", full, err)
	}
	return err
}

// diskFull tries to write what a store writes in a moment.
func (r *run) diskFull() error {
	probe := filepath.Join(r.dir, "probe")
	err := os.WriteFile(probe, make([]byte, 1<<20), 0o600)
	_ = os.Remove(probe) // nothing depends on it
	if err != nil {
		return fmt.Errorf("the demo cannot write to %s any more; make room there and start again with --data: what has been noted is not lost: %w", r.dir, err)
	}
	return nil
}
