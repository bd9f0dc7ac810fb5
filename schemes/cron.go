package schemes

import (
	"fmt"
	"strconv"
	"strings"
)

// checkCron says what is wrong with a crontab of five fields; "" when nothing is.
func checkCron(spec string) string {
	names := []string{"minute", "hour", "day of month", "month", "day of week"}
	bounds := [][2]int{{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}}
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
