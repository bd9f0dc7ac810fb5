package activities

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// MergeInput asks for the next groups of rows to be merged into documents.
type MergeInput struct {
	Scheme   string `json:"scheme"`
	Revision string `json:"revision"`
	After    string `json:"after,omitempty"` // the group to continue after
	Limit    int    `json:"limit"`
}

// Merged is what became of a page of groups.
type Merged struct {
	Rows      int    `json:"rows"`
	Documents int    `json:"documents"`
	After     string `json:"after,omitempty"` // empty when there are no more
}

// merges says whether rows of a scheme have to be merged: because it says so,
// or because an earlier revision of it did and left some.
func (a *Activities) merges(ctx context.Context, s *schemes.Scheme) (bool, error) {
	if s.Merges() {
		return true, nil
	}
	left, err := a.Store.Groups(ctx, s.Name, "", 1)
	return len(left) > 0, err
}

// MergeGroups makes documents of rows that have been fetched, group by group:
// each in one transaction, so that a row is either still to be merged or part
// of a document, whatever happens in between.
func (a *Activities) MergeGroups(ctx context.Context, in MergeInput) (Merged, error) {
	s, err := a.Schemes.At(ctx, in.Scheme, in.Revision)
	if err != nil {
		return Merged{}, configError(err)
	}
	groups, err := a.Store.Groups(ctx, in.Scheme, in.After, in.Limit)
	if err != nil {
		return Merged{}, err
	}
	var done Merged
	for _, group := range groups {
		if err := a.mergeGroup(ctx, s, group, &done); err != nil {
			return done, err
		}
	}
	if len(groups) == in.Limit {
		done.After = groups[len(groups)-1]
	}
	return done, nil
}

func (a *Activities) mergeGroup(ctx context.Context, s *schemes.Scheme, group string, done *Merged) error {
	members, err := a.members(ctx, s.Name, group)
	if err != nil || len(members) == 0 { // another worker was faster
		return err
	}
	if !s.Merges() {
		if s, err = a.Schemes.At(ctx, s.Name, members[0].Revision); err != nil {
			return a.unreadRevision(ctx, members, err)
		}
	}
	documents, err := s.Merge(group, asShaped(members, group))
	if err != nil {
		return a.holdGroup(ctx, members, cannotMerge+err.Error())
	}
	m := docstore.Merge{Scheme: s.Name, Revision: s.Revision, Documents: incoming(documents)}
	for _, d := range members {
		m.Members = append(m.Members, docstore.Member{Key: d.Key, Hash: d.Hash})
	}
	switch err := a.Store.Merge(ctx, m); {
	case errors.Is(err, docstore.ErrStale): // a row changed meanwhile, or another worker was faster: the next run looks again
		a.Log.InfoContext(ctx, "a group is merged with the next run", "scheme", s.Name, "reason", err)
		return nil
	case errors.Is(err, docstore.ErrTaken):
		return a.holdGroup(ctx, members, "what it would be merged into is there already: "+err.Error()+"; see that it is not booked twice, then skip it")
	case err != nil:
		return err
	}
	done.Rows += len(members)
	done.Documents += len(documents)
	return nil
}

// unreadRevision: rows that a revision grouped which cannot be read any more,
// because a scheme it speaks of is gone for instance, must not hold up others.
func (a *Activities) unreadRevision(ctx context.Context, members []docstore.Document, err error) error {
	var away *storeError
	if errors.As(err, &away) {
		return err
	}
	return a.holdGroup(ctx, members, cannotMerge+err.Error())
}

// cannotMerge begins the reason of rows that stay by themselves.
const cannotMerge = "it cannot be merged with the others of its group: "

// membersPage is how many rows are read at once.
const membersPage = 500

func (a *Activities) members(ctx context.Context, scheme, group string) ([]docstore.Document, error) {
	f := docstore.Filter{Scheme: scheme, Group: group, Limit: membersPage}
	var all []docstore.Document
	for {
		page, err := a.Store.List(ctx, f)
		if err != nil {
			return nil, err
		}
		if all = append(all, page...); len(page) < membersPage {
			return all, nil
		}
		f.After = page[len(page)-1].Key
	}
}

func asShaped(members []docstore.Document, group string) []schemes.Shaped {
	shaped := make([]schemes.Shaped, len(members))
	for i, d := range members {
		shaped[i] = schemes.Shaped{Key: d.Key, Number: d.Number, Content: d.Content, Group: group}
	}
	return shaped
}

// holdGroup leaves the rows where they are, with the reason: together, for a
// group of which one row had failed would be merged without it.
func (a *Activities) holdGroup(ctx context.Context, members []docstore.Document, reason string) error {
	steps := make([]docstore.Progress, len(members))
	for i, d := range members {
		steps[i] = docstore.Progress{
			Ref: docstore.Ref{Scheme: d.Scheme, Key: d.Key}, State: docstore.Fetched, From: docstore.Fetched, Hash: d.Hash, Reason: reason,
		}
	}
	refused, err := a.Store.MarkAll(ctx, steps)
	if err != nil {
		return fmt.Errorf("hold %d rows: %w", len(members), err)
	}
	for _, refusal := range refused {
		if refusal != nil && !errors.Is(refusal, docstore.ErrStale) {
			return refusal
		}
	}
	return nil
}
