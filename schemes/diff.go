package schemes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// differences tells two JSON documents apart, path by path: "- wanted" and
// "+ came". The order of keys does not count, digits do.
func differences(want, came json.RawMessage) []string {
	wanted, got := leaves(want), leaves(came)
	var lines []string
	for _, path := range sortedKeys(wanted, got) {
		w, wants := wanted[path]
		g, comes := got[path]
		switch {
		case wants && !comes:
			lines = append(lines, fmt.Sprintf("- %s: %s", path, w))
		case comes && !wants:
			lines = append(lines, fmt.Sprintf("+ %s: %s", path, g))
		case w != g:
			lines = append(lines, fmt.Sprintf("- %s: %s", path, w), fmt.Sprintf("+ %s: %s", path, g))
		}
	}
	return lines
}

func sortedKeys(maps ...map[string]string) []string {
	var keys []string
	for _, m := range maps {
		for k := range m {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// leaves flattens a document: FEntity[0].FRealQty → 2.
func leaves(content json.RawMessage) map[string]string {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var v any
	out := map[string]string{}
	if err := decoder.Decode(&v); err != nil {
		out["(not JSON)"] = string(content)
		return out
	}
	collect(out, "", v)
	return out
}

func collect(out map[string]string, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			collect(out, strings.TrimPrefix(path+"."+name, "."), inner)
		}
	case []any:
		for i, inner := range v {
			collect(out, fmt.Sprintf("%s[%d]", path, i), inner)
		}
	case string:
		out[path] = fmt.Sprintf("%q", v)
	default:
		out[path] = fmt.Sprint(v)
	}
}
