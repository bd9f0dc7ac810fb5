package mysql

import (
	"strings"
)

func textFunctions() map[string]function {
	t, n := gives(text), gives(integral)
	return map[string]function{
		"concat":           {1, -1, t, func(a *arguments) any { return a.joined("", a.values) }},
		"left":             {2, 2, t, func(a *arguments) any { return part(a.runes(0), 0, a.whole(1)) }},
		"right":            {2, 2, t, func(a *arguments) any { return rightOf(a.runes(0), a.whole(1)) }},
		"substring":        {2, 3, t, substring},
		"substr":           {2, 3, t, substring},
		"mid":              {3, 3, t, substring},
		"substring_index":  {3, 3, t, substringIndex},
		"upper":            {1, 1, t, func(a *arguments) any { return strings.ToUpper(a.text(0)) }},
		"ucase":            {1, 1, t, func(a *arguments) any { return strings.ToUpper(a.text(0)) }},
		"lower":            {1, 1, t, func(a *arguments) any { return strings.ToLower(a.text(0)) }},
		"lcase":            {1, 1, t, func(a *arguments) any { return strings.ToLower(a.text(0)) }},
		"ltrim":            {1, 1, t, func(a *arguments) any { return strings.TrimLeft(a.text(0), " ") }},
		"rtrim":            {1, 1, t, func(a *arguments) any { return strings.TrimRight(a.text(0), " ") }},
		"lpad":             {2, 3, t, func(a *arguments) any { return a.padded(func(text, pad string) string { return pad + text }) }},
		"rpad":             {2, 3, t, func(a *arguments) any { return a.padded(func(text, pad string) string { return text + pad }) }},
		"replace":          {3, 3, t, replace},
		"repeat":           {2, 2, t, func(a *arguments) any { return a.repeated(a.text(0), a.whole(1)) }},
		"space":            {1, 1, t, func(a *arguments) any { return a.repeated(" ", a.whole(0)) }},
		"reverse":          {1, 1, t, func(a *arguments) any { return reversed(a.runes(0)) }},
		"insert":           {4, 4, t, insert},
		"quote":            {1, 1, t, func(a *arguments) any { return quoted(a.text(0)) }},
		"length":           {1, 1, n, func(a *arguments) any { return whole(int64(len(a.text(0)))) }},
		"octet_length":     {1, 1, n, func(a *arguments) any { return whole(int64(len(a.text(0)))) }},
		"bit_length":       {1, 1, n, func(a *arguments) any { return whole(int64(len(a.text(0)) * 8)) }},
		"char_length":      {1, 1, n, func(a *arguments) any { return whole(lengthOf(a.text(0))) }},
		"character_length": {1, 1, n, func(a *arguments) any { return whole(lengthOf(a.text(0))) }},
		"locate":           {2, 3, n, func(a *arguments) any { return a.place(1, 0, a.whole(2, 1)) }},
		"instr":            {2, 2, n, func(a *arguments) any { return a.place(0, 1, 1) }},
		"strcmp":           {2, 2, n, func(a *arguments) any { return whole(int64(compareText(a.text(0), a.text(1)))) }},
		"find_in_set":      {2, 2, n, findInSet},
	}
}
