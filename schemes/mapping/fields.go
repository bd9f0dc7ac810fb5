package mapping

// Field is one field of a request as a scheme writes it.
type Field struct {
	Place    Place
	Name     string // as the target calls it, not dotted
	Label    string
	Type     string // see Types; "" leaves a value as it is
	Value    any    // string, json.Number, bool, []any of them; nil: not sent
	Describe string
	Default  any  // what OnError Default sends
	Required bool // an empty value is an error
	Parsers  []Parser
	Table    *TableUse
	Missing  string // what becomes of a lookup that finds nothing: Wait, Fail or Empty; "": Wait, in a compatible scheme Empty
	OnError  string // what becomes of a value that cannot be made, see OnErrors; "": the Rules'
	Children []Field
}

// Mapping is a compiled list of fields.
type Mapping struct {
	file    string
	fields  []field
	lookups []*Lookup
	known   *known
	rules   Rules
}

// CompileEntry compiles the fields of a target; the mistakes are all there are.
func CompileEntry(file string, fields []Field, rules Rules) (*Mapping, []Mistake) {
	return compile(newCompiler(false, rules), file, fields)
}

// CompileRequest compiles the request of a source, which is made before there
// is a row: only variables can be used, and the row that it asks about (Rules.Each).
func CompileRequest(file string, fields []Field, rules Rules) (*Mapping, []Mistake) {
	return compile(newCompiler(true, rules), file, fields)
}

// CompileWritten compiles what is read from a target's answer: a path the
// answer does not have is an error.
func CompileWritten(file string, fields []Field, rules Rules) (*Mapping, []Mistake) {
	m, mistakes := compile(newCompiler(false, rules), file, fields)
	m.known = newKnown("the target's answer has no %s", nil)
	return m, append(mistakes, m.withoutLookups()...)
}

// CompileHanded compiles the row another scheme is handed. Beside the document
// it may read primaryWriteback, of which the names are told, and _response.
func CompileHanded(file string, fields []Field, rules Rules, written []string) (*Mapping, []Mistake) {
	c := newCompiler(false, rules)
	c.handed, c.written = true, written
	m, mistakes := compile(c, file, fields)
	return m, append(mistakes, m.withoutLookups()...)
}

func compile(c *compiler, file string, fields []Field) (*Mapping, []Mistake) {
	m := &Mapping{file: file, rules: c.rules, fields: c.all(fields)}
	m.lookups = c.lookups
	return m, c.mistakes
}

func (m *Mapping) withoutLookups() []Mistake {
	var mistakes []Mistake
	for _, l := range m.lookups {
		mistakes = append(mistakes, Mistake{l.Place, "a lookup cannot be used here; look it up in the scheme that is handed the row"})
	}
	return mistakes
}

// Lookups are the lookups of a mapping, in the order they are written.
func (m *Mapping) Lookups() []*Lookup { return m.lookups }

// References are the paths the mapping reads, each with the place it is read.
func (m *Mapping) References() map[string]Place {
	paths := map[string]Place{}
	walk(m.fields, func(f *field) {
		if f.list != "" {
			paths[f.list] = f.Place
		}
		if f.value == nil {
			return
		}
		for _, p := range f.value.references() {
			paths[p] = f.Place
		}
	})
	return paths
}

func walk(fields []field, visit func(*field)) {
	for i := range fields {
		visit(&fields[i])
		walk(fields[i].children, visit)
	}
}
