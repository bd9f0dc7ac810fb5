package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// meant are the schemes that a person names, or all that read from or write to an
// account.
func (a *app) meant(lib *schemes.Library, names []string, account string) ([]string, error) {
	if (account == "") == (len(names) == 0) {
		return nil, a.usage("usage.pause")
	}
	all, err := a.chosen(lib, names)
	if err != nil || account == "" {
		return names, err
	}
	var accounts []string
	for _, s := range all {
		its := accountsOf(s)
		if accounts = append(accounts, its...); slices.Contains(its, account) {
			names = append(names, s.Name)
		}
	}
	if len(names) == 0 {
		slices.Sort(accounts)
		return nil, a.fail("account.unused", "Account", account, "Known", strings.Join(slices.Compact(accounts), ", "))
	}
	return names, nil
}

// accountsOf are the accounts a scheme calls, as kingdee/MAIN.
func accountsOf(s *schemes.Scheme) []string {
	all := []string{s.Source.Connector + "/" + s.Source.Account}
	if s.Target != nil {
		all = append(all, s.Target.Connector+"/"+s.Target.Account)
	}
	return all
}

// awaitCalls waits for what was under way when the schemes were paused, so that
// who is told that they are knows that nothing moves any more. A worker that has
// died has ended no call: it is not waited for for ever.
func (a *app) awaitCalls(ctx context.Context, s pauses, list turnedList, most time.Duration) error {
	if most <= 0 {
		return nil
	}
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	for i, t := range list.Schemes {
		left, err := callsLeft(ctx, s, t.Scheme)
		if err != nil {
			return a.fail("store.failed", "Error", err)
		}
		list.Schemes[i].UnderWay = left
	}
	return nil
}

// callsLook is how often the store is asked what is under way.
const callsLook = 100 * time.Millisecond

// callsLeft returns when a scheme has no call under way, or with those that are
// when there is no more time.
func callsLeft(ctx context.Context, s pauses, scheme string) ([]docstore.UnderWay, error) {
	tick := time.NewTicker(callsLook)
	defer tick.Stop()
	for {
		left, err := s.UnderWay(context.WithoutCancel(ctx), scheme)
		if err != nil || len(left) == 0 {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return left, nil
		case <-tick.C:
		}
	}
}
