package saas

import (
	"strings"
)

// Placeholder is a scheme that stands in for one that has not been imported:
// schemes that look it up can be loaded, and find no row in it.
func Placeholder(id string) (name string, yaml []byte, err error) {
	const short = 8
	name = "missing-" + slug(id)
	if uuid.MatchString(id) {
		name = "missing-" + id[:short]
	}
	root := mapNode()
	set(root, "name", name)
	set(root, "title", "占位："+id)
	if id != name {
		set(root, "id", id)
	}
	schedule, source := flow(mapNode()), mapNode()
	set(schedule, "every", "24h")
	for _, pair := range [][2]string{{"connector", "erpbridge"}, {"api", "fed"}, {"id", "id"}} {
		set(source, pair[0], pair[1])
	}
	set(root, "schedule", schedule)
	set(root, "source", source)
	yaml, err = encode(root)
	return strings.TrimSuffix(name, "-"), yaml, err
}
