package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"time"
)

// process is a part of the benchmark while it runs.
type process struct {
	name   string
	cmd    *exec.Cmd
	breath io.Closer // ends with this process, however that ends
	hello  hello
}

// start begins a part and waits until it is ready.
func start(ctx context.Context, name string, program []string, environ map[string]string, log io.Writer, args ...string) (*process, error) {
	command := append(append([]string(nil), program...), args...)
	p := &process{name: name, cmd: exec.CommandContext(ctx, command[0], command[1:]...)} //nolint:gosec // the program itself
	p.cmd.Stderr = log
	for name, value := range environ {
		p.cmd.Env = append(p.cmd.Env, name+"="+value)
	}
	var err error
	if p.breath, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	said, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the %s: %w", name, err)
	}
	if err := json.NewDecoder(said).Decode(&p.hello); err != nil {
		p.stop()
		return nil, fmt.Errorf("the %s did not start; its log says why: %w", name, err)
	}
	return p, nil
}

// patience is how long a part may take to end.
const patience = 2 * time.Minute

// stop lets the part end by itself, and writes what it has to write; a part that
// does not is killed.
func (p *process) stop() {
	_ = p.breath.Close() // it may be gone already
	late := time.AfterFunc(patience, func() { _ = p.cmd.Process.Kill() })
	defer late.Stop()
	_ = p.cmd.Wait() // what it has to say is in the log
}
