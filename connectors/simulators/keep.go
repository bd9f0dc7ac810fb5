package simulators

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// kept is a system whose ledger outlives the process: the calls by which something
// was brought to it are noted before they are answered, and played again.
type kept struct {
	connector string
	writes    string // what the address of such a call ends in
	replay    func(w *World, body []byte) error
	file      *os.File
	err       error // the first call that could not be noted
}

func keepers() []*kept {
	return []*kept{
		{connector: Wangdiantong, writes: "trade_push.php", replay: (*World).pushAgain},
		{connector: Kuaidi100, writes: "/poll", replay: (*World).carryAgain},
		{connector: Xiaomancang, writes: "/notice/create", replay: (*World).noticeAgain},
	}
}

// Keep makes what is brought to the systems outlive the process: it is kept in
// files of a folder, and what is kept there is brought again. It is called before
// the systems are served. Pushes of parcels that were subscribed to before go to
// the given address from now on.
func (w *World) Keep(dir, pushes string) error {
	w.pushes = pushes
	if err := w.Kingdee.Journal(filepath.Join(dir, "kingdee-ledger.jsonl")); err != nil {
		return err
	}
	for _, k := range keepers() {
		if err := k.open(w, filepath.Join(dir, k.connector+"-ledger.jsonl")); err != nil {
			return fmt.Errorf("the ledger of the simulated %s: %w", Title(k.connector), err)
		}
		w.kept = append(w.kept, k)
	}
	return nil
}

// CloseKept ends keeping and says what could not be kept.
func (w *World) CloseKept() error {
	err := w.Kingdee.CloseJournal()
	for _, k := range w.kept {
		err = errors.Join(err, k.err, k.file.Close())
	}
	return err
}

// open plays what is noted, and leaves the file at the end of its last whole line:
// a process that was killed may have left half of one.
func (k *kept) open(w *World, name string) (err error) {
	if k.file, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	}
	lines, end := bufio.NewReader(k.file), int64(0)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		var body string
		if err == nil {
			err = json.Unmarshal(line, &body)
		}
		if err == nil {
			err = k.replay(w, []byte(body))
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s is damaged: %w", name, err), k.file.Close())
		}
		end += int64(len(line))
	}
	if err := k.file.Truncate(end); err != nil {
		return err
	}
	_, err = k.file.Seek(end, io.SeekStart)
	return err
}

// keeping serves a system and notes what is brought to it.
func (w *World) keeping(connector string, system http.Handler) http.Handler {
	for _, k := range w.kept {
		if k.connector == connector {
			return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { w.serveKept(k, system, rw, r) })
		}
	}
	return system
}

func (w *World) serveKept(k *kept, system http.Handler, rw http.ResponseWriter, r *http.Request) {
	if !strings.HasSuffix(r.URL.Path, k.writes) {
		system.ServeHTTP(rw, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.keepLock.Lock()
	defer w.keepLock.Unlock()
	late := &answer{ResponseWriter: rw}
	system.ServeHTTP(late, r)
	k.note(body)
	late.send()
}

// move is what happened to a parcel, and when.
type move struct {
	Parcel string    `json:"parcel"`
	At     time.Time `json:"at"`
}

// advance has the next thing happen to a parcel, and notes it where 快递100 is kept.
func (w *World) advance(parcel string) bool {
	m := move{Parcel: parcel, At: w.opt.Clock().Truncate(time.Second)}
	if !w.Kuaidi100.AdvanceAt(m.Parcel, m.At) {
		return false
	}
	for _, k := range w.kept {
		if k.connector == Kuaidi100 {
			body, err := json.Marshal(m)
			w.keepLock.Lock()
			k.err = errors.Join(k.err, err)
			k.note(body)
			w.keepLock.Unlock()
		}
	}
	return true
}

// note adds a call; a refused one is refused again when it is played.
func (k *kept) note(body []byte) {
	line, err := json.Marshal(string(body))
	if err == nil && k.err == nil {
		_, err = k.file.Write(append(line, '\n'))
	}
	k.err = errors.Join(k.err, err)
}

// answer is one that is held back until the call is noted.
type answer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) { a.status = status }

// Write implements http.ResponseWriter.
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

func (a *answer) send() {
	if a.status != 0 {
		a.ResponseWriter.WriteHeader(a.status)
	}
	_, _ = a.ResponseWriter.Write(a.body.Bytes()) // a caller that went away needs no answer
}
