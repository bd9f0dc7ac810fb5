package mysql

import (
	"time"
)

// shifted is DATE_ADD, DATE_SUB, TIMESTAMPADD and date + INTERVAL n unit.
type shifted struct {
	date, by node
	unit     string
	back     bool
}

// kind is that of the date: MySQL answers a date in text with text.
func (s shifted) kind(r *run) kind {
	k := s.date.kind(r)
	if k.class == day && !ofDays(s.unit) {
		return kind{class: instant}
	}
	if k.class == exact || k.class == integral {
		return kind{class: text}
	}
	return k
}

// ofDays are the units that leave a date without a time of day.
func ofDays(unit string) bool {
	switch unit {
	case "day", "week", "month", "quarter", "year", "year_month":
		return true
	}
	return false
}

func (s shifted) eval(r *run) (any, error) {
	date, err := s.date.eval(r)
	if err != nil || date == nil {
		return nil, err
	}
	by, err := s.by.eval(r)
	if err != nil || by == nil {
		return nil, err
	}
	d, err := r.delta(by, s.unit)
	if err != nil {
		return nil, err
	}
	if s.back {
		d = delta{-d.months, -d.days, -d.span, d.digits}
	}
	if c, ok := date.(clock); ok {
		return clock{c.Duration + d.span + time.Duration(d.days)*24*time.Hour, max(c.digits, d.digits)}, nil
	}
	m, err := r.moment(date)
	if err != nil {
		return nil, err
	}
	return m.shift(d, s.unit)
}

const farthest = 400_000 // months, and more days than there are in 9999 years are refused by the year

func (m moment) shift(d delta, unit string) (any, error) {
	const daysPerMonth = 31
	if max(d.months, -d.months) > farthest || max(d.days, -d.days) > farthest*daysPerMonth {
		return nil, &noResult{"the date is too far away"}
	}
	first := time.Date(m.Year(), m.Month()+time.Month(d.months), 1, 0, 0, 0, 0, time.UTC)
	last := lastDay(moment{Time: first}).Day()
	t := first.AddDate(0, 0, min(m.Day(), last)-1).Add(m.clock().Duration)
	if d.months == 0 {
		t = m.Time
	}
	t = t.AddDate(0, 0, int(d.days)).Add(d.span)
	const lastYear = 9999
	if t.Year() < 1 || t.Year() > lastYear {
		return nil, &noResult{"the date is too far away"}
	}
	return moment{t, m.date && ofDays(unit), max(m.digits, d.digits)}, nil
}
