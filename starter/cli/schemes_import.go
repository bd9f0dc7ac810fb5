package cli

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/saas"
)

// importing is what the flags of "schemes import" say.
type importing struct {
	out          string // folder; "-": stdout
	force        bool
	placeholders bool
	saas.Options
}

const toStdout = "-"

func (a *app) importSchemes() *cobra.Command {
	i := &importing{}
	c := &cobra.Command{
		Use: "import FILE…", Short: a.say.Text("import.short"), Long: a.say.Text("import.long"),
		Example: "  starter schemes import source.json target.json --name refunds --out schemes\n" +
			"  starter schemes import page.json --restore-braces --connector 金蝶云星辰=kingdee",
		Args: a.between(1, -1),
		RunE: func(_ *cobra.Command, paths []string) error { return a.runImport(i, paths) },
	}
	f := c.Flags()
	f.StringVar(&i.out, "out", ".", a.say.Text("flag.import.out"))
	f.BoolVar(&i.force, "force", false, a.say.Text("flag.import.force"))
	f.StringVar(&i.Name, "name", "", a.say.Text("flag.import.name"))
	f.StringVar(&i.Title, "title", "", a.say.Text("flag.import.title"))
	f.StringVar(&i.ID, "id", "", a.say.Text("flag.import.id"))
	f.StringToStringVar(&i.Connectors, "connector", nil, a.say.Text("flag.import.connector"))
	f.BoolVar(&i.RestoreBraces, "restore-braces", false, a.say.Text("flag.import.braces"))
	f.BoolVar(&i.placeholders, "placeholders", false, a.say.Text("flag.import.placeholders"))
	return c
}

func (a *app) runImport(i *importing, paths []string) error {
	files, err := a.metadata(paths)
	if err != nil {
		return err
	}
	i.APIs, i.Say, i.Known = a.env.APIs(), a.sayNote, a.knownSchemes(i)
	imported, err := saas.Import(files, i.Options)
	report := a.imported(imported, err)
	report.toStdout = i.out == toStdout
	if err := a.keep(i, &report); err != nil {
		return err
	}
	if err := a.printImport(report); err != nil {
		return err
	}
	if n := len(report.Failed); n > 0 {
		return a.fail("import.failed", "Count", n)
	}
	return nil
}

func (a *app) metadata(paths []string) ([]saas.File, error) {
	var files []saas.File
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, a.fail("import.unreadable", "Error", err)
		}
		files = append(files, saas.File{Name: path, Content: content})
	}
	return files, nil
}

// knownSchemes asks the library, when it loads, and the folder that is written
// to, whose schemes may still miss each other. With placeholders the folder is
// to load by itself, and the library does not count.
func (a *app) knownSchemes(i *importing) func(string) bool {
	known := map[string]bool{}
	if lib, err := a.library(); err == nil && !i.placeholders {
		for _, name := range lib.Names() {
			if s, err := lib.Get(name); err == nil {
				known[s.Name], known[s.ID] = true, true
			}
		}
	}
	paths, _ := filepath.Glob(filepath.Join(i.out, "*.yaml")) // the pattern is ours and well formed
	for _, path := range paths {
		if content, err := os.ReadFile(path); err == nil {
			if s, err := schemes.Parse(filepath.Base(path), content); err == nil {
				known[s.Name], known[s.ID] = true, true
			}
		}
	}
	return func(nameOrID string) bool { return nameOrID != "" && known[nameOrID] }
}

// keep writes the schemes, unless they go to stdout. What cannot be written is
// part of the report: the others are.
func (a *app) keep(i *importing, r *importReport) error {
	if r.toStdout {
		return nil
	}
	if err := os.MkdirAll(i.out, 0o750); err != nil {
		return a.fail("import.unwritable", "Error", err)
	}
	var written []importedScheme
	for _, s := range r.Schemes {
		s.File = filepath.Join(i.out, s.Name+".yaml")
		if err := writeNew(s.File, []byte(s.YAML), i.force); err != nil {
			r.Failed = append(r.Failed, importFailure{Message: a.unwritten(s.File, err)})
			continue
		}
		s.YAML = ""
		if i.placeholders {
			a.standIns(i, &s, r)
		}
		written = append(written, s)
	}
	r.Schemes = append([]importedScheme{}, written...)
	return nil
}

func (a *app) unwritten(file string, err error) string {
	if errors.Is(err, os.ErrExist) {
		return a.say.Text("import.exists", "File", file)
	}
	return a.say.Text("import.unwritable", "Error", err)
}

// standIns writes a placeholder for each scheme that is missing.
func (a *app) standIns(i *importing, s *importedScheme, r *importReport) {
	for n, m := range s.Missing {
		name, yaml, err := saas.Placeholder(m.Scheme)
		file := filepath.Join(i.out, name+".yaml")
		if err == nil {
			err = writeNew(file, yaml, false)
		}
		if err != nil && !errors.Is(err, os.ErrExist) {
			r.Failed = append(r.Failed, importFailure{Message: a.unwritten(file, err)})
			continue
		}
		s.Missing[n].Placeholder = file
	}
}

// writeNew writes a file that is not there yet.
func writeNew(path string, content []byte, force bool) error {
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if force {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, 0o644) //nolint:gosec // schemes are no secret
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
