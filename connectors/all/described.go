package all

import (
	"fmt"
	"maps"
	"os"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/http"
)

// ConnectorsDir is the variable that names a folder of descriptions, see
// connectors/http.
const ConnectorsDir = "CONNECTORS_DIR"

// DescriptionSchema is the JSON Schema of a description, for editors.
func DescriptionSchema() []byte { return http.Schema() }

// known are the systems written in Go, and those that are described: the examples
// built in, and before them what CONNECTORS_DIR holds.
func known(environ map[string]string) (map[string]kind, error) {
	all, err := http.Examples()
	if err != nil {
		return nil, err
	}
	if dir := environ[ConnectorsDir]; dir != "" {
		own, err := http.Load(os.DirFS(dir))
		if err != nil {
			return nil, fmt.Errorf("%s=%s:\n%w", ConnectorsDir, dir, err)
		}
		all = append(all, own...)
	}
	return withDescribed(kinds(), all)
}

func withDescribed(systems map[string]kind, all []*http.Description) (map[string]kind, error) {
	coded := maps.Clone(systems)
	for _, d := range all {
		if _, taken := coded[d.Name]; taken {
			return nil, fmt.Errorf("%s: name: %s is a connector already; choose another name", d.File, d.Name)
		}
		systems[d.Name] = described(d)
	}
	return systems, nil
}

func described(d *http.Description) kind {
	return kind{
		open: func(account, _ string, environ map[string]string) (connectors.Connector, error) {
			return http.Open(d, account, environ)
		},
		apis: d.APIs,
	}
}

// APIsOf describes what every system offers, by its name: those written in Go, and
// those that are described. Its error lists the mistakes of descriptions.
func APIsOf(environ map[string]string) (map[string][]connectors.API, error) {
	systems, err := known(environ)
	if err != nil {
		return nil, err
	}
	return describe(systems), nil
}

func describe(systems map[string]kind) map[string][]connectors.API {
	apis := map[string][]connectors.API{}
	for name, k := range systems {
		apis[name] = k.apis()
	}
	return apis
}
