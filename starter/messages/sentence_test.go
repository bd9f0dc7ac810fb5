package messages

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func chinese(t *testing.T) phrasebook {
	t.Helper()
	book, err := readPhrasebook(Chinese)
	if err != nil || len(book.Sentences) < 300 {
		t.Fatalf("%d sentences, %v", len(book.Sentences), err)
	}
	return book
}

// samples stand in the holes of a sentence, by their kinds.
func samples(kind string) (english, said string) {
	switch kind {
	case "!":
		return "division by 0", "除数为 0"
	case "?":
		return "a list", "列表"
	}
	return "x1", "x1"
}

// sample is a sentence with something in its holes, in English and in Chinese.
func (s sentence) sample() (english, said string) {
	english, said = s.English, s.Chinese
	for _, part := range s.parts {
		in, out := samples(part.kind)
		english = strings.ReplaceAll(english, "<"+part.name+part.kind+">", in)
		said = regexp.MustCompile("<"+part.name+"[.!?]?>").ReplaceAllString(said, out)
	}
	return english, said
}

// Each sentence is recognised as itself: no other one takes its place, and what
// stands in its holes is said in the same place.
func TestEverySentenceIsSaid(t *testing.T) {
	t.Parallel()
	p := New(Chinese)
	for _, s := range chinese(t).Sentences {
		english, want := s.sample()
		if got := p.Reason(english); got != want {
			t.Errorf("%s\n is said %s\n    want %s", english, got, want)
		}
	}
}

// Whatever is wrong with a value stands between its place and its expression;
// neither is taken for a part of it.
func TestEverySentenceIsFoundInAnError(t *testing.T) {
	t.Parallel()
	p := New(Chinese)
	for _, s := range chinese(t).Sentences {
		if strings.Contains(s.English, " in <expression>") || strings.Contains(s.English, "metadata in it") {
			continue // that is where an expression begins, and what is said of a file only
		}
		english, want := s.sample()
		english = `x.yaml:4: F.G: default: ` + english + ` in _function {{a}}: b (a=1: 2, b=is lost)`
		want = `x.yaml:4: F.G: default：` + want + `，表达式 _function {{a}}: b（a=1: 2, b=is lost）`
		if got := p.Reason(english); got != want {
			t.Errorf("%s\n is said %s\n    want %s", english, got, want)
		}
	}
}

// A form has a word between two holes, so that it can be told where one ends, and
// Chinese tells what English tells.
func TestSentencesAreWellFormed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, s := range chinese(t).Sentences {
		if seen[s.English] {
			t.Errorf("%s is there twice", s.English)
		}
		seen[s.English] = true
		if regexp.MustCompile(`><`).MatchString(s.English) || s.definite() == 0 {
			t.Errorf("%s: it cannot be told where a value ends", s.English)
		}
		if en, zh := holes(s.English), holes(s.Chinese); !slices.Equal(en, zh) {
			t.Errorf("%s tells %v, in Chinese %v", s.English, en, zh)
		}
	}
}

func holes(form string) []string {
	var names []string
	for _, m := range hole.FindAllStringSubmatch(form, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// What is not ours stays as it is, also where a part of it looks like ours.
func TestForeignTextStaysAsItIs(t *testing.T) {
	t.Parallel()
	p := New(Chinese)
	for _, text := range []string{
		"", "字段“物料编码”是必填项", "please try again in 5 minutes", "note of the buyer: has no time", "nothing",
		"gateway said: division by 0", "x: y: z",
	} {
		if got := p.Reason(text); got != text {
			t.Errorf("%q is said %q", text, got)
		}
	}
}
