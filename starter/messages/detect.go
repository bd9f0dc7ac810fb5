package messages

import "strings"

// Detect reads the language from the environment as POSIX programs do: the
// first of LC_ALL, LC_MESSAGES and LANG that is set decides. What begins with
// zh is Chinese, everything else English.
func Detect(environ map[string]string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := environ[name]; value != "" {
			return ofLocale(value)
		}
	}
	return English
}

func ofLocale(locale string) string {
	if strings.HasPrefix(strings.ToLower(locale), Chinese) {
		return Chinese
	}
	return English
}
