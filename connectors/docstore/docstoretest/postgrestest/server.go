package postgrestest

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
)

// binaries finds the folder of initdb and pg_ctl.
func binaries() (string, bool) {
	candidates := []string{"/usr/local/pgsql/bin"}
	if packaged, err := filepath.Glob("/usr/lib/postgresql/*/bin"); err == nil {
		candidates = append(packaged, candidates...)
	}
	if onPath, err := exec.LookPath("pg_ctl"); err == nil {
		candidates = append([]string{filepath.Dir(onPath)}, candidates...)
	}
	for _, folder := range candidates {
		if isFile(filepath.Join(folder, "initdb")) && isFile(filepath.Join(folder, "pg_ctl")) {
			return folder, true
		}
	}
	return "", false
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// start starts a server on a free loopback port. It writes nothing safely to
// disk, because nothing outlives the tests.
func start() (*server, error) {
	bin, _ := binaries()
	home, err := os.MkdirTemp("", "postgrestest")
	if err != nil {
		return nil, err
	}
	s := server{bin: bin, data: filepath.Join(home, "data"), home: home}
	if err := s.ownHome(); err != nil {
		return nil, err
	}
	if err := s.stopWithProcess(); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	if err := s.run("initdb", "-D", s.data, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync"); err != nil {
		return nil, err
	}
	options := fmt.Sprintf("-p %d -h 127.0.0.1 -k '' -F -c max_connections=300 -c full_page_writes=off", port)
	if err := s.run("pg_ctl", "-D", s.data, "-w", "-l", filepath.Join(home, "log"), "-o", options, "start"); err != nil {
		return nil, err
	}
	s.url = fmt.Sprintf("postgres://test@127.0.0.1:%d/postgres?sslmode=disable", port)
	return &s, nil
}

type server struct {
	bin, data, home string
	url             string
	alive           io.Closer // the watcher's input; held, because the collector closes files nobody holds
}

// stopWithProcess leaves a shell behind whose input ends when this process does,
// however it ends; then the server is stopped and removed.
func (s *server) stopWithProcess() error {
	script := `trap '' INT TERM; cat >/dev/null; "$1/pg_ctl" -D "$2" -m immediate stop; rm -rf "$3"`
	watcher := exec.Command("/bin/sh", "-c", script, "sh", s.bin, s.data, s.home)
	watcher.SysProcAttr = unprivileged()
	watcher.Dir = s.home
	input, err := watcher.StdinPipe()
	if err != nil {
		return err
	}
	s.alive = input
	return watcher.Start()
}

func (s *server) run(program string, args ...string) error {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.SysProcAttr = unprivileged()
	cmd.Dir = s.home
	// A file, not a pipe: the server keeps it open and Wait would wait for it.
	log, err := os.OpenFile(filepath.Join(s.home, program+".log"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() // read below
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name()) // what it said is a help, not the error
		return fmt.Errorf("%s: %w: %s", program, err, said)
	}
	return nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
