package kingdeetest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// journal is every call that changed the ledger, one a line, in the order in
// which they did: played again to a server with the same base data, they make
// the same ledger.
type journal struct {
	file *os.File
	err  error // the first line that could not be written
}

type entryLine struct {
	Method string          `json:"method"`
	Body   json.RawMessage `json:"body"`
}

// Journal makes the ledger outlive the process: the calls in the file are played
// again, then further ones are added to it. Seed the base data first. Packets
// refused by a RefuseRow fault are not refused when played again.
func (s *Server) Journal(name string) error {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the ledger of the simulated 金蝶: %w", err)
	}
	if err := s.replay(file); err != nil {
		return errors.Join(fmt.Errorf("%s: %w", name, err), file.Close())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journal = &journal{file: file}
	return nil
}

// CloseJournal ends writing and says what could not be written.
func (s *Server) CloseJournal() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.journal == nil {
		return nil
	}
	j := s.journal
	s.journal = nil
	return errors.Join(j.err, j.file.Close())
}

// replay leaves the file at the end of its last whole line: a process that was
// killed may have left half of one.
func (s *Server) replay(file *os.File) error {
	lines := bufio.NewReader(file)
	var end int64
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := s.play(line); err != nil {
			return err
		}
		end += int64(len(line))
	}
	if err := file.Truncate(end); err != nil {
		return err
	}
	_, err := file.Seek(end, io.SeekStart)
	return err
}

func (s *Server) play(line []byte) error {
	var e entryLine
	if err := json.Unmarshal(line, &e); err != nil {
		return fmt.Errorf("the ledger is damaged: %w", err)
	}
	req, err := parseRequest(e.Body)
	if err != nil {
		return fmt.Errorf("the ledger is damaged: %w", err)
	}
	s.business(e.Method, req, nil)
	return nil
}

// note adds a call that may have changed the ledger; the caller holds the lock.
func (j *journal) note(method string, body []byte) {
	if j == nil || j.err != nil || body == nil {
		return
	}
	line, err := json.Marshal(entryLine{Method: method, Body: body})
	if err == nil {
		_, err = j.file.Write(append(line, '\n'))
	}
	j.err = err
}
