package kingdeetest

import (
	"fmt"
	"strings"
)

// commit makes a checked bill part of the ledger.
func (s *Server) commit(f *form, b *bill, o saveOptions) {
	now := s.now()
	if b.id == 0 {
		s.nextID++
		b.id, b.createdAt = s.nextID, now
		b.times["fcreatedate"] = now.Format(stamp)
	}
	b.times["fmodifydate"] = now.Format(stamp)
	b.saves++
	b.state = createdState
	if o.draft {
		b.state = draftState
	}
	s.number(f, b, o.draft)
	if o.auto && !o.draft {
		s.submitBill(b)
		s.auditBill(b)
	}
	f.keep(b)
}

// number gives a bill the next free number of the coding rule when it has none;
// a draft goes without.
func (s *Server) number(f *form, b *bill, draft bool) {
	b.number = strings.TrimSpace(text(b.head["fbillno"]))
	for b.number == "" && !draft {
		f.autoNumber++
		candidate := fmt.Sprintf("%s%06d", f.prefix, f.autoNumber)
		if f.byNumber[strings.ToLower(candidate)] == nil {
			b.number = candidate
		}
	}
	b.head["fbillno"] = b.number
}

func (f *form) keep(b *bill) {
	if old, ok := f.byID[b.id]; ok {
		f.forgetNumber(old)
		*old = *b
		b = old
	} else {
		f.bills = append(f.bills, b)
		f.byID[b.id] = b
	}
	if b.number != "" {
		f.byNumber[strings.ToLower(b.number)] = b
	}
}

func (f *form) forgetNumber(b *bill) {
	if f.byNumber[strings.ToLower(b.number)] == b {
		delete(f.byNumber, strings.ToLower(b.number))
	}
}

func (f *form) remove(b *bill) {
	f.forgetNumber(b)
	delete(f.byID, b.id)
	for i, other := range f.bills {
		if other == b {
			f.bills = append(f.bills[:i], f.bills[i+1:]...)
			return
		}
	}
}

func (s *Server) submitBill(b *bill) {
	b.state = submittedState
	b.submits++
}

func (s *Server) auditBill(b *bill) {
	b.state = auditedState
	b.audits++
	b.auditedAt = s.now()
	b.times["fapprovedate"] = b.auditedAt.Format(stamp)
}

// needed is a packet's NeedReturnData: entry fields under the entry's key.
func needed(f *form, b *bill, keys []string) map[string]any {
	out := map[string]any{}
	for _, key := range keys {
		name, inEntry := strings.CutPrefix(strings.ToLower(key), strings.ToLower(f.entry)+".")
		d := f.fields[name]
		if !inEntry && (d == nil || d.place != entry) {
			out[key] = b.value(f, name)
			continue
		}
		rows, _ := out[f.entry].([]map[string]any)
		out[f.entry] = b.column(f, rows, key[strings.LastIndex(key, ".")+1:])
	}
	return out
}

func (b *bill) column(f *form, rows []map[string]any, key string) []map[string]any {
	for i, l := range b.lines {
		if len(rows) <= i {
			rows = append(rows, map[string]any{})
		}
		rows[i][key] = l.value(f, strings.ToLower(key))
	}
	return rows
}

// value is a head field for an answer.
func (b *bill) value(_ *form, key string) any {
	switch key {
	case "fid":
		return b.id
	case "fbillno":
		return b.number
	case "fdocumentstatus":
		return b.state
	}
	if t, ok := b.times[key]; ok {
		return t
	}
	return wire(b.head[key])
}

func (l *line) value(f *form, key string) any {
	if key == strings.ToLower(f.entryKey) {
		return l.id
	}
	return wire(l.fields[key])
}
