package connectorstest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/erpbridge/erpbridge/connectors"
)

// reshapedReads puts something else in the place of whatever holds the rows.
// A page without them would lose them without a trace.
func reshapedReads(ctx context.Context, s *sitting) error {
	if _, err := s.source(); err != nil {
		return err
	}
	var errs []error
	for _, instead := range []string{`7`, `"` + mark + `"`, `{"` + mark + `":{}}`, `["` + mark + `"]`} {
		for depth := 0; ; depth++ {
			var reached bool
			err := s.again(func(s *sitting) (err error) {
				reached, err = readReshaped(ctx, s, depth, instead)
				return err
			})
			errs = append(errs, named(fmt.Sprintf("%s where the rows should be, %d levels deep", instead, depth), err))
			if !reached || err != nil {
				break
			}
		}
	}
	return errors.Join(errs...)
}

func readReshaped(ctx context.Context, s *sitting, depth int, instead string) (reached bool, err error) {
	q, ids, err := onePage(ctx, s)
	if err != nil {
		return false, err
	}
	s.wire.spoil(changed(func(status int, body []byte) (int, []byte) {
		other, ok := reshape(body, ids, depth, json.RawMessage(instead))
		reached = ok
		return status, other
	}))
	page, err := s.fetch(ctx, q)
	if !reached {
		return false, nil
	}
	if err == nil {
		return true, fmt.Errorf("passed for a page of %d rows", len(page.Rows))
	}
	return true, s.told(err, connectors.ErrUnavailable)
}

// reshape replaces what holds all the ids, so many levels down.
func reshape(body []byte, ids []string, depth int, instead json.RawMessage) ([]byte, bool) {
	if !holdsAll(body, ids) {
		return body, false
	}
	if depth == 0 {
		return instead, true
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return body, false // the list of rows itself was the level before
	}
	for name, value := range members {
		if other, ok := reshape(value, ids, depth-1, instead); ok {
			members[name] = other
			whole, err := json.Marshal(members)
			return whole, err == nil
		}
	}
	return body, false
}

func holdsAll(body []byte, ids []string) bool {
	for _, id := range ids {
		if !bytes.Contains(body, []byte(id)) {
			return false
		}
	}
	return true
}

// recodedReads: text in another charset is either an error or understood, never
// kept as it is.
func recodedReads(ctx context.Context, s *sitting) error {
	q, _, err := onePage(ctx, s)
	if err != nil {
		return err
	}
	plain, err := s.fetch(ctx, q)
	if err != nil {
		return err
	}
	var recoded bool
	s.wire.spoil(changed(func(status int, body []byte) (int, []byte) {
		other, err := simplifiedchinese.GBK.NewEncoder().Bytes(body)
		recoded = err == nil && !bytes.Equal(other, body)
		return status, other
	}))
	page, err := s.fetch(ctx, q)
	switch {
	case !recoded:
		return skipped("the bench's rows have no text in Chinese")
	case err != nil:
		return s.told(err, connectors.ErrUnavailable)
	case text(page.Rows) != text(plain.Rows):
		return fmt.Errorf("passed for text: %.200q instead of %.200s", text(page.Rows), text(plain.Rows))
	}
	return nil
}

func text(rows []json.RawMessage) string {
	var b strings.Builder
	for _, row := range rows {
		b.Write(row)
	}
	return b.String()
}
