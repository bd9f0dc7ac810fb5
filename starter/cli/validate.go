package cli

import (
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
)

func (a *app) validate() *cobra.Command {
	var strict bool
	c := &cobra.Command{
		Use: "validate [FILE…]", Short: a.say.Text("schemes.validate.short"), Long: a.say.Text("schemes.validate.long"),
		Example: "  starter schemes validate\n  starter schemes validate my-scheme.yaml --strict",
		RunE:    func(_ *cobra.Command, paths []string) error { return a.runValidate(paths, strict) },
	}
	c.Flags().BoolVar(&strict, "strict", false, a.say.Text("flag.strict"))
	return c
}

// runValidate checks the files given among the schemes there are: a lookup may
// go from one to the other. Without files it checks those there are.
func (a *app) runValidate(paths []string, strict bool) error {
	files, err := a.files(paths)
	if err != nil {
		return err
	}
	report := a.inspect(files)
	if err := a.print(report); err != nil {
		return err
	}
	if n := len(report.Errors); n > 0 {
		return a.fail("validate.failed", "Count", n)
	}
	if n := len(report.Warnings); strict && n > 0 {
		return a.fail("validate.strict", "Count", n)
	}
	return nil
}

// inspect gathers all that is wrong. Schemes that cannot be read together are
// read one by one, so that one mistake does not hide those in other files.
func (a *app) inspect(f files) validation {
	v := validation{Checked: len(f.asked), Errors: []finding{}, Warnings: []finding{}, paths: f.paths}
	_, err := schemes.Load(f.all)
	v.mistakes(err)
	around := f.parsed()
	for _, s := range around {
		if slices.Contains(f.asked, s.File) {
			v.problems(s.Check(a.env.APIs(), around...))
		}
	}
	return v
}

// parsed are the schemes that can be read; of the others Load has said why not.
func (f files) parsed() []*schemes.Scheme {
	var all []*schemes.Scheme
	for _, name := range slices.Sorted(maps.Keys(f.all)) {
		if s, err := schemes.Parse(name, f.all[name]); err == nil {
			all = append(all, s)
		}
	}
	return all
}

// files are schemes to be checked and those among which they stand, by the
// names of their files.
type files struct {
	all   folder
	paths map[string]string // where each lies; those built in lie nowhere
	asked []string
}

func (a *app) files(paths []string) (files, error) {
	f := files{all: folder{}, paths: map[string]string{}}
	if err := a.addLibrary(&f); err != nil {
		return f, err
	}
	for _, path := range paths {
		if err := a.addFile(&f, path); err != nil {
			return f, err
		}
		f.asked = append(f.asked, filepath.Base(path))
	}
	if len(paths) == 0 {
		f.asked = slices.Sorted(maps.Keys(f.all))
	}
	return f, nil
}

// addLibrary reads SCHEMES_DIR file by file, for it need not load.
func (a *app) addLibrary(f *files) error {
	set, err := a.settings()
	if err != nil {
		return err
	}
	if set.SchemesDir == "" {
		return a.addEmbedded(f)
	}
	paths, err := filepath.Glob(filepath.Join(set.SchemesDir, "*.yaml"))
	if err != nil {
		return a.fail("validate.unreadable", "Error", err)
	}
	for _, path := range paths {
		if err := a.addFile(f, path); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) addFile(f *files, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return a.fail("validate.unreadable", "Error", err)
	}
	f.all[filepath.Base(path)], f.paths[filepath.Base(path)] = content, path
	return nil
}

func (a *app) addEmbedded(f *files) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	all, err := a.chosen(lib, nil)
	for _, s := range all {
		f.all[filepath.Base(s.File)] = s.YAML
	}
	return err
}
