package main

import (
	"bytes"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// The file that is copied to .env reaches the systems that docker compose serves,
// and those find the callbacks.
func TestTheExampleReachesTheServedSystems(t *testing.T) {
	t.Parallel()
	s, err := parse(arguments(t))
	if err != nil {
		t.Fatal(err)
	}
	world, err := simulators.NewWorld(simulators.Options{Documents: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := called(s.callbacks)
	for _, system := range simulators.Systems() {
		host, port, _ := strings.Cut(*s.addr[system], ":")
		if host != "0.0.0.0" {
			t.Errorf("%s listens at %s, where no container can call it", system, host)
		}
		maps.Copy(want, world.Env(system, "http://simulators:"+port))
	}
	example := assignments(t, "../../../.env.example")
	for name, value := range want {
		if strings.HasSuffix(name, "_PASSWORD") || strings.HasSuffix(name, "_SETTLE") { // who writes one, the other is about patience
			continue
		}
		if got, set := example[name]; value != "" && (!set || got != value) {
			t.Errorf("%s is %q in .env.example; the simulators want %q", name, got, value)
		}
	}
	if s.callbacks != "http://callbacks:8090" {
		t.Errorf("callbacks are looked for at %s", s.callbacks)
	}
}

// arguments are those of the service simulators in docker-compose.yml.
func arguments(t *testing.T) []string {
	t.Helper()
	_, rest, _ := strings.Cut(read(t, "../../../docker-compose.yml"), `entrypoint: ["/bin/simulators"]`)
	_, rest, found := strings.Cut(rest, "command: [")
	list, _, _ := strings.Cut(rest, "]")
	if !found {
		t.Fatal("docker-compose.yml has no service simulators with a command")
	}
	var args []string
	for arg := range strings.SplitSeq(list, ",") {
		args = append(args, strings.Trim(strings.TrimSpace(arg), `"`))
	}
	return args
}

func assignments(t *testing.T, file string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for line := range strings.Lines(read(t, file)) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), "="); found && !strings.HasPrefix(name, "#") {
			all[name] = value
		}
	}
	return all
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(content))
}
