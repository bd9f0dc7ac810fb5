package mysql

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

func unixScale(r *run, args []node) kind {
	if len(args) == 0 {
		return kind{class: integral}
	}
	v, err := args[0].eval(r)
	if err != nil || v == nil {
		return kind{class: integral}
	}
	m, err := r.moment(v)
	if err != nil {
		return kind{class: integral}
	}
	return kindOf(number{scale: int32(m.digits), decimal: m.digits > 0})
}

// unixTimestamp counts from 1970 in UTC; the date is one of the scheme's zone.
func unixTimestamp(a *arguments) any {
	if !a.has(0) {
		return whole(a.run.now.Unix())
	}
	m := a.moment(0)
	t := time.Date(m.Year(), m.Month(), m.Day(), m.Hour(), m.Minute(), m.Second(), m.Nanosecond(), a.run.now.Location())
	const nano = -9
	d := decimal.NewFromInt(t.Unix()).Add(decimal.New(int64(t.Nanosecond()), nano))
	return number{d, int32(m.digits), m.digits > 0}
}

func fromUnixKind(_ *run, args []node) kind {
	if len(args) > 1 {
		return kind{class: text}
	}
	return kind{class: instant}
}

func fromUnixtime(a *arguments) any {
	n := a.number(0)
	const last = 1 << 37
	if n.IsNegative() || n.GreaterThan(decimal.NewFromInt(last)) {
		return a.none()
	}
	const six = 6
	t := time.Unix(n.IntPart(), int64(nanoseconds(n.Sub(n.Truncate(0)))))
	m := moment{civil(t.In(a.run.now.Location())), false, int(min(n.scale, six))}
	if a.has(1) {
		return a.formatted(m, a.text(1))
	}
	return m
}

// convertZone knows offsets such as +08:00, as a MySQL without zone tables.
func convertZone(a *arguments) any {
	from, err := offset(a.text(1))
	a.fail(err)
	to, err := offset(a.text(2))
	a.fail(err)
	m := a.moment(0)
	return a.inYears(moment{m.Add(to - from), false, m.digits})
}

func offset(zone string) (time.Duration, error) {
	c, ok := clockParts("0", strings.Split(strings.TrimLeft(zone, "+-"), ":"))
	if !ok {
		return 0, fmt.Errorf("%q is not an offset such as +08:00", zone)
	}
	return signed(c, strings.HasPrefix(zone, "-")).Duration, nil
}
