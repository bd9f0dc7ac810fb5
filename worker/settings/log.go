package settings

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/lmittmann/tint"
	"golang.org/x/term"
)

// Logger writes to w as LOG_LEVEL and LOG_FORMAT say.
func (s Settings) Logger(w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		return nil, fmt.Errorf("LOG_LEVEL is %q; use debug, info, warn or error", s.LogLevel)
	}
	switch s.format(w) {
	case "text":
		opts := &tint.Options{Level: level, TimeFormat: time.TimeOnly, NoColor: !terminal(w)}
		return slog.New(tint.NewTextHandler(w, opts)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})), nil
	default:
		return nil, fmt.Errorf("LOG_FORMAT is %q; use auto, text or json", s.LogFormat)
	}
}

func (s Settings) format(w io.Writer) string {
	format := strings.ToLower(s.LogFormat)
	switch {
	case format != "auto" && format != "":
		return format
	case terminal(w):
		return "text"
	default:
		return "json"
	}
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
