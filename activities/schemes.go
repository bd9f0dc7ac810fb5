package activities

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Revisions keeps every scheme as it was used, so that a document finishes
// under the scheme it started with though the file is edited meanwhile.
type Revisions interface {
	KeepScheme(ctx context.Context, s docstore.Scheme) error
	KeptScheme(ctx context.Context, name, revision string) (docstore.Scheme, error)
}

// Schemes gives out schemes: the newest of the files, or an earlier revision
// from the store.
type Schemes struct {
	library   *schemes.Library
	revisions Revisions

	mu   sync.Mutex
	kept map[string]*schemes.Scheme // by name@revision; those of the store, and those known to be in it
}

// NewSchemes serves a library whose used revisions are kept in the store.
func NewSchemes(l *schemes.Library, r Revisions) *Schemes {
	return &Schemes{library: l, revisions: r, kept: map[string]*schemes.Scheme{}}
}

// storeError is trouble of the store, which ends; all else that keeps a scheme
// from being given out is a mistake in it.
type storeError struct{ error }

func (e *storeError) Unwrap() error { return e.error }

// Latest returns a scheme as its file is now, and keeps that revision. One whose
// file is gone is as it was kept last: what it has begun is finished under that.
func (s *Schemes) Latest(ctx context.Context, name string) (*schemes.Scheme, error) {
	scheme, err := s.library.Get(name)
	if err != nil {
		return s.last(ctx, name, err)
	}
	if s.known(scheme.Name, scheme.Revision) != nil {
		return scheme, nil
	}
	kept := docstore.Scheme{Name: scheme.Name, Revision: scheme.Revision, File: scheme.File, YAML: scheme.YAML}
	if err := s.revisions.KeepScheme(ctx, kept); err != nil {
		return nil, &storeError{fmt.Errorf("keep scheme %s as it is: %w", scheme.Name, err)}
	}
	s.remember(scheme)
	return scheme, nil
}

// At returns a scheme as it was at a revision; an empty revision is the newest.
func (s *Schemes) At(ctx context.Context, name, revision string) (*schemes.Scheme, error) {
	if revision == "" {
		return s.Latest(ctx, name)
	}
	if current, err := s.library.Get(name); err == nil && current.Revision == revision {
		return current, nil
	}
	if scheme := s.known(name, revision); scheme != nil {
		return scheme, nil
	}
	return s.load(ctx, name, revision)
}

// Gone says whether a scheme has no file any more.
func (s *Schemes) Gone(name string) bool {
	_, err := s.library.Get(name)
	return err != nil
}

// lookedUp says whether a scheme of the files looks something up in a collection.
func (s *Schemes) lookedUp(collection string) bool {
	for _, name := range s.library.Names() {
		scheme, err := s.library.Get(name)
		if err == nil && slices.Contains(scheme.Collections(), collection) {
			return true
		}
	}
	return false
}

func (s *Schemes) last(ctx context.Context, name string, unknown error) (*schemes.Scheme, error) {
	scheme, err := s.load(ctx, name, "")
	if errors.Is(err, docstore.ErrNotFound) {
		return nil, unknown
	}
	return scheme, err
}

func (s *Schemes) load(ctx context.Context, name, revision string) (*schemes.Scheme, error) {
	kept, err := s.revisions.KeptScheme(ctx, name, revision)
	if err != nil && !errors.Is(err, docstore.ErrNotFound) {
		return nil, &storeError{err}
	}
	if err != nil {
		return nil, fmt.Errorf("scheme %s at revision %s: %w", name, revision, err)
	}
	scheme, err := s.library.Revision(kept.File, kept.YAML)
	if err != nil {
		return nil, fmt.Errorf("scheme %s at revision %s: %w", name, revision, err)
	}
	s.remember(scheme)
	return scheme, nil
}

func (s *Schemes) known(name, revision string) *schemes.Scheme {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[name+"@"+revision]
}

func (s *Schemes) remember(scheme *schemes.Scheme) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[scheme.Name+"@"+scheme.Revision] = scheme
}
