package kuaidi100test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	again = 30 * time.Minute // when a push that was not accepted is sent again
	most  = 4                // times that a push is sent; how often 快递100 does is not published
)

// push is one call that 快递100 makes.
type push struct {
	address string
	form    url.Values
	due     time.Time
	times   int
}

// Deliver sends the pushes that are due, in their order, and says how many were
// accepted. What was not is due again in half an hour, and given up after the
// fourth time; the errors say why.
func (s *Server) Deliver(ctx context.Context) (accepted int, problems []error) {
	for _, p := range s.due() {
		err := s.send(ctx, p)
		if err != nil {
			problems = append(problems, err)
		} else {
			accepted++
		}
		s.settle(p, err)
	}
	return accepted, problems
}

// Waiting says how many pushes have not been accepted yet.
func (s *Server) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.pushes)
}

func (s *Server) due() []*push {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Now()
	var due []*push
	for _, p := range s.pushes {
		if p.due.Before(now) {
			due = append(due, p)
		}
	}
	return due
}

func (s *Server) settle(p *push, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.times++
	p.due = s.opt.Now().Add(again)
	if err == nil || p.times == most {
		s.pushes = slices.DeleteFunc(s.pushes, func(other *push) bool { return other == p })
	}
}

// send makes one call; only the words that 快递100 wants to hear count.
func (s *Server) send(ctx context.Context, p *push) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.address, strings.NewReader(p.form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
	resp, err := s.opt.Client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }() // read as far as it matters
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxRequest))
	if err != nil {
		return err
	}
	var heard struct {
		Result     any    `json:"result"`
		ReturnCode string `json:"returnCode"`
	}
	if err := json.Unmarshal(body, &heard); err != nil || fmt.Sprint(heard.Result) != "true" || heard.ReturnCode != "200" {
		return fmt.Errorf("HTTP %s: %.200s", resp.Status, body)
	}
	return nil
}
