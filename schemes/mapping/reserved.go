package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Words reserved for the two sides.
func windowWords() []string {
	return []string{"PAGINATION_PAGE_SIZE", "PAGINATION_START_PAGE", "PAGINATION_START_ROW"}
}

func documentWords() []string { return []string{"bfn_id", "bfn_num"} }

func everywhereWords() []string { return []string{"CURRENT_TIME", "LAST_SYNC_TIME", "random"} }

// wordEach is the row of another collection about which a request asks.
const wordEach = "each"

// isHanded says whether a path's first word stands for what the target said.
func isHanded(root string) bool { return root == wordWritten || root == wordAnswer }

// The words of a hand-over.
const (
	wordWritten = "primaryWriteback"
	wordAnswer  = "_response"
)

// IsVariable says whether a path is a reserved word, not a field of the row.
func IsVariable(path string) bool {
	_, ago := daysAgo(path)
	root, _, dotted := strings.Cut(path, ".")
	return ago || contains(windowWords(), path) || contains(documentWords(), path) ||
		contains(everywhereWords(), path) || dotted && isHanded(root)
}

func (s *scope) reserved(name string) (any, bool) {
	switch name {
	case "CURRENT_TIME":
		return seconds(s.now), true
	case "LAST_SYNC_TIME":
		return seconds(s.lastSync()), true
	case "random":
		return s.random(), true
	}
	if days, ok := daysAgo(name); ok {
		return seconds(s.now.AddDate(0, 0, -days)), true
	}
	if s.document != nil {
		return s.ofDocument(name)
	}
	return s.ofWindow(name)
}

// lastSync is where the window begins; to a document, which has none, the time
// its source was last asked.
func (s *scope) lastSync() time.Time {
	switch {
	case s.window != nil:
		return s.window.LastSync
	case s.document != nil && !s.document.LastSync.IsZero():
		return s.document.LastSync
	}
	return s.now
}

func (s *scope) ofDocument(name string) (any, bool) {
	switch name {
	case "bfn_id":
		return s.document.Key, true
	case "bfn_num":
		return s.document.Number, true
	}
	return nil, false
}

func (s *scope) ofWindow(name string) (any, bool) {
	switch name {
	case "PAGINATION_PAGE_SIZE":
		return integer(s.window.PageSize), true
	case "PAGINATION_START_PAGE":
		return integer(s.window.StartPage), true
	case "PAGINATION_START_ROW":
		return integer(s.window.StartRow), true
	}
	return nil, false
}

// random is the same each time one document is mapped: what it numbers can
// then be looked for after a lost answer.
func (s *scope) random() string {
	seed := []byte(s.now.String())
	if s.document != nil {
		seed = append([]byte(s.document.Key+"\n"), s.document.Content...)
	}
	sum := sha256.Sum256(seed)
	const length = 8
	return hex.EncodeToString(sum[:length])
}

func daysAgo(name string) (int, bool) {
	text, ok := strings.CutPrefix(name, "DAYS_AGO_")
	if !ok {
		return 0, false
	}
	days, err := strconv.Atoi(text)
	return days, err == nil && days >= 0
}

func seconds(t time.Time) json.Number { return json.Number(strconv.FormatInt(t.Unix(), 10)) }

func integer(n int) json.Number { return json.Number(strconv.Itoa(n)) }
