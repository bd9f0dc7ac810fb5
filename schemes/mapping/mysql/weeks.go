package mysql

import "time"

// The bits of a week's mode: it begins on Monday, it belongs to the year before
// when that has most of it, and the first is the one with the first such day.
const (
	mondayFirst = 1 << iota
	eitherYear
	firstDay
)

// weekOf is the number of a week and the year it belongs to, by MySQL's modes.
func weekOf(t time.Time, mode int64) (week, year int) {
	monday := mode&mondayFirst != 0
	either := mode&eitherYear != 0
	first := (mode&firstDay != 0) == monday // MySQL turns the bit around for weeks from Sunday
	year = t.Year()
	start := firstWeek(year, monday, first)
	if t.Before(start) {
		if !either {
			return 0, year
		}
		year--
		start = firstWeek(year, monday, first)
	} else if next := firstWeek(year+1, monday, first); either && !t.Before(next) {
		year, start = year+1, next
	}
	const days = 7
	return int(t.Sub(start).Hours())/24/days + 1, year
}

// firstWeek is the first day of the first week of a year.
func firstWeek(year int, monday, first bool) time.Time {
	const days, most = 7, 4
	t := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	into := int(t.Weekday()) // days of the week that are in the old year
	if monday {
		into = (into + days - 1) % days
	}
	if (first && into != 0) || (!first && into >= most) {
		return t.AddDate(0, 0, days-into)
	}
	return t.AddDate(0, 0, -into)
}

func (a *arguments) week(mode int64) any {
	week, _ := weekOf(midnight(a.moment(0).Time), mode)
	return whole(int64(week))
}

// yearWeek always names the year the week belongs to.
func yearWeek(a *arguments) any {
	week, year := weekOf(midnight(a.moment(0).Time), a.whole(1, 0)|eitherYear)
	return whole(int64(year*dateBase + week))
}
