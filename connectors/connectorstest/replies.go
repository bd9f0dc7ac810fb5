package connectorstest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

// mark is in answers that nobody expects, to be found in the error.
const mark = "EXAM-MARK-4711"

const longestWord = 2000 // bytes of an error that a person can still read

// reply is an answer that is not the system's.
type reply struct {
	name   string
	change func(status int, body []byte) (int, []byte)
	shown  func() string // what of it the error must show
}

func fixed(name string, status int, body, shown string) reply {
	return reply{name, func(int, []byte) (int, []byte) { return status, []byte(body) }, func() string { return shown }}
}

// half is the system's own answer, cut in the middle.
func half() reply {
	const enough = 8 // bytes by which a person recognises it
	var began string
	return reply{"half an answer", func(status int, body []byte) (int, []byte) {
		began = string(body[:min(enough, len(body)/2)])
		return status, body[:len(body)/2]
	}, func() string { return began }}
}

// empty has nothing to show.
func empty() reply {
	return reply{"nothing", func(status int, _ []byte) (int, []byte) { return status, nil }, func() string { return "" }}
}

// replies are what proxies, firewalls and dying servers send. Each comes after
// the system has done what it was asked.
func replies(huge int) []reply {
	page := "<html><head><title>" + mark + "</title></head><body>系统维护中</body></html>"
	return []reply{
		fixed("a page of HTML", http.StatusOK, page, mark),
		fixed("HTTP 500", http.StatusInternalServerError, page, mark),
		fixed("HTTP 502", http.StatusBadGateway, page, mark),
		fixed("HTTP 504", http.StatusGatewayTimeout, page, mark),
		fixed("very much HTML", http.StatusOK, page+strings.Repeat("<br>", huge/4), mark),
		fixed("very much JSON", http.StatusOK, `{"`+mark+`":"`+strings.Repeat("长", huge/3)+`"}`, mark),
		fixed("HTML in GBK", http.StatusOK, "<html>"+mark+"\xcf\xb5\xcd\xb3\xce\xac\xbb\xa4\xd6\xd0</html>", mark),
		fixed("a JSON text", http.StatusOK, `"`+mark+`"`, mark),
		fixed("a JSON list", http.StatusOK, `["`+mark+`",2]`, mark),
		fixed("a JSON object of something else", http.StatusOK, `{"`+mark+`":true}`, mark),
		fixed("a JSON number", http.StatusOK, "47112", "47112"),
		fixed("null", http.StatusOK, "null", "null"),
		fixed("two answers in one", http.StatusOK, `{}{"`+mark+`":1}`, mark),
		half(),
		empty(),
	}
}

// readable says whether a person can make something of an error: what came, and
// not too much of it.
func (r reply) readable(err error) error {
	said := err.Error()
	switch {
	case !utf8.ValidString(said):
		return errors.New("the error is not valid UTF-8")
	case len(said) > longestWord:
		return fmt.Errorf("the error has %d bytes: %.200s…", len(said), said)
	case !strings.Contains(said, r.shown()):
		return fmt.Errorf("the error does not show %s of what came: %w", r.shown(), err)
	}
	return nil
}
