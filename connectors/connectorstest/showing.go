package connectorstest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"
)

// secrets: a connector that is printed, and a system that repeats the request in
// its error page, as proxies do. What was said is searched for secrets after
// every check; this one provokes it.
func secrets(ctx context.Context, s *sitting) error {
	if len(s.bench.Secrets) == 0 {
		return skipped("the bench names no secrets")
	}
	s.print()
	if s.bench.Server == nil {
		return nil
	}
	err := s.each(func(s *sitting, a action) error { return quoted(ctx, s, a, false) })
	err = errors.Join(err, s.each(func(s *sitting, a action) error { return quoted(ctx, s, a, true) }))
	return errors.Join(err, s.each(func(s *sitting, a action) error { return dropped(ctx, s, a) }))
}

// print shows the connector as a careless log line would.
func (s *sitting) print() {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		s.said.add(fmt.Sprintf(verb, s.connector))
	}
	if text, err := json.Marshal(s.connector); err == nil {
		s.said.add(string(text))
	}
	s.said.logger().Info("the connector", "connector", s.connector)
}

// quoted has an answer repeat everything that was asked: of the first call of
// all, the login, or of one that comes after it.
func quoted(ctx context.Context, s *sitting, a action, loggedIn bool) error {
	if loggedIn {
		if err := s.ping(ctx); err != nil {
			return err
		}
	}
	s.wire.spoil(quoting)
	err := a.do(ctx, s)
	if err == nil {
		return errors.New("an error page passed for an answer")
	}
	if strings.Contains(err.Error(), Phone) {
		return errors.New("the error shows a phone number of the answer")
	}
	return nil
}

func quoting(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller went away
	}
	w.WriteHeader(http.StatusBadGateway)
	asked := r.URL.String() + " " + string(body)
	for _, values := range r.Header {
		asked += " " + strings.Join(values, " ")
	}
	_, _ = fmt.Fprintf(w, "<html>收货人 %s %s</html>", Phone, html.EscapeString(asked)) // a caller that went away needs no answer
}

// dropped: an HTTP client's own error quotes the URL.
func dropped(ctx context.Context, s *sitting, a action) error {
	s.wire.spoil(gone)
	if a.do(ctx, s) == nil {
		return errors.New("no error")
	}
	return nil
}
