package campaign

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Postgres as the store is a PostgreSQL of the campaign's own, which it kills.
const Postgres = "postgres"

// cluster is that PostgreSQL.
type cluster struct{ bin, data, home, port string }

// newCluster makes an empty one, in a folder of its own: PostgreSQL does not run
// as root, and who it runs as may not look into ours.
func newCluster(ctx context.Context) (c cluster, err error) {
	if c.bin, err = postgresPrograms(); err != nil {
		return c, err
	}
	if c.home, err = os.MkdirTemp("", "erpbridge-campaign-postgres-"); err != nil {
		return c, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	c.data = filepath.Join(c.home, "data")
	if err := giveAway(c.home); err != nil {
		return c, errors.Join(fmt.Errorf("make a folder for PostgreSQL: %w", err), c.remove())
	}
	port, err := freePort(ctx)
	if err != nil {
		return c, errors.Join(err, c.remove())
	}
	c.port = strconv.Itoa(port)
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, "initdb"), "-D", c.data, "-U", "campaign", "-A", "trust", "-E", "UTF8", "--no-sync") //nolint:gosec // found where PostgreSQL is installed
	cmd.Dir, cmd.SysProcAttr = c.home, unprivileged()
	if said, err := cmd.CombinedOutput(); err != nil {
		return c, errors.Join(fmt.Errorf("make a PostgreSQL: %w: %s", err, said), c.remove())
	}
	return c, nil
}

func (c cluster) url() string {
	return "postgres://campaign@" + net.JoinHostPort("127.0.0.1", c.port) + "/postgres?sslmode=disable"
}

func (c cluster) remove() error { return os.RemoveAll(c.home) }

// kill is kill -9 of its first process; the others end when they find it gone.
func (c cluster) kill() error {
	text, err := os.ReadFile(filepath.Join(c.data, "postmaster.pid"))
	if err != nil {
		return fmt.Errorf("kill PostgreSQL: %w", err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return fmt.Errorf("kill PostgreSQL: postmaster.pid begins with %q", first)
	}
	p, err := os.FindProcess(pid)
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		return fmt.Errorf("kill PostgreSQL: %w", err)
	}
	return nil
}

// runPostgres is PostgreSQL until the context ends. It loses nothing when it is
// killed, though it does not wait for the disk: the machine goes on.
func runPostgres(ctx context.Context, bin, data, port string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "-D", data, "-p", port, "-h", "127.0.0.1", "-k", "", "-F", "-c", "max_connections=200") //nolint:gosec // see newCluster
	cmd.Dir, cmd.SysProcAttr, cmd.Stderr = filepath.Dir(data), unprivileged(), os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil //nolint:nilerr // it was told to end
	}
	return fmt.Errorf("PostgreSQL ended: %w", err)
}

// postgresPrograms is the folder of initdb and postgres.
func postgresPrograms() (string, error) {
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	if found, err := exec.LookPath("initdb"); err == nil {
		folders = append([]string{filepath.Dir(found)}, folders...)
	}
	for _, folder := range folders {
		if info, err := os.Stat(filepath.Join(folder, "postgres")); err == nil && info.Mode().IsRegular() {
			return folder, nil
		}
	}
	return "", errors.New("--store postgres needs PostgreSQL's initdb and postgres on the PATH; or give it the URL of an empty database")
}
