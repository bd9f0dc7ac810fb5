package temporalserver

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"go.temporal.io/server/common/log/tag"
)

func TestOnlyErrorsOfASettledServerAreLogged(t *testing.T) {
	log, text := testLogger(nil)
	log.Error("shard status unknown")
	log.settled.Store(true)
	log.Warn("slow")
	log.Error("disk full", tag.Error(errors.New("no space left")))

	if got := strings.Count(text.String(), "\n"); got != 1 || !strings.Contains(text.String(), `msg="disk full" from="temporal server" error="no space left"`) {
		t.Errorf("logged:\n%s", text)
	}
}

func TestALevelLetsEverythingFromItThrough(t *testing.T) {
	log, text := testLogger(slog.LevelWarn)
	log.Info("started")
	log.Warn("slow")
	log.Error("shard status unknown")

	if got := strings.Count(text.String(), "\n"); got != 2 || strings.Contains(text.String(), "started") {
		t.Errorf("logged:\n%s", text)
	}
}

func TestFatalEndsTheServerAndNotTheProcess(t *testing.T) {
	alive, giveUp := context.WithCancelCause(t.Context())
	log := newLogger(slog.New(slog.DiscardHandler), nil, giveUp)
	go log.Fatal("Failed to start gRPC listener", tag.Error(errors.New("address in use")))
	<-alive.Done()

	if want := "the Temporal server gave up: Failed to start gRPC listener: address in use"; context.Cause(alive).Error() != want {
		t.Errorf("got %v", context.Cause(alive))
	}
}

func testLogger(level slog.Leveler) (*logger, *bytes.Buffer) {
	var text bytes.Buffer
	return newLogger(slog.New(slog.NewTextHandler(&text, nil)), level, func(error) {}), &text
}
