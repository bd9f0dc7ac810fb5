package schemes

import (
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Alternative is a set of conditions that must all hold; a row passes when one
// alternative does.
type Alternative []Condition

// Condition compares one field of a source row.
type Condition struct {
	Field   string // a path below a list (items.r_qty) is asked of each of its lines
	Logic   string // one of logics, in lower case
	Value   string // as people read it: several values are separated by commas
	Strict  bool   // one line that fails refuses the whole document
	Because string // the reason a person reads when the condition fails

	operands []operand
	lenient  bool // the SaaS's way: a value that cannot be compared does not pass
}

// logics are the comparisons, as they are documented. Case does not count:
// notNull and NOTNULL are found in the wild.
func logics() []string {
	return []string{
		"eq", "neq", "eqv2", "neqv2", "gt", "egt", "lt", "elt", "like", "notlike",
		"between", "in", "notin", "notnull", "isnull",
	}
}

func (r *reader) condition(parent object) []Alternative {
	var alternatives []Alternative
	for _, n := range parent.list("condition") {
		if n.Kind != yaml.SequenceNode {
			r.mistake(n, "source.condition", "expected a list of alternatives, each a list of conditions: [[{field: …}]]")
			continue
		}
		var a Alternative
		for _, c := range n.Content {
			a = append(a, r.oneCondition(c))
		}
		alternatives = append(alternatives, a)
	}
	return alternatives
}

func (r *reader) oneCondition(n *yaml.Node) Condition {
	o := r.object(n, "source.condition", keysOf[conditionFormat]()...)
	o.required("field", "logic")
	if logic := o.get("logic"); logic != nil {
		logic.Value = strings.ToLower(logic.Value)
	}
	c := Condition{
		Field: o.text("field", ""), Logic: o.oneOf("logic", "", logics()...),
		Strict: o.yes("strictMode"), Because: o.text("because", ""), lenient: r.compatible,
	}
	texts := r.comparands(o, c.several())
	c.Value = strings.Join(texts, ",")
	if len(texts) == 0 {
		texts = []string{""} // eq nothing
	}
	for _, text := range texts {
		c.operands = append(c.operands, r.operand(o, text))
	}
	if problem := c.check(time.Now()); problem != "" {
		r.mistake(n, "source.condition."+c.Field, "%s", problem)
	}
	return c
}

// several says whether the value is a list.
func (c Condition) several() bool {
	return c.Logic == "in" || c.Logic == "notin" || c.Logic == "between"
}

// comparands reads what is compared with: one value, a list, or a text with
// commas where a list is wanted.
func (r *reader) comparands(o object, several bool) []string {
	n := o.get("value")
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.SequenceNode && several:
		return r.listed(o, n)
	case n.Kind == yaml.ScalarNode && several && n.Tag == "!!str":
		return commaSeparated(n.Value)
	case n.Kind == yaml.ScalarNode:
		return []string{r.comparand(n)}
	}
	return []string{o.text("value", "")}
}

func (r *reader) listed(o object, n *yaml.Node) []string {
	var texts []string
	for _, element := range n.Content {
		if element.Kind != yaml.ScalarNode {
			r.mistake(element, o.at("value"), "expected one value, found %s", describe(element))
			continue
		}
		texts = append(texts, r.comparand(element))
	}
	return texts
}

// comparand is a scalar as mapping.Text writes what a row has: null is empty.
func (r *reader) comparand(n *yaml.Node) string {
	text, err := mapping.Text(scalar(n))
	if err != nil {
		return n.Value
	}
	return text
}

func commaSeparated(text string) []string {
	var texts []string
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one != "" {
			texts = append(texts, one)
		}
	}
	return texts
}

// check finds a comparison that can never be made.
func (c Condition) check(now time.Time) string {
	const ends = 2
	switch c.Logic {
	case "notnull", "isnull", "eq", "neq", "eqv2", "neqv2", "":
		return ""
	case "between":
		if len(c.operands) != ends {
			return fmt.Sprintf(`between needs two numbers such as "100,500", found %q`, c.Value)
		}
	}
	if c.Value == "" {
		return c.Logic + " needs a value"
	}
	return c.checkOrder(now)
}
