package cli_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/starter/cli"
)

// look opens a store to see what a command has done.
func look(t *testing.T, url string) *sqlstore.Store {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestSkip(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	o := run(t.Context(), environ(url, "schemes"), "skip", "refunds", "B-2", "--reason", "已手工录入", "--by", "qian", "--output", "json")
	golden(t, "skip.json", o.text(url))
	s := look(t, url)
	doc, err := s.Get(t.Context(), refund("2"))
	if err != nil || doc.State != docstore.Skipped || doc.Reason != "已手工录入" {
		t.Errorf("the document is %s (%s), %v", doc.State, doc.Reason, err)
	}
	events, err := s.Events(t.Context(), refund("2"))
	if err != nil || len(events) == 0 || events[len(events)-1].By != "qian" {
		t.Errorf("the diary does not say who: %+v, %v", events, err)
	}
	golden(t, "skip.en", run(t.Context(), environ(url, "schemes"), "skip", "refunds", "3", "--reason", "x").text(url))
	golden(t, "skip.zh", run(t.Context(), environ(url, "schemes"), "skip", "refunds", "4", "--reason", "x", "--lang=zh").text(url))
}

// Pausing notes it in the store although Temporal is away, and says that the
// rest is still to be done; said twice it changes nothing.
func TestPauseAndResumeWithoutTemporal(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	env := environ(url, "schemes")
	golden(t, "pause.en", run(t.Context(), env, "pause", "refunds", "shops", "--reason", "stocktaking").text(url))
	p, paused, err := look(t, url).Paused(t.Context(), "refunds")
	if err != nil || !paused || p.By != "zhao" || p.Reason != "stocktaking" || !p.At.Equal(shanghai(12, 0)) {
		t.Errorf("the store says %+v, %v, %v", p, paused, err)
	}
	golden(t, "pause-again.zh", run(t.Context(), env, "pause", "refunds", "--by", "sun", "--lang", "zh").text(url))
	if again, _, err := look(t, url).Paused(t.Context(), "refunds"); err != nil || again != p {
		t.Errorf("the second pause replaced the first: %+v, %v", again, err)
	}
	golden(t, "pause-again.json", run(t.Context(), env, "pause", "refunds", "--output", "json").text(url))
	golden(t, "resume.en", run(t.Context(), env, "resume", "refunds").text(url))
	if _, paused, err := look(t, url).Paused(t.Context(), "refunds"); err != nil || paused {
		t.Errorf("the store still says paused, %v", err)
	}
	golden(t, "resume-again.zh", run(t.Context(), env, "resume", "refunds", "--lang", "zh").text(url))
	golden(t, "resume-again.json", run(t.Context(), env, "resume", "refunds", "--output", "json").text(url))
}

// A name that is wrong keeps the others from being touched.
func TestPauseUnknown(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	o := run(t.Context(), environ(url, "schemes"), "pause", "refunds", "shop")
	golden(t, "pause-unknown.en", o.text(url))
	if _, paused, err := look(t, url).Paused(t.Context(), "refunds"); err != nil || paused {
		t.Errorf("paused %v, %v", paused, err)
	}
}

// Nothing is reopened when its workflow could not be started anyway.
func TestRetryWithoutTemporalLeavesTheStore(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	if o := run(t.Context(), environ(url, "schemes"), "retry", "refunds", "--all"); o.code != 1 {
		t.Errorf("exit %d", o.code)
	}
	doc, err := look(t, url).Get(t.Context(), refund("2"))
	if err != nil || doc.State != docstore.Failed {
		t.Errorf("the document is %s, %v", doc.State, err)
	}
}

// A store that is not there is not made: the worker's is somewhere else.
func TestMissingStore(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "none.db")
	o := run(t.Context(), environ("sqlite:"+file, "schemes"), "status")
	golden(t, "store-missing.en", o.text("sqlite:"+file))
	o = run(t.Context(), environ("sqlite:"+file, "schemes"), "documents", "list", "--lang", "zh")
	golden(t, "store-missing.zh", o.text("sqlite:"+file))
	if found, err := filepath.Glob(file + "*"); err != nil || len(found) > 0 {
		t.Errorf("%v was made, %v", found, err)
	}
	o = run(t.Context(), environ("mysql://root:secret@db/erp", "schemes"), "status")
	golden(t, "store-wrong.en", o.text("sqlite:"+file))
	if strings.Contains(o.stderr, "secret") {
		t.Errorf("a password is shown: %s", o.stderr)
	}
}

func TestSchemesWithMistakes(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"broken-validate":  "schemes validate",
		"broken-list":      "schemes list",
		"failing-test":     "schemes test",
		"failing-validate": "schemes validate",
	} {
		folder, _, _ := strings.Cut(name, "-")
		for _, lang := range []string{"en", "zh"} {
			o := run(t.Context(), environ("", folder), append(strings.Fields(line), "--lang", lang)...)
			golden(t, name+"."+lang, o.text("sqlite:none"))
		}
	}
	o := run(t.Context(), environ("", "failing"), "schemes", "test", "--output", "json")
	golden(t, "failing-test.json", o.text("sqlite:none"))
}

// Without SCHEMES_DIR the schemes are those built in; nothing else is needed.
func TestBuiltInSchemes(t *testing.T) {
	t.Parallel()
	o := run(t.Context(), map[string]string{}, "schemes", "list", "--output", "json")
	var list struct{ Schemes []struct{ Name string } }
	if err := json.Unmarshal([]byte(o.stdout), &list); err != nil || len(list.Schemes) == 0 {
		t.Fatalf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
	for _, s := range list.Schemes {
		if o := runKnowing(t.Context(), all.APIs, "schemes", "test", s.Name); o.code != 0 {
			t.Errorf("%s: %s%s", s.Name, o.stdout, o.stderr)
		}
		if o := run(t.Context(), map[string]string{}, "schemes", "show", s.Name); o.code != 0 {
			t.Errorf("%s: %s%s", s.Name, o.stdout, o.stderr)
		}
	}
}

func TestLanguageAndCompletion(t *testing.T) {
	t.Parallel()
	if o := run(t.Context(), map[string]string{"LANG": "zh_CN.UTF-8"}, "--help"); !strings.Contains(o.stdout, "用法") {
		t.Errorf("LANG is not followed: %s", o.stdout)
	}
	if o := run(t.Context(), map[string]string{"LANG": "zh_CN.UTF-8"}, "--lang=en", "--help"); !strings.Contains(o.stdout, "Usage") {
		t.Errorf("--lang is not followed: %s", o.stdout)
	}
	if o := run(t.Context(), nil, "help", "--lang", "fr"); o.code != 2 {
		t.Errorf("--lang fr: exit %d %s", o.code, o.stderr)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if o := run(t.Context(), nil, "completion", shell); o.code != 0 || !strings.Contains(o.stdout, "starter") {
			t.Errorf("%s: exit %d %s", shell, o.code, o.stderr)
		}
	}
	if c := cli.New(cli.Env{Language: "zh"}); !strings.Contains(c.Long, "指令") {
		t.Errorf("New speaks %q", c.Long)
	}
}
