package schemes

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

//go:embed *.yaml
var embedded embed.FS

// Library is a set of schemes that know each other: lookups among them are
// resolved. It is immutable.
type Library struct {
	schemes map[string]*Scheme // by name
	ids     map[string]string  // id → name
	apis    map[string][]connectors.API
}

// Embedded is the library that comes with the program, and the schemes of more
// folders with it.
func Embedded(more ...fs.FS) (*Library, error) { return Load(append([]fs.FS{embedded}, more...)...) }

// Files are the schemes that come with the program, as they are written.
func Files() fs.FS { return embedded }

// LoadDir reads the schemes of a folder.
func LoadDir(dir string) (*Library, error) {
	l, err := Load(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("schemes in %s:\n%w", dir, err)
	}
	return l, nil
}

// Load reads every *.yaml of the folders. Its error lists the mistakes of all.
func Load(folders ...fs.FS) (*Library, error) {
	l := &Library{schemes: map[string]*Scheme{}, ids: map[string]string{}}
	var errs []error
	for _, folder := range folders {
		errs = append(errs, l.readAll(folder))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if err := errors.Join(l.distinct(), l.resolveAll()); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Library) readAll(folder fs.FS) error {
	files, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return fmt.Errorf("list schemes: %w", err)
	}
	if len(files) == 0 {
		return errors.New("there is no *.yaml file")
	}
	var errs []error
	for _, file := range files {
		errs = append(errs, l.read(folder, file))
	}
	return errors.Join(errs...)
}

func (l *Library) read(fsys fs.FS, file string) error {
	content, err := fs.ReadFile(fsys, file)
	if err != nil {
		return fmt.Errorf("read scheme: %w", err)
	}
	s, err := Parse(path.Base(file), content)
	if err != nil {
		return err
	}
	return l.add(s)
}

func (l *Library) add(s *Scheme) error {
	if other, taken := l.ids[s.ID]; taken {
		return fmt.Errorf("%s: id %s is also that of %s", s.File, s.ID, other)
	}
	if other, taken := l.schemes[s.Name]; taken {
		return fmt.Errorf("%s: the name %s is also that of another %s", s.File, s.Name, other.File)
	}
	l.schemes[s.Name] = s
	if s.ID != "" {
		l.ids[s.ID] = s.Name
	}
	return nil
}

// distinct makes sure that a name never means two schemes.
func (l *Library) distinct() error {
	for id, name := range l.ids {
		if other, taken := l.schemes[id]; taken && other.Name != name {
			return fmt.Errorf("%s: id %s is also the name of another scheme", l.schemes[name].File, id)
		}
	}
	return nil
}

func (l *Library) resolveAll() error {
	var errs []error
	for _, name := range l.Names() {
		errs = append(errs, l.resolve(l.schemes[name]))
	}
	return errors.Join(errs...)
}

// Revision parses a scheme as it once stood and resolves its lookups among the
// schemes of today: a document finishes under the revision it started with. What it
// looks up in a scheme that has no file any more is looked up under the name it gives.
func (l *Library) Revision(file string, content []byte) (*Scheme, error) {
	s, err := Parse(file, content)
	if err != nil {
		return nil, err
	}
	_ = l.resolveLookups(s) // it was right when it was kept
	if err := l.resolveRest(s); err != nil {
		return nil, err
	}
	return s, nil
}

// resolve turns the ids of collections into names of schemes.
func (l *Library) resolve(s *Scheme) error {
	return errors.Join(l.resolveLookups(s), l.resolveRest(s))
}

func (l *Library) resolveLookups(s *Scheme) error {
	var errs []error
	s.peers = map[string]*Scheme{}
	for _, lookup := range s.lookups() {
		of, err := l.Get(lookup.Collection)
		if err != nil {
			errs = append(errs, mapping.Mistake{Place: lookup.Place, Message: err.Error()})
			continue
		}
		lookup.Resolve(of.Name, of.Source.ID, of.Source.Number)
		s.peers[of.Name] = of
	}
	return errors.Join(errs...)
}

func (l *Library) resolveRest(s *Scheme) error {
	err := errors.Join(l.resolveFollowed(s), l.resolveEach(s))
	s.aliases = l.ids
	l.tell(s)
	return errors.Join(err, l.resolveHandOver(s))
}

// Names are the schemes' names in order.
func (l *Library) Names() []string {
	var names []string
	for name := range l.schemes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Get finds a scheme by its name or by the id it had in the SaaS.
func (l *Library) Get(nameOrID string) (*Scheme, error) {
	name := nameOrID
	if byID, ok := l.ids[nameOrID]; ok {
		name = byID
	}
	if s, ok := l.schemes[name]; ok {
		return s, nil
	}
	return nil, fmt.Errorf("there is no scheme %q%s (schemes: %s)",
		nameOrID, suggest.DidYouMean(nameOrID, l.known()), strings.Join(l.Names(), ", "))
}

func (l *Library) known() []string {
	known := l.Names()
	for id := range l.ids {
		known = append(known, id)
	}
	slices.Sort(known)
	return known
}

// IndexedFields are, per scheme, the fields by which others look it up, or put it
// together with rows.
func (l *Library) IndexedFields() map[string][]string {
	fields := map[string][]string{}
	for _, name := range l.Names() {
		l.schemes[name].indexJoins(fields)
		for _, lookup := range l.schemes[name].lookups() {
			for _, field := range lookup.Indexed() {
				fields[lookup.Collection] = appendNew(fields[lookup.Collection], field)
			}
		}
	}
	return fields
}
