package orders

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/schemes"
)

// Upcoming is a schedule that a scheme asks for, as Temporal has it.
type Upcoming struct {
	Schedule string        `json:"schedule"`
	Kind     string        `json:"kind"` // run, remedy, reconcile
	Name     string        `json:"name,omitempty"`
	When     string        `json:"when"`
	Back     time.Duration `json:"-"`             // how far it reads back; 0: from the watermark
	Next     time.Time     `json:"next,omitzero"` // when it starts something
	Paused   bool          `json:"paused"`        // it starts nothing
	Missing  bool          `json:"missing"`       // nobody has applied it
}

// Upcoming tells of the schedules that a scheme asks for.
func (o Orders) Upcoming(ctx context.Context, s *schemes.Scheme) ([]Upcoming, error) {
	var all []Upcoming
	for _, e := range timetable(s, time.Time{}) {
		u := Upcoming{Schedule: e.id, Kind: e.kind, Name: e.name, When: whenOf(e.times), Back: e.back}
		is, err := o.describe(ctx, e.id)
		if err != nil {
			return nil, err
		}
		if u.Missing = is == nil; is != nil {
			u.Paused = is.Schedule.State != nil && is.Schedule.State.Paused
			if next := is.Info.NextActionTimes; len(next) > 0 && !u.Paused {
				u.Next = next[0]
			}
		}
		all = append(all, u)
	}
	return all, nil
}
