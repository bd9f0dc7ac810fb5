package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
)

// rowsOf reads a JSON object, or an array of them, from a file or stdin ("-").
func (a *app) rowsOf(path string) ([]json.RawMessage, error) {
	content, err := a.readFile(path)
	if err != nil {
		return nil, a.fail("preview.unreadable", "Error", err)
	}
	content = bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\ufeff")))
	var rows []json.RawMessage
	if bytes.HasPrefix(content, []byte("[")) {
		err = json.Unmarshal(content, &rows)
	} else {
		var row json.RawMessage
		err = json.Unmarshal(content, &row)
		rows = []json.RawMessage{row}
	}
	if err != nil {
		line, column := position(content, err)
		return nil, a.fail("preview.json", "File", path, "Line", line, "Column", column, "Error", err)
	}
	if len(rows) == 0 {
		return nil, a.fail("preview.norows", "File", path)
	}
	return rows, nil
}

func (a *app) readFile(path string) ([]byte, error) {
	if path != "-" {
		return os.ReadFile(path)
	}
	if a.env.Stdin == nil {
		return nil, nil
	}
	return io.ReadAll(a.env.Stdin)
}

// position is where JSON ends to be JSON, counted from one.
func position(content []byte, err error) (line, column int) {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return 1, 1
	}
	before := content[:min(int(syntax.Offset), len(content))]
	return 1 + bytes.Count(before, []byte("\n")), len(before) - bytes.LastIndexByte(before, '\n') - 1
}
