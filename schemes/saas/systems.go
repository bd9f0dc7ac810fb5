package saas

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// connector is a side's system and API.
type connector struct {
	name, api string
	table     connectors.API // what is known of the API
	known     bool
}

// connector finds out which system a side is.
func (b *builder) connector(side string, o *connectors.Object) connector {
	headings := map[string][2]string{sourceSide: {"源系统平台", "源系统接口"}, targetSide: {"目标系统平台", "目标系统接口"}}
	printed := takeText(o, "platform")
	if printed == "" {
		printed = takeText(&b.header, headings[side][0])
	}
	c := connector{api: takeText(o, "api")}
	c.name, c.known = connectorOf(printed, b.Connectors)
	if given, ok := b.Connectors[side]; ok {
		c.name, c.known = given, true
	}
	if c.name == "" {
		c.name, c.known = connectorByAPI(c.api, b.APIs), true
		b.note(Note{Kind: Guessed, Code: "connector", Side: side, New: cmpOr(c.name, unknown), Detail: c.api, Certainty: low})
	}
	c.name = cmpOr(c.name, unknown)
	b.api(side, &c, *o)
	return c
}

// unknown stands where the metadata does not say something that must be there.
const unknown = "unknown"

// api finds the table of the API, by its title when only that is printed.
func (b *builder) api(side string, c *connector, o connectors.Object) {
	effect := map[string]connectors.Effect{sourceSide: connectors.Reads, targetSide: connectors.Writes}[side]
	title := text(get(o, "api_name"))
	for _, a := range b.APIs[c.name] {
		if a.Effect != effect {
			continue
		}
		name, _, _ := strings.Cut(a.Name, " ") // "batchSave SAL_RETURNSTOCK"
		if strings.EqualFold(name, c.api) || c.api == "" && title != "" && strings.Contains(title, a.Title) {
			c.table, c.api = a, name
			return
		}
	}
	if c.api == "" {
		c.api = cmpOr(usual(c.name, side), title, unknown)
		b.note(Note{Kind: Guessed, Code: "api", Side: side, New: c.api, Certainty: low})
	}
}

// usual is the API nearly every scheme of a system uses.
func usual(connector, side string) string {
	if connector == "kingdee" && side == targetSide {
		return "batchSave"
	}
	return ""
}
