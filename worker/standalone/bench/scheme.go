package bench

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/erpbridge/erpbridge/schemes"
)

//go:embed standard.yaml
var standard string

// job is a scheme that is measured, and the collections it looks up in.
type job struct {
	scheme      string
	collections []string
	lines       int  // of a refund
	orders      bool // the orders of the refunds are looked up
	eachLine    bool // a bill for each line, and not for each refund
}

func jobOf(scheme string) job {
	if scheme == Standard {
		return job{scheme: Standard, collections: []string{"kingdee-customers"}, lines: 3}
	}
	return job{scheme: Refunds, collections: []string{"kingdee-customers", "jushuitan-orders"}, lines: 1, orders: true, eachLine: true}
}

// writeSchemes makes a folder with the scheme, as it is to be carried, and what it
// looks up in.
func writeSchemes(dir string, j job, lane, steps string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make a folder for the schemes: %w", err)
	}
	library, err := schemes.Embedded()
	if err != nil {
		return err
	}
	for _, name := range append(j.collections, j.scheme) {
		text := standard
		if name != Standard {
			s, err := library.Get(name)
			if err != nil {
				return err
			}
			text = string(s.YAML)
		}
		if name == j.scheme {
			text = carried(text, lane, steps)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(text), 0o600); err != nil {
			return fmt.Errorf("write scheme %s: %w", name, err)
		}
	}
	return nil
}

// carried is the scheme with the lane and the steps that are measured.
func carried(text, lane, steps string) string {
	if steps == OneCall {
		text = strings.NewReplacer(
			"IsAutoSubmitAndAudit: false", "IsAutoSubmitAndAudit: true", "steps: [save, submit, audit]", "steps: [save]",
		).Replace(text)
	}
	if lane == Naive {
		return text
	}
	return "lane: " + lane + "\n" + text
}
