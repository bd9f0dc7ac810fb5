package mysql

import "time"

// difference is TIMESTAMPDIFF: how many whole units lie between two dates.
type difference struct {
	unit     string
	from, to node
}

func (d difference) kind(*run) kind { return kind{class: integral} }

func (d difference) eval(r *run) (any, error) {
	values, err := present(r, []node{d.from, d.to})
	const two = 2
	if err != nil || len(values) < two {
		return nil, err
	}
	from, err := r.moment(values[0])
	if err != nil {
		return nil, err
	}
	to, err := r.moment(values[1])
	return whole(unitsBetween(from.Time, to.Time, d.unit)), err
}

func unitsBetween(from, to time.Time, unit string) int64 {
	const quarter, year, week = 3, 12, 7
	switch unit {
	case "month":
		return monthsBetween(from, to)
	case "quarter":
		return monthsBetween(from, to) / quarter
	case "year":
		return monthsBetween(from, to) / year
	}
	spans := map[string]time.Duration{
		"week": week * 24 * time.Hour, "day": 24 * time.Hour, "hour": time.Hour, "minute": time.Minute, "second": time.Second,
	}
	// Not Sub, which ends after 292 years.
	micros := to.UnixMicro() - from.UnixMicro()
	if span, ok := spans[unit]; ok {
		return micros / span.Microseconds()
	}
	return micros
}

// monthsBetween counts a month when its day and time of day are reached.
func monthsBetween(from, to time.Time) int64 {
	if to.Before(from) {
		return -monthsBetween(to, from)
	}
	const year = 12
	months := int64((to.Year()-from.Year())*year + int(to.Month()-from.Month()))
	inMonth := func(t time.Time) time.Duration { return time.Duration(t.Day())*24*time.Hour + t.Sub(midnight(t)) }
	if inMonth(to) < inMonth(from) {
		months--
	}
	return months
}
