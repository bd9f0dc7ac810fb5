package campaign

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// restart is how soon a process that has ended is started again, as a service
// manager does.
const restart = 500 * time.Millisecond

// farewell is how long a process may take that is told to end.
const farewell = 15 * time.Second

// process is a part of the campaign that is started again whenever it ends.
type process struct {
	name    string
	command []string
	environ []string
	log     io.Writer
	gently  bool // it is not killed in the end, but hears that this process ends

	mu  sync.Mutex
	now *exec.Cmd // nil while there is none
	all sync.WaitGroup
}

// keep runs the process until the context ends, and then kills it.
func (p *process) keep(ctx context.Context) {
	p.all.Go(func() {
		for ctx.Err() == nil {
			if err := p.live(ctx); err != nil {
				fmt.Fprintf(p.log, "%s ended: %v\n", p.name, err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(restart):
			}
		}
	})
}

// live is one life of the process.
func (p *process) live(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...) //nolint:gosec // the program itself
	cmd.Env, cmd.Stdout, cmd.Stderr = p.environ, p.log, p.log
	breath, err := cmd.StdinPipe() // ends with this process, however that ends
	if err != nil {
		return err
	}
	if p.gently {
		cmd.Cancel, cmd.WaitDelay = breath.Close, farewell
	}
	if err := p.begin(cmd); err != nil {
		return err
	}
	err = cmd.Wait()
	p.mu.Lock()
	p.now = nil
	p.mu.Unlock()
	_ = breath.Close() // closed by Wait already
	return err
}

func (p *process) begin(cmd *exec.Cmd) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := cmd.Start(); err != nil {
		return err
	}
	p.now = cmd
	return nil
}

// with does something to the process as it lives now; nothing when it does not.
func (p *process) with(do func(*os.Process) error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil {
		return nil
	}
	if err := do(p.now.Process); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

func (p *process) kill() error { return p.with((*os.Process).Kill) }

// ended returns when the process has, for good.
func (p *process) ended() { p.all.Wait() }
