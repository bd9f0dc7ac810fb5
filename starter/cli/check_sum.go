package cli

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// sum adds the days, or windows, of a scheme to its balance, and says in which
// states all that they brought is.
type sum func(ctx context.Context, s balances, b *balance, goal docstore.State) (map[docstore.State]int, error)

func counting(by string, from, to time.Time) sum {
	if by == perWindow {
		return windowsBetween(from, to)
	}
	return daysBetween(from, to)
}

func daysBetween(from, to time.Time) sum {
	return func(ctx context.Context, s balances, b *balance, goal docstore.State) (map[docstore.State]int, error) {
		days, err := s.Days(ctx, b.Scheme, from, to)
		all := map[docstore.State]int{}
		for _, day := range days {
			b.Days = append(b.Days, dayBalance{Day: day.Day, Balance: docstore.BalanceOf(day.Counts, goal)})
			add(all, day.Counts)
		}
		return all, err
	}
}

func windowsBetween(from, to time.Time) sum {
	return func(ctx context.Context, s balances, b *balance, goal docstore.State) (map[docstore.State]int, error) {
		windows, err := s.Windows(ctx, b.Scheme, from, to)
		all := map[docstore.State]int{}
		for _, w := range windows {
			if !w.To.IsZero() {
				w.From, w.To = w.From.In(zone()), w.To.In(zone())
			}
			b.Windows = append(b.Windows, windowBalance{Window: w.Window, Balance: docstore.BalanceOf(w.Counts, goal)})
			add(all, w.Counts)
		}
		return all, err
	}
}

func add(all, counts map[docstore.State]int) {
	for state, n := range counts {
		all[state] += n
	}
}
