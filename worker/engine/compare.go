package engine

import (
	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/activities/reconcile"
)

// comparer is what compares by itself. It asks with the same accounts, and so
// within the same quotas, as the runs do.
func (p Parts) comparer(known *activities.Schemes, lookups *activities.Lookups) *reconcile.Activities {
	return &reconcile.Activities{
		Schemes: known, Accounts: p.Accounts, Lookups: lookups.ForDocument, Store: p.Store, Alerts: p.Alerts, Now: p.now(),
	}
}
