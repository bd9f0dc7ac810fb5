package sqlstore

import (
	"context"
	"errors"
	"strings"
)

var errURL = errors.New("the database URL must be sqlite:PATH, sqlite::memory: or postgres://user:password@host:5432/database")

// dial never quotes the URL in an error: it may hold a password, also when it
// is so malformed that nobody can tell where.
func dial(ctx context.Context, url string) (database, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch {
	case scheme == "sqlite" && rest == ":memory:":
		return openMemory()
	case scheme == "sqlite" && strings.TrimPrefix(rest, "//") != "":
		return openFile(ctx, strings.TrimPrefix(rest, "//"))
	case scheme == "postgres" || scheme == "postgresql":
		return openPostgres(ctx, url, nil)
	default:
		return database{}, errURL
	}
}

// joined is errors.Join that returns a lone error as it is.
func joined(err, second error) error {
	if second == nil {
		return err
	}
	return errors.Join(err, second)
}
