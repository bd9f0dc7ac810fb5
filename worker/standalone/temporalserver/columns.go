package temporalserver

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
)

//go:embed columns.html
var columnsHTML string

var columnsTemplate = template.Must(template.New("columns").Parse(columnsHTML))

// columnsPage shows the search attributes in the workflow list.
//
// The Web UI keeps the list's columns in the browser's local storage and takes
// them from nowhere else. This page, on the UI's own address and so with the
// same storage, adds them and moves on to the list. A column a person removed
// stays removed: each is added once only.
func columnsPage(cfg Config) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var page bytes.Buffer
		err := columnsTemplate.Execute(&page, map[string]any{
			"Namespace": cfg.Namespace,
			"Columns":   cfg.Columns,
			"List":      workflowsPath(cfg.Namespace),
		})
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_, _ = page.WriteTo(w) // the browser has gone: there is nobody to tell
	}
}

func workflowsPath(namespace string) string {
	return "/namespaces/" + url.PathEscape(namespace) + "/workflows"
}
