package jushuitan

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// TokenFile keeps an account's renewed tokens in a file that only its owner
// may read: at the new gateway the configured ones are dead after the first
// renewal, and a process that starts again needs the living ones.
type TokenFile string

// Load returns what the file has, or zero Tokens when there is none yet.
func (f TokenFile) Load(_ context.Context, account string) (Tokens, error) {
	var t Tokens
	data, err := os.ReadFile(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return t, fmt.Errorf("read the tokens of jushuitan %s: %w", account, err)
	}
	if err := json.Unmarshal(data, &t); err != nil {
		return t, fmt.Errorf("%s is damaged; delete it and configure new tokens for jushuitan %s: %w", string(f), account, err)
	}
	return t, nil
}

// Keep replaces the file in one step: a crash leaves the old tokens or the new.
func (f TokenFile) Keep(_ context.Context, account string, t Tokens) error {
	data, err := json.Marshal(t)
	if err == nil {
		err = replace(string(f), data)
	}
	if err != nil {
		return fmt.Errorf("keep the renewed tokens of jushuitan %s in %s: %w", account, string(f), err)
	}
	return nil
}

func replace(file string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*") // readable by its owner only
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return os.Rename(tmp.Name(), file)
}
