package messages

// ImportNote is the sentence about one thing an import has noted.
func (p *Printer) ImportNote(code string, pairs ...any) string {
	return p.Text("import.note."+code, pairs...)
}

// ImportKind is the heading above notes of one kind.
func (p *Printer) ImportKind(kind string) string { return p.Text("import.kind." + kind) }
