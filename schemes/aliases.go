package schemes

import "go.yaml.in/yaml/v3"

// aliases refuses a file whose aliases contain themselves or multiply: a few
// lines of them can stand for more rows than there is memory.
func (r *reader) aliases(root *yaml.Node) bool {
	const most = 100_000
	left := most
	if n := overgrown(root, &left, map[*yaml.Node]bool{}); n != nil {
		r.mistake(n, "", "aliases (*name) that contain themselves or stand for more than %d values", most)
		return false
	}
	return true
}

// overgrown returns the node at which the file, written out, becomes too large.
func overgrown(n *yaml.Node, left *int, open map[*yaml.Node]bool) *yaml.Node {
	*left--
	if *left < 0 || open[n] {
		return n
	}
	open[n] = true
	defer delete(open, n)
	if n.Kind == yaml.AliasNode {
		return overgrown(n.Alias, left, open)
	}
	for _, child := range n.Content {
		if found := overgrown(child, left, open); found != nil {
			return found
		}
	}
	return nil
}
