package campaign

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// strike lets a fault happen, at once or with the next call that it is meant for.
func (r *run) strike(ctx context.Context, f Fault) {
	if f.Call != "" {
		r.armed.arm(f)
		return
	}
	r.armed.happened(f)
	switch f.Kind {
	case KillTemporal:
		r.note(r.temporal.kill())
	case StopWorker:
		r.last(ctx, f, stopProcess, continueProcess)
	case DiskFull:
		size := r.storeSize()
		r.last(ctx, f, func(p *os.Process) error { return tighten(p.Pid, size) }, func(p *os.Process) error { return widen(p.Pid) })
	case CutStore:
		r.note(r.cutStore(ctx))
	}
}

// last does something to a worker, and takes it back when its time is over.
func (r *run) last(ctx context.Context, f Fault, do, undo func(*os.Process) error) {
	p := r.workers[f.Victim]
	r.note(p.with(do))
	r.lasting.Add(1)
	go func() {
		defer r.lasting.Add(-1)
		select {
		case <-ctx.Done():
		case <-time.After(f.Stop):
			r.note(p.with(undo))
		}
	}()
}

func (r *run) killWorker(i int) { r.note(r.workers[i].kill()) }

// storeSize is about how long the store's files are, so that hardly one can grow.
func (r *run) storeSize() uint64 {
	info, err := os.Stat(filepath.Join(r.dir, "erpbridge.db-wal"))
	if err != nil {
		return 4096
	}
	return uint64(info.Size()) / 2
}

// cutStore ends all connections to the store, as a restart of PostgreSQL does.
func (r *run) cutStore(ctx context.Context) error {
	db, err := sql.Open("pgx", r.opts.Store)
	if err != nil {
		return fmt.Errorf("cut the store's connections: %w", err)
	}
	defer db.Close()
	const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
	if _, err := db.ExecContext(ctx, cut); err != nil {
		return fmt.Errorf("cut the store's connections: %w", err)
	}
	return nil
}

// happened is told of every fault when it happens.
func (r *run) happened(f Fault) {
	fmt.Fprintf(r.logFile, "%s fault %+v\n", time.Now().Format(time.StampMilli), f)
	if f.Kind.kills() {
		r.times.killed(r.world.Kingdee.Count(form))
	}
}

// note is for what does not keep a campaign from going on.
func (r *run) note(err error) {
	if err != nil {
		fmt.Fprintf(r.logFile, "%s campaign: %v\n", time.Now().Format(time.StampMilli), err)
	}
}
