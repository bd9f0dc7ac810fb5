package connectorstest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	acmeSecret = "acme+secret/7"
	words      = "客户不存在"
)

// acme is a system that exists for this test: JSON over HTTP, a session, rows,
// documents.
type acme struct {
	mu       sync.Mutex
	rows     map[string]time.Time
	docs     map[string]string // number → state
	texts    map[string]string // number → content
	has      map[string]int    // number and organisation → how often
	never    string            // this number is not allotted
	token    string
	sessions int
	busy     bool // the next call is told off
	refuse   bool // the next call is refused
	shut     bool
}

func newACME() *acme {
	return &acme{rows: map[string]time.Time{}, docs: map[string]string{}, texts: map[string]string{}, has: map[string]int{}}
}

// question is everything that can be asked.
type question struct {
	Secret, Token string
	From, To      time.Time
	Page, Size    int
	Numbers       []string
	Texts         []string // of the numbers
	Organisations []string
	State         string
}

// answer is everything that can be said.
type answer struct {
	OK      *bool    `json:"ok"`
	Code    string   `json:"code,omitempty"`
	Message string   `json:"message,omitempty"`
	Wait    int      `json:"wait,omitempty"`
	Token   string   `json:"token,omitempty"`
	Total   int      `json:"total"`
	Rows    any      `json:"rows,omitempty"`
	Results []result `json:"results,omitempty"`
}

type result struct {
	Number string      `json:"number"`
	ID     string      `json:"id"`
	State  string      `json:"state"`
	Error  string      `json:"error,omitempty"`
	Amount json.Number `json:"amount,omitempty"`
}

type row struct {
	ID       string `json:"id"`
	Customer string `json:"customer"`
}

func (a *acme) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var q question
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	q.Token = r.Header.Get("X-Token")
	a.mu.Lock()
	said := a.answer(r.URL.Path, q)
	a.mu.Unlock()
	_ = json.NewEncoder(w).Encode(said) // a caller that went away needs no answer
}

func no(code, message string) answer { return answer{OK: new(bool), Code: code, Message: message} }

func yes() answer {
	ok := true
	return answer{OK: &ok}
}

func (a *acme) answer(path string, q question) answer {
	said := yes()
	switch {
	case a.shut, path == "/login" && q.Secret != acmeSecret:
		return no("shut", "账号已停用")
	case path == "/login":
		a.sessions++
		a.token = fmt.Sprint("session-", a.sessions)
		said.Token = a.token
		return said
	case q.Token == "" || q.Token != a.token:
		return no("session", "请重新登录")
	case a.busy:
		a.busy = false
		said = no("busy", "调用过于频繁")
		said.Wait = 7
		return said
	case a.refuse:
		a.refuse = false
		return no("bad", words)
	case path == "/read":
		return a.read(q)
	}
	for i, number := range q.Numbers {
		if path == "/save" {
			a.texts[number] = q.Texts[i]
		}
		if res, ok := a.each(path, number, q); ok {
			said.Results = append(said.Results, res)
		}
	}
	return said
}

func (a *acme) read(q question) answer {
	var found []string
	for id, at := range a.rows {
		if !at.Before(q.From) && !at.After(q.To) {
			found = append(found, id)
		}
	}
	slices.SortFunc(found, func(x, y string) int {
		if c := a.rows[x].Compare(a.rows[y]); c != 0 {
			return c
		}
		return strings.Compare(x, y)
	})
	said := yes()
	said.Total = len(found)
	page := []row{}
	for _, id := range found[min((q.Page-1)*q.Size, len(found)):min(q.Page*q.Size, len(found))] {
		page = append(page, row{id, "客户" + id})
	}
	said.Rows = page
	return said
}

// each does something with one document.
func (a *acme) each(path, number string, q question) (result, bool) {
	before, there := a.docs[number]
	res := result{Number: number, ID: "id-" + number, State: before}
	switch {
	case path == "/find" && !there:
		return res, false
	case path == "/find":
		res.Amount = "0.10"
	case path == "/save" && strings.HasSuffix(number, "-bad"):
		res.Error = words
	case path == "/save":
		a.docs[number] = "draft"
	case path == "/allot" && number == a.never:
		res.Error = words
	case path == "/allot":
		for _, o := range q.Organisations {
			a.has[number+" "+o] = 1
		}
	case path == "/delete" && there:
		delete(a.docs, number)
	case path == "/delete":
	case !there:
		res.Error = "单据不存在"
	default:
		a.docs[number], res.State = q.State, q.State
	}
	return res, true
}
