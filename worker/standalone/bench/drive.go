package bench

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/workflows"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

const (
	lookEvery = 200 * time.Millisecond
	tellEvery = 5 * time.Second
	// stall is how long nothing may move; longer than the engine's longest rest.
	stall = 5 * time.Minute
	// back is where the first window begins.
	back = time.Hour
)

// fillCollections reads what is looked up in, which is none of the documents' cost.
func (s *stage) fillCollections(ctx context.Context) error {
	for _, name := range s.job.collections {
		run, err := s.orders.Run(ctx, workflows.SyncInput{Scheme: name, Since: time.Now().AddDate(0, 0, -40)})
		if err == nil {
			err = run.Get(ctx, nil)
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
	}
	return nil
}

// drive lets the scheme run, and run again, until all bills are audited and the
// run that brought the last one has ended.
func (s *stage) drive(ctx context.Context, began time.Time, tell func(standing, Memory)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	runs := make(chan error, 1)
	go func() { runs <- s.runs(ctx) }()
	w := &watch{stage: s, began: began, tell: tell, moved: began, told: began}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case err := <-runs:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		if err := w.look(ctx); err != nil {
			return err
		}
	}
}

// runs lets one run follow another until all is done.
func (s *stage) runs(ctx context.Context) error {
	for {
		if err := s.run(ctx); err != nil {
			return fmt.Errorf("run %s: %w", s.job.scheme, err)
		}
		var now standing
		if err := s.ask(ctx, http.MethodGet, "/standing", &now); err != nil || now.Audited >= s.opts.Documents {
			return err
		}
	}
}

func (s *stage) run(ctx context.Context) error {
	since := time.Now().Add(-back)
	if s.lane != Naive {
		run, err := s.orders.Run(ctx, workflows.SyncInput{Scheme: s.job.scheme, Since: since})
		if err != nil {
			return err
		}
		return run.Get(ctx, nil)
	}
	run, err := s.client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: "naive", TaskQueue: naiveQueue, WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
	}, naiveSync, naiveInput{Window: connectors.Window{From: since, To: time.Now()}})
	if err != nil {
		return err
	}
	return run.Get(ctx, nil)
}

// watch looks at the world while it is carried, tells how far it is, and gives up
// when nothing moves.
type watch struct {
	stage *stage
	began time.Time
	tell  func(standing, Memory)
	last  standing
	moved time.Time
	told  time.Time
}

func (w *watch) look(ctx context.Context) error {
	var now standing
	if err := w.stage.ask(ctx, http.MethodGet, "/standing", &now); err != nil {
		return err
	}
	if now != w.last {
		w.last, w.moved = now, time.Now()
	}
	switch {
	case now.Trouble != "":
		return fmt.Errorf("the simulators: %s", now.Trouble)
	case time.Since(w.moved) > stall:
		return fmt.Errorf("nothing has moved for %s: %d of %d bills are audited; the logs are in %s",
			stall, now.Audited, w.stage.opts.Documents, w.stage.dir)
	case time.Since(w.told) > tellEvery:
		w.told = time.Now()
		w.tell(now, w.memory(now))
	}
	return nil
}

func (w *watch) memory(now standing) Memory {
	engine, _ := memoryOf(w.stage.engine.cmd.Process.Pid)
	temporal, _ := memoryOf(w.stage.temporal.cmd.Process.Pid)
	return Memory{time.Since(w.began).Seconds(), now.Audited, mega(engine), mega(temporal)}
}
