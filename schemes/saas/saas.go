// Package saas brings schemes over from the SaaS and back: metadata JSON in all
// the shapes it is found in becomes a scheme file, and a scheme file becomes
// metadata JSON again.
//
// An import never drops anything. What erpbridge does not use, or what cannot
// run, is kept under `saas:` at the level where it stood, is listed in the
// notes, and is part of the metadata again when the scheme is exported.
package saas

import (
	"errors"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// File is metadata as it lies on disk.
type File struct {
	Name    string
	Content []byte
}

// Options are what the metadata does not say.
type Options struct {
	Name, Title, ID string            // of the scheme; only when there is one
	Connectors      map[string]string // platform, or "source" and "target" → connector
	RestoreBraces   bool              // put back the {{ }} that a page has stripped

	APIs  map[string][]connectors.API // the tables of the APIs, by connector
	Known func(nameOrID string) bool  // whether a scheme is there already; nil: none is
	Say   func(Note) string           // how a guess is put as a comment; nil: in English
}

// Imported is one scheme that came out of the files.
type Imported struct {
	Name    string
	ID      string   // in the SaaS; "" when the metadata does not say it
	Files   []string // where it came from
	YAML    []byte   // a scheme that Parse accepts
	Counts  Counts
	Notes   []Note
	Missing []Missing // schemes it reads or feeds that are not there yet
}

// Counts say how much of a scheme was understood.
type Counts struct {
	SourceRequest int `json:"source_request"`
	Response      int `json:"response"`
	TargetRequest int `json:"target_request"`
	Options       int `json:"options"`
	Lookups       int `json:"lookups"`
	Functions     int `json:"functions"`
}

// Missing is a scheme that another one needs.
type Missing struct {
	Scheme string   `json:"scheme"` // as it is named: mostly an id
	Fields []string `json:"fields"` // the fields that need it
}

// Import makes schemes of metadata files. Its error is of the files nothing
// could be made of; the schemes are those of the others.
func Import(files []File, o Options) ([]Imported, error) {
	drafts, err := read(files)
	var all []Imported
	if len(drafts) > 1 {
		o.Name, o.Title, o.ID = "", "", ""
	}
	errs := []error{err}
	for _, d := range drafts {
		one, err := d.build(o)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, one)
	}
	for i := range all {
		all[i].Missing = slices.DeleteFunc(all[i].Missing, func(m Missing) bool {
			return slices.ContainsFunc(all, func(o Imported) bool { return m.Scheme == o.Name || m.Scheme == o.ID })
		})
	}
	return all, errors.Join(errs...)
}
