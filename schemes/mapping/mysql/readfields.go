package mysql

import (
	"strconv"
	"strings"
	"time"
)

// fields are the specifiers that are numbers: the part, and the most digits.
func fields(letter byte) (part, digits int, ok bool) {
	const two, four = 2, 4
	places := map[byte]int{
		'Y': 0, 'y': 0, 'm': 1, 'c': 1, 'd': 2, 'e': 2, 'H': 3, 'k': 3, 'h': 3, 'I': 3, 'l': 3, 'i': 4, 's': 5, 'S': 5,
	}
	part, ok = places[letter]
	if letter == 'Y' {
		return part, four, ok
	}
	return part, two, ok
}

func (d *dateReader) specifier(letter byte) bool {
	part, digits, isNumber := fields(letter)
	if isNumber {
		return d.field(part, digits, letter)
	}
	switch letter {
	case 'T':
		return d.several("H", ":", "i", ":", "s")
	case 'r':
		return d.several("h", ":", "i", ":", "s", " ", "p")
	case 'f':
		return d.microseconds()
	case 'p':
		return d.half()
	case 'j':
		n, ok := d.number(3)
		d.dayOfYear, d.dated = n, true
		return ok && n > 0
	case 'M', 'b':
		return d.monthName()
	case 'W', 'a':
		return d.skipLetters()
	case 'D':
		n, ok := d.number(2)
		d.parts[2], d.dated = n, true
		return ok && d.skipLetters()
	}
	return d.literal(string(rune(letter)))
}

func (d *dateReader) field(part, digits int, letter byte) bool {
	before := len(d.in)
	n, ok := d.number(digits)
	const pair, hour = 2, 3
	if part == 0 && before-len(d.in) <= pair {
		n = fullYear(n)
	}
	d.parts[part] = n
	d.dated, d.timed = d.dated || part < hour, d.timed || part >= hour
	twelve := letter == 'h' || letter == 'I' || letter == 'l'
	if twelve && d.afternoon < 0 {
		d.afternoon = 0
	}
	return ok && (!twelve || (n >= 1 && n <= 12))
}

func (d *dateReader) number(digits int) (int, bool) {
	end := 0
	for end < len(d.in) && end < digits && d.in[end] >= '0' && d.in[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(d.in[:end])
	d.in = d.in[end:]
	return n, err == nil
}

func (d *dateReader) several(steps ...string) bool {
	for _, step := range steps {
		isSpecifier := step[0] >= 'A'
		if (isSpecifier && !d.specifier(step[0])) || (!isSpecifier && !d.literal(step)) {
			return false
		}
	}
	return true
}

func (d *dateReader) literal(s string) bool {
	rest, ok := strings.CutPrefix(d.in, s)
	d.in = rest
	return ok
}

func (d *dateReader) microseconds() bool {
	before := d.in
	const six, nano = 6, 1000
	_, ok := d.number(six)
	digits := before[:len(before)-len(d.in)]
	n, err := strconv.Atoi((digits + "000000")[:six])
	d.parts[six], d.digits, d.timed = n*nano, six, true
	return ok && err == nil
}

func (d *dateReader) half() bool {
	const twelve, pair = 12, 2
	if len(d.in) < pair {
		return false
	}
	word := strings.ToUpper(d.in[:pair])
	d.in = d.in[pair:]
	d.afternoon = 0
	if word == "PM" {
		d.afternoon = twelve
	}
	return word == "AM" || word == "PM"
}

func (d *dateReader) skipLetters() bool {
	rest := strings.TrimLeft(d.in, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	ok := len(rest) < len(d.in)
	d.in = rest
	return ok
}

// monthName reads January and Jan.
func (d *dateReader) monthName() bool {
	before := d.in
	if !d.skipLetters() {
		return false
	}
	name := strings.ToLower(before[:len(before)-len(d.in)])
	const short = 3
	for m := time.January; m <= time.December; m++ {
		full := strings.ToLower(m.String())
		if name == full || name == full[:short] {
			d.parts[1], d.dated = int(m), true
			return true
		}
	}
	return false
}
