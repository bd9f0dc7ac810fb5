package schemes

import (
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// The types of the format whose values are limited. The JSON Schema turns each
// into an enum or a pattern made of the lists that Parse asks.
type (
	laneWord      string
	saasWord      string
	typeWord      string
	logicWord     string
	missingWord   string // of a lookup that finds nothing
	changeWord    string // of a document that was delivered
	cancelWord    string // of a document that was delivered
	refusalWord   string // of a document that was saved
	notFoundWord  string // of a value that is not in a table
	onErrorWord   string
	directionWord string
	methodWord    string
	accumulator   string
	parserNames   string   // one, or several joined by commas
	stepWords     []string // from the left, without a gap
	names         []string // or one text, separated by commas
	span          string   // 10m, 24h, 30d
	word          string   // part of an id: small letters, digits and hyphens
	crontab       string
	positive      int
	natural       int
	single        any // text, number or truth value
	option        any // single, and the same for every document
	comparand     any // single, or a list
	row           map[string]any
)

func lanes() []string { return []string{string(LaneAuto), string(LaneDocument), string(LaneBulk)} }

func compatibilities() []string { return []string{"saas"} }

func allSteps() []Step { return []Step{Save, Submit, Audit} }

func missings() []string { return []string{mapping.Wait, mapping.Fail, mapping.Empty} }

func refusals() []string { return []string{string(KeepDraft), string(DeleteDraft)} }

func changes() []string { return []string{string(KeepSent), string(Update), string(Recreate)} }

func cancels() []string { return []string{string(KeepDelivered), string(Raise), string(Undo)} }

func notFounds() []string {
	return []string{mapping.Fail, mapping.Keep, mapping.Empty, mapping.Default}
}

func directions() []string { return []string{mapping.Positive, mapping.Negative} }

func methods() []string { return []string{"batchArraySave", "merge"} }
