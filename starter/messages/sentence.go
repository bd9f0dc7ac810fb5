package messages

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// English needs no file: it is what is translated, and a second copy could only
// differ from it.
//
//go:embed sentences/*.yaml
var spoken embed.FS

// sentence is a form in which schemes and their mappings speak, in English and
// in Chinese. What differs stands in angle brackets: <name> is a value, told as
// it is; <name!> is a sentence itself, and the form fits only when that one is
// known; <name?> is a sentence, a word, or anything else.
type sentence struct {
	English string `yaml:"en"`
	Chinese string `yaml:"zh"`
	parts   []part
}

// part is text with a hole after it; after the last there is none.
type part struct {
	text, name string
	kind       string // "", ".", "!" or "?"
}

// phrasebook is what is known of a language: words, which stand only where a
// sentence has room for one, and sentences, in the order in which they are tried.
// What connectors say stands only in a refusal, in its place there.
type phrasebook struct {
	Words     map[string]string `yaml:"words"`
	Sentences []sentence        `yaml:"sentences"`
	Messages  []sentence        `yaml:"messages"`
	Advice    []sentence        `yaml:"advice"`
}

// phrases reads them when they are needed, which is when something is wrong.
func phrases(lang string) func() phrasebook {
	return func() phrasebook {
		book, err := readPhrasebook(lang)
		if err != nil {
			return phrasebook{} // says the English; the tests of this package do not let it happen
		}
		return book
	}
}

func readPhrasebook(lang string) (phrasebook, error) {
	var book phrasebook
	files, err := fs.Glob(spoken, "sentences/*."+lang+".yaml")
	for _, file := range files {
		err = errors.Join(err, book.read(file))
	}
	if err != nil {
		return book, fmt.Errorf("sentences in %s: %w", lang, err)
	}
	book.Sentences, book.Messages, book.Advice = ordered(book.Sentences), ordered(book.Messages), ordered(book.Advice)
	return book, nil
}

// read adds what a file has.
func (b *phrasebook) read(file string) error {
	var more phrasebook
	text, err := spoken.ReadFile(file)
	if err == nil {
		err = yaml.Unmarshal(text, &more)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if more.Words != nil {
		b.Words = more.Words // one file has them
	}
	b.Sentences = append(b.Sentences, more.Sentences...)
	b.Messages, b.Advice = append(b.Messages, more.Messages...), append(b.Advice, more.Advice...)
	return nil
}

var hole = regexp.MustCompile(`<([a-z]+)([.!?]?)>`)

func partsOf(form string) []part {
	var parts []part
	from := 0
	for _, at := range hole.FindAllStringSubmatchIndex(form, -1) {
		parts = append(parts, part{form[from:at[0]], form[at[2]:at[3]], form[at[4]:at[5]]})
		from = at[1]
	}
	return append(parts, part{text: form[from:]})
}

// ordered puts the most definite first, in three ranks.
func ordered(all []sentence) []sentence {
	for i := range all {
		all[i].parts = partsOf(all[i].English)
	}
	slices.SortStableFunc(all, func(a, b sentence) int {
		return cmp.Or(-cmp.Compare(a.rank(), b.rank()), -cmp.Compare(a.definite(), b.definite()))
	})
	return all
}

// rank: what begins and ends with its own words is only itself. What is made of
// other sentences goes before the rest, so that a value at the end of one does
// not swallow what was put around it.
func (s sentence) rank() int {
	const itself, made, rest = 2, 1, 0
	switch {
	case s.parts[0].text != "" && s.parts[len(s.parts)-1].text != "" && !strings.Contains(s.English, "!>"):
		return itself
	case strings.Contains(s.English, "!>"):
		return made
	}
	return rest
}

func (s sentence) definite() int {
	n := 0
	for _, p := range s.parts {
		n += len(p.text)
	}
	return n
}

// mayBe spares looking for the values of what is another sentence.
func (s sentence) mayBe(text string) bool {
	return strings.HasPrefix(text, s.parts[0].text) && strings.HasSuffix(text, s.parts[len(s.parts)-1].text) &&
		!slices.ContainsFunc(s.parts, func(p part) bool { return !strings.Contains(text, p.text) })
}

// fill is the Chinese sentence with the values that were found.
func (s sentence) fill(found map[string]string) string {
	return hole.ReplaceAllStringFunc(s.Chinese, func(h string) string {
		return found[strings.Trim(h, "<.!?>")]
	})
}
