package mysql

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// formatted writes a date by MySQL's specifiers.
func (a *arguments) formatted(m moment, layout string) any {
	var b strings.Builder
	for i := 0; i < len(layout); i++ {
		if layout[i] != '%' || i+1 == len(layout) {
			b.WriteByte(layout[i])
			continue
		}
		i++
		b.WriteString(specifier(m.Time, layout[i]))
		if b.Len() > longestText {
			return a.fail(errLongText)
		}
	}
	return b.String()
}

// layouts are the specifiers that Go's layouts can say.
func layouts(letter byte) string {
	switch letter {
	case 'Y':
		return "2006"
	case 'y':
		return "06"
	case 'm':
		return "01"
	case 'c':
		return "1"
	case 'M':
		return "January"
	case 'b':
		return "Jan"
	case 'd':
		return "02"
	case 'e':
		return "2"
	case 'W':
		return "Monday"
	case 'a':
		return "Mon"
	case 'h', 'I':
		return "03"
	case 'l':
		return "3"
	case 'p':
		return "PM"
	case 'j':
		return "002"
	case 'r':
		return "03:04:05 PM"
	}
	return clockLayouts(letter)
}

func clockLayouts(letter byte) string {
	switch letter {
	case 'i':
		return "04"
	case 's', 'S':
		return "05"
	case 'H':
		return "15"
	case 'T':
		return "15:04:05"
	}
	return ""
}

func specifier(t time.Time, letter byte) string {
	if layout := layouts(letter); layout != "" {
		return t.Format(layout)
	}
	switch letter {
	case 'D':
		return strconv.Itoa(t.Day()) + ordinal(t.Day())
	case 'f':
		return fmt.Sprintf("%06d", t.Nanosecond()/int(time.Microsecond))
	case 'k':
		return strconv.Itoa(t.Hour())
	case 'w':
		return strconv.Itoa(int(t.Weekday()))
	}
	return weekSpecifier(t, letter)
}

// weekSpecifier: capitals are weeks from Sunday, the others from Monday.
func weekSpecifier(t time.Time, letter byte) string {
	const sunday, monday = eitherYear, eitherYear | mondayFirst
	modes := map[byte]int64{'U': 0, 'u': mondayFirst, 'V': sunday, 'v': monday, 'X': sunday, 'x': monday}
	mode, ok := modes[letter]
	if !ok {
		return string(rune(letter))
	}
	week, year := weekOf(midnight(t), mode)
	if letter == 'X' || letter == 'x' {
		return fmt.Sprintf("%04d", year)
	}
	return twoDigits(week)
}

func ordinal(n int) string {
	const ten, eleven, thirteen = 10, 11, 13
	if n >= eleven && n <= thirteen {
		return "th"
	}
	switch n % ten {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}
