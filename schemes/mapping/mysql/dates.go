package mysql

import "time"

// dateFunctions take dates apart and put them together.
func dateFunctions() map[string]function {
	n, t := gives(integral), gives(text)
	all := map[string]function{
		"last_day":       {1, 1, gives(day), func(a *arguments) any { return lastDay(a.moment(0)) }},
		"date":           {1, 1, gives(day), func(a *arguments) any { return moment{midnight(a.moment(0).Time), true, 0} }},
		"time":           {1, 1, gives(hours), func(a *arguments) any { return a.clock(0) }},
		"timestamp":      {1, 2, gives(instant), timestamp},
		"dayname":        {1, 1, t, func(a *arguments) any { return a.moment(0).Weekday().String() }},
		"monthname":      {1, 1, t, func(a *arguments) any { return a.moment(0).Month().String() }},
		"week":           {1, 2, n, func(a *arguments) any { return a.week(a.whole(1, 0)) }},
		"weekofyear":     {1, 1, n, func(a *arguments) any { return a.week(3) }},
		"yearweek":       {1, 2, n, yearWeek},
		"to_days":        {1, 1, n, func(a *arguments) any { return whole(dayNumber(a.moment(0).Time)) }},
		"from_days":      {1, 1, gives(day), fromDays},
		"to_seconds":     {1, 1, n, toSeconds},
		"datediff":       {2, 2, n, func(a *arguments) any { return whole(dayNumber(a.moment(0).Time) - dayNumber(a.moment(1).Time)) }},
		"makedate":       {2, 2, gives(day), makeDate},
		"maketime":       {3, 3, gives(hours), makeTime},
		"sec_to_time":    {1, 1, gives(hours), secondsToTime},
		"time_to_sec":    {1, 1, n, func(a *arguments) any { return whole(int64(a.clock(0).Duration / time.Second)) }},
		"period_add":     {2, 2, n, periodAdd},
		"period_diff":    {2, 2, n, func(a *arguments) any { return whole(months(a.whole(0)) - months(a.whole(1))) }},
		"addtime":        {2, 2, ofFirst, func(a *arguments) any { return a.addTime(1) }},
		"subtime":        {2, 2, ofFirst, func(a *arguments) any { return a.addTime(-1) }},
		"timediff":       {2, 2, gives(hours), timeDiff},
		"unix_timestamp": {0, 1, unixScale, unixTimestamp},
		"from_unixtime":  {1, 2, fromUnixKind, fromUnixtime},
		"convert_tz":     {3, 3, gives(instant), convertZone},
		"date_format":    {2, 2, t, func(a *arguments) any { return a.formatted(a.moment(0), a.text(1)) }},
		"time_format":    {2, 2, t, timeFormat},
		"str_to_date":    {2, 2, readKind, readDate},
	}
	for name, unit := range parts() {
		all[name] = function{1, 1, n, func(a *arguments) any { return a.part(unit) }}
	}
	for _, name := range []string{"now", "sysdate", "current_timestamp", "localtime", "localtimestamp"} {
		all[name] = function{0, 1, gives(instant), func(a *arguments) any { return a.current(a.run.now) }}
	}
	all["utc_timestamp"] = function{0, 1, gives(instant), func(a *arguments) any { return a.current(a.run.now.UTC()) }}
	for _, name := range []string{"curdate", "current_date"} {
		all[name] = function{0, 0, gives(day), func(a *arguments) any { return moment{midnight(a.run.now), true, 0} }}
	}
	all["utc_date"] = function{0, 0, gives(day), func(a *arguments) any { return moment{midnight(a.run.now.UTC()), true, 0} }}
	for _, name := range []string{"curtime", "current_time"} {
		all[name] = function{0, 1, gives(hours), func(a *arguments) any { return a.current(a.run.now).clock() }}
	}
	return all
}

// current is a time with as many digits of the second as are asked for.
func (a *arguments) current(t time.Time) moment {
	const most = 6
	digits := int(min(max(a.whole(0, 0), 0), most))
	step := time.Second
	for range digits {
		step /= 10
	}
	return moment{civil(t).Truncate(step), false, digits}
}

// ofFirst is the rule of functions whose result is like their first argument.
func ofFirst(r *run, args []node) kind { return args[0].kind(r) }

func lastDay(m moment) moment {
	return moment{time.Date(m.Year(), m.Month()+1, 0, 0, 0, 0, 0, time.UTC), true, 0}
}

func timestamp(a *arguments) any {
	m := a.moment(0)
	m.date = false
	if a.has(1) {
		c := a.clock(1)
		m.Time, m.digits = m.Add(c.Duration), max(m.digits, c.digits)
	}
	return m
}

const epochDay, secondsOfDay = 719528, 24 * 60 * 60 // of 1970-01-01, counted from the year 0

func dayNumber(t time.Time) int64 { return midnight(t).Unix()/secondsOfDay + epochDay }

func fromDays(a *arguments) any {
	return a.inYears(moment{time.Unix((a.whole(0)-epochDay)*secondsOfDay, 0).UTC(), true, 0})
}

func toSeconds(a *arguments) any {
	m := a.moment(0)
	return whole(m.Unix() + epochDay*secondsOfDay)
}

// inYears refuses what MySQL has no date for.
func (a *arguments) inYears(m moment) any {
	const last = 9999
	if m.Year() < 1 || m.Year() > last {
		return a.none()
	}
	return m
}

func makeDate(a *arguments) any {
	year, days := a.whole(0), a.whole(1)
	const twoDigits, most = 100, 4_000_000
	if year < twoDigits {
		year = int64(fullYear(int(max(year, 0))))
	}
	if days < 1 || days > most {
		return a.none()
	}
	return a.inYears(moment{time.Date(int(min(year, 1e6)), 1, int(days), 0, 0, 0, 0, time.UTC), true, 0})
}
