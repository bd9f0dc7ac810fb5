package temporalserver

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"

	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/log/tag"
)

// logger hands what the Temporal server logs to slog.
//
// A healthy single node logs errors while its services find each other, and
// again while they go. They mean nothing and frighten whoever reads them, so
// they are held back unless a level was asked for. A start that does fail
// returns its error from Start.
type logger struct {
	slog    *slog.Logger
	level   slog.Leveler // nil: errors only, and only while settled
	settled *atomic.Bool
	fatal   context.CancelCauseFunc
}

var _ log.Logger = (*logger)(nil)

func newLogger(target *slog.Logger, level slog.Leveler, fatal context.CancelCauseFunc) *logger {
	return &logger{
		slog:    target.With("from", "temporal server"),
		level:   level,
		settled: new(atomic.Bool),
		fatal:   fatal,
	}
}

func (l *logger) Debug(msg string, tags ...tag.Tag) { l.log(slog.LevelDebug, msg, tags) }
func (l *logger) Info(msg string, tags ...tag.Tag)  { l.log(slog.LevelInfo, msg, tags) }
func (l *logger) Warn(msg string, tags ...tag.Tag)  { l.log(slog.LevelWarn, msg, tags) }
func (l *logger) Error(msg string, tags ...tag.Tag) { l.log(slog.LevelError, msg, tags) }

// DPanic and Panic report a broken invariant. The server's own callers carry
// on after them; one workflow must not take the whole process down.
func (l *logger) DPanic(msg string, tags ...tag.Tag) { l.log(slog.LevelError, msg, tags) }
func (l *logger) Panic(msg string, tags ...tag.Tag)  { l.log(slog.LevelError, msg, tags) }

// Fatal parks the calling goroutine for good: callers rely on it not returning,
// a library must not end the process, and ending the goroutine instead panics
// where the caller is inside a sync.OnceValue. Start or Err tells the reason.
func (l *logger) Fatal(msg string, tags ...tag.Tag) {
	l.fatal(fmt.Errorf("the Temporal server gave up: %s%s", msg, causeOf(tags)))
	select {}
}

func (l *logger) log(level slog.Level, msg string, tags []tag.Tag) {
	if !l.wants(level) {
		return
	}
	attrs := make([]slog.Attr, 0, len(tags))
	for _, t := range tags {
		attrs = append(attrs, slog.Any(t.Key(), t.Value()))
	}
	l.slog.LogAttrs(context.Background(), level, msg, attrs...) //nolint:sloglint // Temporal's words, passed on
}

func (l *logger) wants(level slog.Level) bool {
	if l.level != nil {
		return level >= l.level.Level()
	}
	return level >= slog.LevelError && l.settled.Load()
}

func causeOf(tags []tag.Tag) string {
	for _, t := range tags {
		if t.Key() == "error" {
			return fmt.Sprintf(": %v", t.Value())
		}
	}
	return ""
}
