package sqlstore

import (
	"context"
	"fmt"
	"slices"
)

// followed is a collection whose changes have positions.
type followed string

// Follow gives changes of collections positions from now on, and documents that
// are there already count as changed. It may be called at each start, by many
// processes at once. When it is interrupted, the next call finishes it.
func (s *Store) Follow(ctx context.Context, collections ...string) error {
	for _, collection := range collections {
		if err := s.follow(ctx, collection); err != nil {
			return fmt.Errorf("follow collection %s: %w", collection, s.db.explain(err))
		}
	}
	return nil
}

func (s *Store) follow(ctx context.Context, collection string) error {
	ready, err := s.isFollowed(ctx, collection)
	if err != nil || ready {
		return err
	}
	if err := s.followNew(ctx, collection); err != nil {
		return err
	}
	if err := s.changeExisting(ctx, collection); err != nil {
		return err
	}
	return s.execute(ctx, "finish", "UPDATE followed SET ready = true WHERE collection = $1", collection)
}

// followNew: from its end on, every transaction notes what it changes.
func (s *Store) followNew(ctx context.Context, collection string) error {
	return s.write(ctx, func(t *tx) error {
		if err := t.guard(ctx, t.alterDeclared, collection); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, "INSERT INTO followed (collection) VALUES ($1) ON CONFLICT (collection) DO NOTHING", collection)
		return err
	})
}

// changeExisting goes by key, so that no transaction is long.
func (s *Store) changeExisting(ctx context.Context, collection string) error {
	after, more := "", true
	for more {
		next := after // not after itself: a transaction that lost a race begins anew
		err := s.write(ctx, func(t *tx) error {
			var err error
			next, more, err = t.changeSome(ctx, collection, after)
			return err
		})
		if err != nil {
			return err
		}
		after = next
	}
	return nil
}

// changeSome notes the documents after a key as changed.
func (t *tx) changeSome(ctx context.Context, collection, after string) (string, bool, error) {
	keys, err := collect(ctx, t, scanText, existingStatement, collection, after, backfill)
	if err != nil || len(keys) == 0 {
		return after, false, err
	}
	return keys[len(keys)-1], true, t.batch(ctx, `INSERT INTO changes (collection, key) SELECT $2, r.key FROM `+t.rows("$1", "key text")+`
		WHERE true ORDER BY r.key ON CONFLICT (collection, key) DO NOTHING`, keyRows(keys), collection)
}

const existingStatement = "SELECT d.key FROM documents AS d WHERE d.scheme = $1 AND d.key > $2 AND " + usable +
	" ORDER BY d.key LIMIT $3"

// following is an error unless a collection is followed.
func (s *Store) following(ctx context.Context, collection string) error {
	ready, err := s.isFollowed(ctx, collection)
	if err == nil && !ready {
		err = fmt.Errorf("collection %q is not followed: its changes have positions from the next start "+
			"of a worker that has a scheme which reads it", collection)
	}
	return err
}

func (s *Store) isFollowed(ctx context.Context, collection string) (bool, error) {
	if _, ok := s.ready.Load(followed(collection)); ok {
		return true, nil
	}
	ready, err := collect(ctx, s.db.reader, scanBool, "SELECT ready FROM followed WHERE collection = $1", collection)
	if err != nil || !slices.Contains(ready, true) {
		return false, err
	}
	s.ready.Store(followed(collection), true)
	return true, nil
}
