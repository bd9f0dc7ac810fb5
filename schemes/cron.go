package schemes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// cronBounds are the least and the greatest number of each field.
func cronBounds() [5][2]int { return [5][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}} }

// checkCron says what is wrong with a crontab of five fields; "" when nothing is.
func checkCron(spec string) string {
	names := []string{"minute", "hour", "day of month", "month", "day of week"}
	bounds := cronBounds()
	fields := strings.Fields(spec)
	if len(fields) != len(names) {
		return fmt.Sprintf("%q has %d fields, a crontab has %d: %s", spec, len(fields), len(names), strings.Join(names, ", "))
	}
	for i, field := range fields {
		if !cronField(field, bounds[i]) {
			return fmt.Sprintf("%q is not a valid %s (%d-%d)", field, names[i], bounds[i][0], bounds[i][1])
		}
	}
	return ""
}

func cronField(field string, bounds [2]int) bool {
	for item := range strings.SplitSeq(field, ",") {
		span, step, stepped := strings.Cut(item, "/")
		if stepped && !cronNumber(step, [2]int{1, bounds[1]}) {
			return false
		}
		if span == "*" {
			continue
		}
		from, to, ranged := strings.Cut(span, "-")
		if !cronNumber(from, bounds) || (ranged && (!cronNumber(to, bounds) || less(to, from))) {
			return false
		}
	}
	return true
}

func cronNumber(text string, bounds [2]int) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= bounds[0] && n <= bounds[1]
}

func less(a, b string) bool {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	return errX == nil && errY == nil && x < y
}

// Cron is a crontab of five fields as the numbers that each field allows, in
// their order: minutes, hours, days of the month, months, days of the week from
// Sunday, 0. It must be one that a scheme was accepted with.
func Cron(spec string) [5][]int {
	var all [5][]int
	for i, field := range strings.Fields(spec)[:len(all)] {
		all[i] = cronNumbers(field, cronBounds()[i])
	}
	for i, day := range all[4] {
		all[4][i] = day % 7 // Sunday is 7, too
	}
	slices.Sort(all[4])
	all[4] = slices.Compact(all[4])
	return all
}

func cronNumbers(field string, bounds [2]int) []int {
	var numbers []int
	for item := range strings.SplitSeq(field, ",") {
		span, step, stepped := strings.Cut(item, "/")
		from, to := cronSpan(span, stepped, bounds)
		by, err := strconv.Atoi(step)
		if err != nil {
			by = 1
		}
		for n := from; n <= to; n += by {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// cronSpan is *, 3 or 3-7; 3/10 goes on to the end.
func cronSpan(span string, stepped bool, bounds [2]int) (from, to int) {
	first, last, ranged := strings.Cut(span, "-")
	from, err := strconv.Atoi(first)
	if err != nil {
		return bounds[0], bounds[1]
	}
	if ranged {
		to, _ = strconv.Atoi(last) // checkCron has seen that it is a number
		return from, to
	}
	if stepped {
		return from, bounds[1]
	}
	return from, from
}
