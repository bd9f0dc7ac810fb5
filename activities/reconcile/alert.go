package reconcile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Alerter tells whoever watches. What it is told with success has arrived.
type Alerter interface {
	Alert(ctx context.Context, a Alert) error
}

// Alert is what is told of a comparison.
type Alert struct {
	Status Status
	Title  string // of the scheme
	docstore.Reconciliation

	Kept Kept
}

// Status is what a comparison came to, in a word.
type Status string

// The words.
const (
	Differs  Status = "differs"
	Unmade   Status = "unmade" // it could not be made
	Restored Status = "agrees" // it does again
)

// TellComparison tells of the newest comparison of a scheme, unless what it came
// to has been told. It may be told twice, where the answer was lost, never not.
func (a *Activities) TellComparison(ctx context.Context, scheme string) (Status, error) {
	last, there, err := a.Store.LastReconciliation(ctx, scheme)
	if err != nil || !there || a.Alerts == nil {
		return "", err
	}
	told, err := a.Store.Told(ctx, subject(scheme))
	if err != nil {
		return "", err
	}
	alert, err := a.alert(ctx, last)
	if err != nil {
		return "", err
	}
	news := fingerprint(alert)
	if news == told || told == "" && alert.Status == Restored {
		return "", nil
	}
	if err := a.Alerts.Alert(ctx, alert); err != nil {
		return "", err
	}
	return alert.Status, a.Store.SetTold(ctx, subject(scheme), news)
}

func subject(scheme string) string { return "reconcile:" + scheme }

func (a *Activities) alert(ctx context.Context, last docstore.Reconciliation) (Alert, error) {
	s, err := a.Schemes.Latest(ctx, last.Scheme)
	if err != nil {
		return Alert{}, activities.Mistake(err)
	}
	alert := Alert{Status: Restored, Title: s.Title, Reconciliation: last}
	switch {
	case last.Problem != "":
		alert.Status = Unmade
	case last.Differences > 0:
		alert.Status = Differs
	}
	alert.Kept, err = ReadKept(last.Result)
	return alert, err
}

// fingerprint is the same as long as the same documents differ in the same ways.
// Why a comparison could not be made may be said in other words each time.
func fingerprint(a Alert) string {
	if a.Status != Differs {
		return string(a.Status)
	}
	sum := sha256.New()
	fmt.Fprintln(sum, a.Differences)
	for _, d := range a.Kept.Differences {
		line, _ := json.Marshal([]any{d.Kind, d.Key, d.Source, d.Target, d.Status}) // these can always be written
		sum.Write(append(line, '\n'))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
