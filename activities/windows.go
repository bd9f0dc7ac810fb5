package activities

import (
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// windowsAPlan bounds a plan: it is in the run's history, and each run that
// continues it carries it on.
const windowsAPlan = 200

// Stretch is time that is to be cut into windows.
type Stretch struct {
	connectors.Window
	Longest time.Duration `json:"longest"` // window; 0: it is read whole
}

// stretch is [watermark − overlap, now − lag].
func stretch(s *schemes.Scheme, limits connectors.ReadLimits, mark, since, now time.Time) Stretch {
	now = now.Truncate(time.Second)
	from, to := start(s, mark, since, now), now.Add(-s.Source.Window.Lag)
	if limits.MaxWindow == 0 { // read whole, as it is now
		return Stretch{Window: connectors.Window{From: earlier(from, now), To: now}}
	}
	return Stretch{Window: connectors.Window{From: earlier(from, to), To: to}, Longest: limits.MaxWindow}
}

// Windows is how many windows it takes. Time that has no length takes one, as an
// empty window moves the watermark, too.
func (s Stretch) Windows() int {
	length := s.To.Sub(s.From)
	if s.Longest == 0 || length <= s.Longest {
		return 1
	}
	return int((length + s.Longest - 1) / s.Longest)
}

// cut makes windows of a stretch, as many as a plan may have. Neighbours share
// their edge: windows are closed at both ends at the vendors, and a row read
// twice is recognised.
func (p *Plan) cut(s Stretch) {
	p.Windows, p.Rest = nil, nil
	for s.Windows() > 1 && len(p.Windows) < windowsAPlan {
		end := s.From.Add(s.Longest)
		p.Windows = append(p.Windows, connectors.Window{From: s.From, To: end})
		s.From = end
	}
	if len(p.Windows) == windowsAPlan {
		p.Rest = &s
		return
	}
	p.Windows = append(p.Windows, s.Window)
}

// Next replaces the windows, which have been read, by those that come after
// them; false when there are none.
func (p *Plan) Next() bool {
	if p.Rest == nil {
		return false
	}
	p.cut(*p.Rest)
	return true
}

// Left is how many windows the plan has, and how many come after them.
func (p *Plan) Left() int {
	if p.Rest == nil {
		return len(p.Windows)
	}
	return len(p.Windows) + p.Rest.Windows()
}

func start(s *schemes.Scheme, mark, since, now time.Time) time.Time {
	switch {
	case !mark.IsZero():
		return mark.Add(-s.Source.Window.Overlap)
	case since.IsZero():
		return now.Add(-s.Source.Window.Start)
	case s.Target == nil: // what is looked up may be older than who looks
		return earlier(since, now.Add(-s.Source.Window.Start))
	default:
		return since
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
