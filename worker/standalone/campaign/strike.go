package campaign

import (
	"context"
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
	case DiskFull:
		size := r.storeSize()
		r.last(ctx, f, func(p *os.Process) error { return tighten(p.Pid, size) }, func(p *os.Process) error { return widen(p.Pid) })
	case CutStore:
		r.note(r.cutStore(ctx))
	case KillStore:
		r.note(r.postgres.kill())
	case WorkerClock:
		r.jumpWorker(ctx, f)
	case SourceClock:
		r.jumpSource(ctx, f)
	case Changing:
		r.note(r.shop.change(f.Row))
	case Cancelling:
		r.note(r.shop.cancel(f.Row))
	}
}

// last does something to a worker, and takes it back when its time is over.
func (r *run) last(ctx context.Context, f Fault, do, undo func(*os.Process) error) {
	p := r.workers[f.Victim]
	r.note(p.with(do))
	r.lasts(ctx, f, func() error { return p.with(undo) })
}

// lasts takes something back when its time is over.
func (r *run) lasts(ctx context.Context, f Fault, undo func() error) {
	r.lasting.Add(1)
	go func() {
		defer r.lasting.Add(-1)
		select {
		case <-ctx.Done():
		case <-time.After(f.Stop):
			r.note(undo())
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

// happened is told of every fault when it happens.
func (r *run) happened(f Fault) {
	fmt.Fprintf(r.logFile, "%s fault %+v\n", time.Now().Format(time.StampMilli), f)
	switch {
	case f.Kind == KillGateway:
		r.times.killed(f.Kind, r.mall.acknowledged())
	case f.Kind.kills():
		r.times.killed(f.Kind, r.world.Kingdee.Count(form))
	}
}

// note is for what does not keep a campaign from going on.
func (r *run) note(err error) {
	if err != nil {
		fmt.Fprintf(r.logFile, "%s campaign: %v\n", time.Now().Format(time.StampMilli), err)
	}
}
