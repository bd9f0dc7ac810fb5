package demo

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
)

// life is what happens in the simulated world by itself: a mall sends orders, and
// later what has become of them; parcels go their way, and 快递100 tells.
type life struct {
	world  *simulators.World
	malls  []mall
	told   bool         // the mall has said all it has to say
	note   func() error // that it has
	orders chan error   // closed, or an error, when the mall has sent its orders
	sold   bool
}

// mall is a caller that is simulated, because nobody has set a secret for a real one.
type mall struct{ url, secret string }

// settleMalls finds the schemes that a simulated mall calls.
func (r *run) settleMalls() error {
	for _, s := range r.called() {
		if s.Source.Connector != callback.System || r.opts.Environ[secretOf(s)] != "" {
			continue
		}
		r.life.malls = append(r.life.malls, mall{url: r.address(s), secret: CallbackSecret})
		if _, err := r.world(); err != nil {
			return err
		}
	}
	return nil
}

// live lets the mall send its orders while the schemes are at work.
func (r *run) live(ctx context.Context) {
	r.life.world, r.life.orders = r.simulated, make(chan error, 1)
	r.life.told, r.life.note = r.settled.Told, r.told
	go func() {
		defer close(r.life.orders)
		if err := r.life.sell(ctx); err != nil && ctx.Err() == nil {
			r.life.orders <- err
		}
	}()
}

func (l *life) sell(ctx context.Context) error {
	if l.told {
		return nil
	}
	for _, m := range l.malls {
		if err := l.world.MallSells(ctx, m.url, m.secret); err != nil {
			return fmt.Errorf("the simulated mall: %w", err)
		}
	}
	return nil
}

// selling says whether the mall is still sending its orders.
func (l *life) selling() (bool, error) {
	if l.sold {
		return false, nil
	}
	select {
	case err := <-l.orders:
		l.sold = err == nil
		return false, err
	default:
		return true, nil
	}
}

// on lets the world go one step on, and says whether anything happened: the mall
// tells what has become of its orders, once; parcels move while there are some that
// somebody watches.
func (l *life) on(ctx context.Context) (bool, error) {
	if l.world == nil {
		return false, nil
	}
	if !l.told && len(l.malls) > 0 {
		for _, m := range l.malls {
			if err := l.world.MallChanges(ctx, m.url, m.secret); err != nil {
				return false, fmt.Errorf("the simulated mall: %w", err)
			}
		}
		l.told = true
		return true, l.note()
	}
	moved, err := l.world.MoveParcels(ctx)
	if err != nil {
		return false, fmt.Errorf("the simulated 快递100: %w", err)
	}
	return moved > 0, nil
}

// secretOf is the variable with which the caller of a scheme proves itself.
func secretOf(s *schemes.Scheme) string {
	return all.Prefix(s.Source.Connector, s.Source.Account) + "SECRET"
}
