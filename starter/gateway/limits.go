package gateway

import (
	"cmp"
	"fmt"
	"time"

	"github.com/caarlos0/env/v11"
)

// Limits keep one caller from taking what the others need. Zero fields are the
// defaults of the env tags.
type Limits struct {
	Addr        string `env:"CALLBACKS_ADDR"`                           // where to listen, such as :8090; empty: nowhere
	MaxBytes    int64  `env:"CALLBACKS_MAX_BYTES" envDefault:"1048576"` // of a body
	PerMinute   int    `env:"CALLBACKS_PER_MINUTE" envDefault:"6000"`   // calls that a scheme takes
	Concurrency int    `env:"CALLBACKS_CONCURRENCY" envDefault:"16"`    // calls of a scheme at the store at once

	Bodies    int           `env:"-"` // bodies in memory at once, of all schemes together
	Patience  time.Duration `env:"-"` // how long a call waits for a place
	StoreWait time.Duration `env:"-"` // how long the store may take to keep a call
	ReadWait  time.Duration `env:"-"` // how long a caller may take to send a call
}

// Read takes the limits from the given variables.
func Read(environ map[string]string) (Limits, error) {
	l, err := env.ParseAsWithOptions[Limits](env.Options{Environment: environ})
	if err != nil {
		return l, fmt.Errorf("variables CALLBACKS_*: %w", err)
	}
	if l.MaxBytes < 1 || l.PerMinute < 1 || l.Concurrency < 1 {
		return l, fmt.Errorf("CALLBACKS_MAX_BYTES, CALLBACKS_PER_MINUTE and CALLBACKS_CONCURRENCY must be at least 1")
	}
	return l.withDefaults(), nil
}

func (l Limits) withDefaults() Limits {
	l.MaxBytes = cmp.Or(l.MaxBytes, 1<<20)
	l.PerMinute = cmp.Or(l.PerMinute, 6000)
	l.Concurrency = cmp.Or(l.Concurrency, 16)
	l.Bodies = cmp.Or(l.Bodies, 256)
	l.Patience = cmp.Or(l.Patience, 5*time.Second)
	l.StoreWait = cmp.Or(l.StoreWait, 10*time.Second)
	l.ReadWait = cmp.Or(l.ReadWait, 15*time.Second)
	return l
}
