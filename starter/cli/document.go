package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func (a *app) documents() *cobra.Command {
	c := a.group(&cobra.Command{
		Use: "documents", Short: a.say.Text("documents.short"), Long: a.say.Text("documents.long"),
	})
	c.AddCommand(a.listDocuments(), a.showDocument(), a.cancelDocument())
	return c
}

// known makes sure that a scheme exists: in the library, or at least in the
// store, where the documents of a scheme remain whose file was removed.
func (a *app) known(ctx context.Context, s sums, name string) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	_, err = a.scheme(lib, name)
	if err == nil {
		return nil
	}
	counts, _, countErr := s.Counts(ctx, name)
	if countErr != nil {
		return a.fail("store.failed", "Error", countErr)
	}
	if len(counts) > 0 {
		return nil
	}
	return err
}

// document finds one by its key or by the number people know it by.
func (a *app) document(ctx context.Context, s documents, scheme, keyOrNumber string) (docstore.Document, error) {
	doc, err := s.Get(ctx, docstore.Ref{Scheme: scheme, Key: keyOrNumber})
	if err == nil {
		return doc, nil
	}
	if !errors.Is(err, docstore.ErrNotFound) {
		return doc, a.fail("store.failed", "Error", err)
	}
	found, err := s.List(ctx, docstore.Filter{Scheme: scheme, Key: keyOrNumber})
	if err != nil {
		return doc, a.fail("store.failed", "Error", err)
	}
	return a.onlyOne(found, scheme, keyOrNumber)
}

// onlyOne: the lines of a flattened document share its number.
func (a *app) onlyOne(found []docstore.Document, scheme, number string) (docstore.Document, error) {
	switch len(found) {
	case 0:
		return docstore.Document{}, a.fail("document.unknown", "Scheme", scheme, "Key", number)
	case 1:
		return found[0], nil
	default:
		keys := make([]string, len(found))
		for i, d := range found {
			keys[i] = d.Key
		}
		return docstore.Document{}, a.fail("document.several",
			"Scheme", scheme, "Number", number, "Keys", strings.Join(keys, ", "))
	}
}
