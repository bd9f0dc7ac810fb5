package mysql

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

const longestSpan = 839*time.Hour - time.Second // 838:59:59

// span is a TIME, as far as MySQL has one.
func (a *arguments) span(d time.Duration, digits int) any {
	if d.Abs() > longestSpan {
		return a.none()
	}
	return clock{d, digits}
}

func makeTime(a *arguments) any {
	h, m, s := a.whole(0), a.whole(1), a.number(2)
	const hour, sixty = 838, 60
	if h < -hour || h > hour || m < 0 || m >= sixty || s.IsNegative() || s.GreaterThanOrEqual(decimal.NewFromInt(sixty)) {
		return nil
	}
	d := time.Duration(max(h, -h))*time.Hour + time.Duration(m)*time.Minute + nanoseconds(s.Decimal)
	return signed(clock{d, int(min(s.scale, 6))}, h < 0)
}

func nanoseconds(seconds decimal.Decimal) time.Duration {
	const nano = 9
	return time.Duration(seconds.Shift(nano).IntPart())
}

func secondsToTime(a *arguments) any {
	n := a.number(0)
	const most = 3_020_400
	if n.Abs().GreaterThanOrEqual(decimal.NewFromInt(most)) {
		return a.none()
	}
	return clock{nanoseconds(n.Decimal), int(min(n.scale, 6))}
}

// months counts the months of a period such as 202403.
func months(period int64) int64 {
	const year = 12
	y := period / dateBase
	if y < dateBase {
		y = int64(fullYear(int(max(0, y))))
	}
	return y*year + period%dateBase - 1
}

func periodAdd(a *arguments) any {
	const year = 12
	m := months(a.whole(0)) + a.whole(1)
	return whole(m/year*dateBase + m%year + 1)
}

// addTime adds a span to a time, or to a span; a sign of -1 takes it away.
func (a *arguments) addTime(sign int) any {
	by := signed(a.clock(1), sign < 0)
	digits := func(of int) int { // of text, MySQL shows all digits of a second or none
		const all = 6
		if _, isText := a.values[0].(string); isText && max(of, by.digits) > 0 {
			return all
		}
		return max(of, by.digits)
	}
	if c, err := a.run.clock(a.values[0]); err == nil && isClock(a.values[0]) {
		return a.span(c.Duration+by.Duration, digits(c.digits))
	}
	m := a.moment(0)
	return a.inYears(moment{m.Add(by.Duration), false, digits(m.digits)})
}

// isClock tells 10:20:30 from a date.
func isClock(v any) bool {
	switch v := v.(type) {
	case clock:
		return true
	case string:
		before, _, ok := strings.Cut(v, ":")
		return ok && strings.Trim(strings.TrimPrefix(before, "-"), "0123456789") == ""
	}
	return false
}

func timeDiff(a *arguments) any {
	if isClock(a.values[0]) != isClock(a.values[1]) {
		return a.none()
	}
	if isClock(a.values[0]) {
		x, y := a.clock(0), a.clock(1)
		return a.span(x.Duration-y.Duration, max(x.digits, y.digits))
	}
	x, y := a.moment(0), a.moment(1)
	return a.span(x.Sub(y.Time), max(x.digits, y.digits))
}

func timeFormat(a *arguments) any {
	c := a.clock(0)
	h, _, _ := c.parts()
	layout := strings.NewReplacer("%%", "%%", "%H", twoDigits(h), "%k", strconv.Itoa(h)).Replace(a.text(1))
	if c.Duration < 0 {
		layout = "-" + layout
	}
	return a.formatted(moment{time.Time{}.Add(c.Abs()), false, c.digits}, layout)
}
