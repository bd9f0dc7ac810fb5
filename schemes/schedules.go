package schemes

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"
)

func (r *reader) schedule(parent object, s *Scheme) {
	n := parent.get("schedule")
	if n == nil {
		return
	}
	o := r.object(n, "schedule", keysOf[scheduleFormat]()...)
	s.Schedule = r.times(o)
	s.Schedule.Jitter = o.duration("jitter", 0)
}

// times reads every and cron, of which there is one.
func (r *reader) times(o object) Schedule {
	every, cron := o.get("every") != nil, o.get("cron") != nil
	switch {
	case o.node.Kind != yaml.MappingNode: // said already
	case !every && !cron:
		r.mistake(o.node, o.path, `expected "every: 10m" or "cron: [...]"`)
	case every && cron:
		r.mistake(o.node, o.path, "every and cron exclude each other")
	}
	s := Schedule{Every: o.duration("every", 0), Cron: o.texts("cron")}
	for i, c := range o.list("cron") {
		if i >= len(s.Cron) {
			break // one that is no text, which is said already
		}
		if problem := checkCron(s.Cron[i]); problem != "" {
			r.mistake(c, o.at("cron"), "%s", problem)
		}
	}
	return s
}

// sweeps reads when the past is read again and compared. The rest of the scheme
// has been read: it says whether that can be.
func (r *reader) sweeps(parent object, s *Scheme) {
	for i, n := range parent.list("remedy") {
		o := r.object(n, "remedy", keysOf[remedyFormat]()...)
		m := Remedy{Name: r.sweepName(o, i, s.Remedies), Schedule: r.times(o), Window: r.back(o)}
		if why := notSwept(s); why != "" {
			r.mistake(n, "remedy", "%s", why)
		}
		s.Remedies = append(s.Remedies, m)
	}
	if n := parent.get("reconcile"); n != nil {
		const lag = time.Hour
		o := r.object(n, "reconcile", keysOf[reconcileFormat]()...)
		s.Reconcile = &Comparison{Schedule: r.times(o), Window: r.back(o), Lag: o.duration("lag", lag)}
		if why := notCompared(s); why != "" {
			r.mistake(n, "reconcile", "%s", why)
		}
	}
}

// sweepNames may be part of a schedule's id.
var sweepNames = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func (r *reader) sweepName(o object, i int, others []Remedy) string {
	name := o.text("name", strconv.Itoa(i+1))
	if !sweepNames.MatchString(name) {
		r.mistake(o.get("name"), o.at("name"), "%q is not a name of small letters, digits and hyphens", name)
	}
	if slices.ContainsFunc(others, func(m Remedy) bool { return m.Name == name }) {
		r.mistake(o.node, o.at("name"), "%q is the name of another sweep", name)
	}
	return name
}

// longestBack bounds what is read again: a sweep of years would never be done
// when the next begins. That is a backfill's work.
const longestBack = 366 * 24 * time.Hour

func (r *reader) back(o object) time.Duration {
	o.required("window")
	back := o.duration("window", longestBack)
	if o.get("window") != nil && (back <= 0 || back > longestBack) {
		r.mistake(o.get("window"), o.at("window"), "expected more than 0s and at most 366d")
	}
	return back
}

// notSwept says why the past of a scheme cannot be read again by time.
func notSwept(s *Scheme) string {
	switch {
	case s.Source.Connector == Collection, s.Source.Each != nil:
		return "its source is not read by time: every run reads all that it has to say"
	case s.Merges():
		return "its rows become documents together with others, and a stretch of time may have only some of them"
	default:
		return ""
	}
}

// notCompared says why source and target cannot be compared stretch by stretch.
func notCompared(s *Scheme) string {
	switch {
	case s.Target == nil:
		return "it has no target: there is nothing to compare its documents with"
	case s.Source.Each != nil:
		return "its source is read once for each document of another scheme, and not by time"
	case s.Merges() && s.Source.Connector != Collection: // a collection is read whole
		return "its rows become documents together with others, and a stretch of time may have only some of them; starter reconcile compares as long a time as one asks for"
	default:
		return ""
	}
}
