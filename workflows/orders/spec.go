package orders

import (
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/schemes"
)

// specOf turns a schedule into Temporal's. Crontabs are read in Asia/Shanghai,
// as those who write them live there.
func specOf(id string, s schemes.Schedule) client.ScheduleSpec {
	spec := client.ScheduleSpec{Jitter: s.Jitter}
	if s.Every > 0 {
		spec.Intervals = []client.ScheduleIntervalSpec{{Every: s.Every, Offset: phase(id, s.Every)}}
		return spec
	}
	for _, line := range s.Cron {
		spec.Calendars = append(spec.Calendars, calendar(line))
		spec.TimeZoneName = "Asia/Shanghai"
	}
	return spec
}

// phase is where in its interval a schedule has its time: without it, fifty
// schemes of every 5m would all ask at the same second. It follows from the
// name, so that a schedule that is applied again stays where it is.
func phase(id string, every time.Duration) time.Duration {
	seconds := uint64(every / time.Second)
	if seconds == 0 {
		return 0
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(id)) // a hash takes everything
	return time.Duration(sum.Sum64()%seconds) * time.Second
}

// calendar is a crontab as Temporal gives it back, so that a plan can compare.
func calendar(line string) client.ScheduleCalendarSpec {
	f := schemes.Cron(line)
	return client.ScheduleCalendarSpec{
		Second: ranges([]int{0}), Minute: ranges(f[0]), Hour: ranges(f[1]),
		DayOfMonth: ranges(f[2]), Month: ranges(f[3]), DayOfWeek: ranges(f[4]), Comment: line,
	}
}

// ranges joins neighbours: 0, 1, 2 is one range.
func ranges(numbers []int) []client.ScheduleRange {
	var all []client.ScheduleRange
	for _, n := range numbers {
		if last := len(all) - 1; last >= 0 && all[last].End == n-1 {
			all[last].End = n
			continue
		}
		all = append(all, client.ScheduleRange{Start: n, End: n, Step: 1})
	}
	return all
}

// sameTimes says whether two specifications have the same times, however they
// are written.
func sameTimes(a, b client.ScheduleSpec) bool {
	return a.Jitter == b.Jitter && a.StartAt.Equal(b.StartAt) && a.EndAt.Equal(b.EndAt) && len(a.Skip) == len(b.Skip) &&
		slices.Equal(a.Intervals, b.Intervals) &&
		(len(a.Calendars) == 0 || a.TimeZoneName == b.TimeZoneName) &&
		slices.EqualFunc(a.Calendars, b.Calendars, sameDays)
}

func sameDays(a, b client.ScheduleCalendarSpec) bool {
	for _, pair := range [][2][]client.ScheduleRange{
		{a.Second, b.Second},
		{a.Minute, b.Minute},
		{a.Hour, b.Hour},
		{a.DayOfMonth, b.DayOfMonth},
		{a.Month, b.Month},
		{a.DayOfWeek, b.DayOfWeek},
		{a.Year, b.Year},
	} {
		if !slices.Equal(spread(pair[0]), spread(pair[1])) {
			return false
		}
	}
	return true
}

func spread(all []client.ScheduleRange) []int {
	var numbers []int
	for _, r := range all {
		for n := r.Start; n <= max(r.Start, r.End); n += max(r.Step, 1) {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// whenOf is a schedule in one line; "" when there is none.
func whenOf(s schemes.Schedule) string {
	if s.Every > 0 {
		return s.Every.String()
	}
	return strings.Join(s.Cron, "; ")
}
