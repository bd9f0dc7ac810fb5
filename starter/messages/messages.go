// Package messages is every sentence that erpbridge says to a person, in
// English and in Chinese. Code names a message by its id; the words are in the
// catalogues beside this file, so a translator needs no Go and a test can see
// that both languages say the same things.
package messages

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

// The languages.
const (
	English = "en"
	Chinese = "zh"
)

// Each part of the program has its files: cli.en.yaml, demo.en.yaml, …
//
//go:embed *.yaml
var catalogues embed.FS

// Languages lists the languages there is a catalogue for.
func Languages() []string { return []string{English, Chinese} }

// Printer says messages in one language.
type Printer struct {
	// Language is what it speaks: English or Chinese.
	Language  string
	localizer *i18n.Localizer
	reasons   []reason
	book      func() phrasebook
}

// New returns a printer for a language; one there is no catalogue for gets English.
func New(lang string) *Printer {
	if lang != Chinese {
		lang = English
	}
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	if err := load(bundle, lang); err != nil {
		return &Printer{Language: lang} // says the ids; the tests of this package do not let it happen
	}
	return &Printer{Language: lang, localizer: i18n.NewLocalizer(bundle, lang), reasons: reasons(), book: sync.OnceValue(phrases(lang))}
}

func load(bundle *i18n.Bundle, lang string) error {
	files, err := fs.Glob(catalogues, "*."+lang+".yaml")
	if err != nil {
		return fmt.Errorf("catalogues in %s: %w", lang, err)
	}
	for _, name := range files {
		text, err := catalogues.ReadFile(name)
		if err != nil {
			return fmt.Errorf("catalogue %s: %w", name, err)
		}
		if _, err := bundle.ParseMessageFileBytes(text, name); err != nil {
			return fmt.Errorf("catalogue %s: %w", name, err)
		}
	}
	return nil
}

// Text is the message with this id. Its placeholders are given as pairs of
// name and value, as slog takes them: Text("run.started", "Scheme", name).
// An int named Count chooses between the singular and the plural, and an error
// is said as Reason says it.
func (p *Printer) Text(id string, pairs ...any) string {
	if p.localizer == nil {
		return id
	}
	data := p.placeholders(pairs)
	said, err := p.localizer.Localize(&i18n.LocalizeConfig{
		MessageID: id, TemplateData: data, PluralCount: data["Count"],
	})
	if err != nil {
		return id // better an id than nothing; the tests find it
	}
	return said
}

func (p *Printer) placeholders(pairs []any) map[string]any {
	data := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		value := pairs[i+1]
		if err, ok := value.(error); ok {
			value = p.Reason(err.Error())
		}
		data[fmt.Sprint(pairs[i])] = value
	}
	return data
}
