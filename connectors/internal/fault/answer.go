package fault

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Instead lets a fault happen in place of the call; it says whether it did.
func (f Fault[C]) Instead(w http.ResponseWriter, r *http.Request) bool {
	switch {
	case f.Kind == Drop:
		panic(http.ErrAbortHandler)
	case f.Kind == Delay:
		Linger(r.Context(), f.Delay)
	case f.broken() && !f.AfterCommit:
		Page(w, f.status())
		return true
	}
	return false
}

func (f Fault[C]) broken() bool { return f.Kind == ServerError || f.Kind == BadGateway }

func (f Fault[C]) status() int {
	if f.Kind == BadGateway {
		return http.StatusBadGateway
	}
	return http.StatusInternalServerError
}

// Send sends the answer of a call that has been done, as the fault has it.
func (f Fault[C]) Send(w http.ResponseWriter, contentType string, body []byte) {
	switch {
	case f.Kind == Cut:
		panic(http.ErrAbortHandler)
	case f.broken():
		Page(w, f.status())
		return
	case f.Kind == Truncated:
		body = body[:len(body)/2]
	case f.Kind == Empty:
		body = nil
	case f.Kind == Garbage:
		body = []byte(f.Body)
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a caller that went away needs no answer
}

// Page is what a web server says when what is behind it has failed.
func Page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte("<html><body><h1>" + strconv.Itoa(status) + " 服务器错误</h1></body></html>")) // as above
}

// Linger waits, unless the caller goes away.
func Linger(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// JSON is what is said, with < and & as they are; what cannot be said becomes the
// system's own words for a failure.
func JSON(said any, failure string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(said); err != nil {
		return []byte(failure)
	}
	return b.Bytes()
}
