package http

import (
	"slices"
	"strings"
)

func (c checker) api(a *api, path string) {
	if a.Effect == reads {
		c.reading(a, path)
	} else {
		c.writing(a, path)
	}
	if c.said(path + ".answer") {
		c.verdict(path+".answer", *a.Answer)
	}
	if a.Method == methodGet && a.Send != sendQuery {
		c.say(path+".send", "a GET has no body; say query, or another method")
	}
	c.fields(a.Request, path+".request")
	c.fields(a.Response, path+".response")
}

func (c checker) reading(a *api, path string) {
	c.template(a.Path, path+".path", append(a.pathFields(), "env.")...)
	c.params(a.Params, path+".params", "env.", "now", "nonce", "window.from", "window.to", "page.number", "page.size", "page.offset", "page.cursor")
	if a.Rows == "" {
		c.say(path+".rows", "is required: where in the answer is the list of rows? ($ is the answer itself)")
	}
	if a.Entries != nil || a.Outcome != nil || a.Find != nil || a.Number != "" || a.Repeatable {
		c.say(path, "entries, outcome, find, number and repeatable are for APIs that write; this is effect QUERY")
	}
	windowed := a.Params.use("window.")
	switch {
	case windowed && a.Window == nil:
		c.say(path+".window", "is required: what is the longest window that may be asked for? (longest: 7d)")
	case !windowed && a.Window != nil:
		c.say(path+".window", "no parameter has {{window.from}} or {{window.to}}")
	case windowed && (!a.Params.use("window.from") || !a.Params.use("window.to")):
		c.say(path+".params", "a window has both {{window.from}} and {{window.to}}")
	}
	c.paging(a, path)
}

func (c checker) paging(a *api, path string) {
	p := a.Paging
	used := map[pagingWord]string{pagingPage: "page.number", pagingOffset: "page.offset", pagingCursor: "page.cursor"}
	for _, kind := range []pagingWord{pagingPage, pagingOffset, pagingCursor} {
		if uses := a.Params.use(used[kind]); uses != (kind == p.Kind) {
			c.say(path+".paging.kind", "%s and a parameter with {{%s}} belong together", kind, used[kind])
		}
	}
	if p.Kind == pagingCursor && p.Next == "" {
		c.say(path+".paging.next", "is required: where in the answer is the cursor of the next page?")
	}
	if p.Kind != pagingNone && p.Kind != pagingCursor && a.ID == "" {
		c.say(path+".id", "is required: by which field of a row can it be told from others when pages move?")
	}
	if p.Size > p.Max {
		c.say(path+".paging.size", "%d is more than max, %d", p.Size, p.Max)
	}
}

func (c checker) writing(a *api, path string) {
	var perEntry []string
	if a.Entries.As == asOne {
		perEntry = []string{"entry.number"}
	}
	c.template(a.Path, path+".path", append(perEntry, "env.")...)
	c.params(a.Params, path+".params", append(perEntry, "env.", "now", "nonce")...)
	if a.Window != nil || a.Rows != "" || a.ID != "" || c.said(path+".paging") {
		c.say(path, "window, paging, rows and id are for APIs that read; this is effect EXECUTE")
	}
	if a.Entries.As == asList && a.Entries.Key == "" {
		c.say(path+".entries.key", "is required: under which key is the list sent? ($ is the body itself)")
	}
	if a.Entries.As == asOne && a.Entries.Max > 1 {
		c.say(path+".entries.max", "is for as: list")
	}
	if a.Entries.Key == "$" && a.Send != sendJSON {
		c.say(path+".entries.key", "a list is the body only with send: json")
	}
	c.outcome(a, path+".outcome")
	c.find(a, path+".find")
}

func (c checker) outcome(a *api, path string) {
	o := a.Outcome
	c.verdict(path, o.verdict)
	if a.Answer.OK == nil && o.OK == nil && o.ID == "" && o.Number == "" {
		c.say(path, "how is success recognised? say answer.ok, outcome.ok, or where the id or number of the saved document is")
	}
	if o.Match == byKey && (o.Key == "" || a.Number == "") {
		c.say(path+".key", "match: key needs outcome.key, the number in a row, and the API's number, the field of the entry")
	}
	if o.Rows == "" && a.Entries.As == asList && (o.ID != "" || o.Number != "" || o.OK != nil) {
		c.say(path+".rows", "is required for a list: which rows of the answer tell what became of each entry?")
	}
	if o.Rows != "" && o.Lists == listsAll && o.OK == nil && o.ID == "" && o.Number == "" {
		c.say(path+".ok", "how does a row say that its entry went through? say ok, id or number")
	}
	if o.Lists == listsRefused && o.Match != byKey {
		c.say(path+".match", "lists: refused needs match: key")
	}
}

func (c checker) find(a *api, path string) {
	f := a.Find
	if f == nil {
		return
	}
	i := slices.IndexFunc(c.d.Calls, func(b api) bool { return b.Name == f.API })
	switch {
	case i < 0:
		c.say(path+".api", "there is no API %q%s", f.API, didYouMean(f.API, c.d.apiNames()))
	case c.d.Calls[i].Effect != reads:
		c.say(path+".api", "%q writes; documents are looked for with an API that reads", f.API)
	case f.As == findOne && f.Max > 1:
		c.say(path+".max", "as: one asks for one number at a time")
	}
}

// fields are dotted below objects and arrays that are listed themselves.
func (c checker) fields(fields []field, path string) {
	seen := map[string]typeWord{}
	for i, f := range fields {
		name := strings.ToLower(f.Field)
		if _, twice := seen[name]; twice {
			c.say(pathOf(path, i), "%s is listed twice", f.Field)
		}
		seen[name] = f.Type
		if dot := strings.LastIndexByte(name, '.'); dot >= 0 && seen[name[:dot]] != "object" && seen[name[:dot]] != "array" {
			c.say(pathOf(path, i), "list %s before it, with type object or array", f.Field[:dot])
		}
	}
}

func (ps params) use(name string) bool {
	return slices.ContainsFunc(ps, func(p param) bool { return p.value.uses(name) })
}
