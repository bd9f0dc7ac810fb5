// Package docstoretest is what every document store must do, as a test suite.
package docstoretest

import (
	"context"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Store is everything a store can do. Users of a store ask for the few methods
// they need; only this suite needs them all.
type Store interface {
	Keep(ctx context.Context, page docstore.Page) (docstore.Kept, error)
	Forget(ctx context.Context, now time.Time) error
	Get(ctx context.Context, ref docstore.Ref) (docstore.Document, error)
	List(ctx context.Context, f docstore.Filter) ([]docstore.Document, error)
	Mark(ctx context.Context, step docstore.Progress) error
	MarkAll(ctx context.Context, steps []docstore.Progress) ([]error, error)
	Reopen(ctx context.Context, ref docstore.Ref, by, reason string) error
	Skip(ctx context.Context, ref docstore.Ref, by, reason string) error
	Events(ctx context.Context, ref docstore.Ref) ([]docstore.Event, error)
	Declare(ctx context.Context, collection string, fields []string) error
	Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error)
	Version(ctx context.Context, collection string) (int64, error)
	Groups(ctx context.Context, scheme, after string, limit int) ([]string, error)
	Merge(ctx context.Context, m docstore.Merge) error
	Follow(ctx context.Context, collections ...string) error
	Position(ctx context.Context, collections ...string) (int64, error)
	Changes(ctx context.Context, q docstore.Changes) ([]docstore.Changed, error)
	Renew(ctx context.Context, scheme string, goal docstore.State, keys []string) (int, error)
	Cancel(ctx context.Context, c docstore.Cancellation) (int, error)
	Revoke(ctx context.Context, ref docstore.Ref, by, reason string) error
	Watermark(ctx context.Context, scheme string) (time.Time, bool, error)
	Watermarked(ctx context.Context, scheme string) (docstore.Watermark, bool, error)
	SetWatermark(ctx context.Context, scheme string, at time.Time) error
	Counts(ctx context.Context, scheme string) (map[docstore.State]int, int, error)
	Days(ctx context.Context, scheme string, from, to time.Time) ([]docstore.Day, error)
	Windows(ctx context.Context, scheme string, from, to time.Time) ([]docstore.WindowCounts, error)
	Faults(ctx context.Context, scheme string) ([]docstore.Fault, error)
	Reasons(ctx context.Context, scheme string, states ...docstore.State) ([]docstore.ReasonCount, error)
	SetPause(ctx context.Context, scheme string, p docstore.Pause) error
	ClearPause(ctx context.Context, scheme string) error
	Paused(ctx context.Context, scheme string) (docstore.Pause, bool, error)
	BeginReading(ctx context.Context, r docstore.Reading) error
	EndReading(ctx context.Context, id string) error
	UnderWay(ctx context.Context, scheme string) ([]docstore.UnderWay, error)
	Settle(ctx context.Context, ref docstore.Ref, d docstore.Settled) error
	Remark(ctx context.Context, ref docstore.Ref, by, what string) error
	KeepReconciliationPart(ctx context.Context, p docstore.ReconciliationPart) error
	ReconciliationParts(ctx context.Context, scheme, run string, before int) ([]docstore.ReconciliationPart, error)
	KeepReconciliation(ctx context.Context, r docstore.Reconciliation) error
	LastReconciliation(ctx context.Context, scheme string) (docstore.Reconciliation, bool, error)
	Told(ctx context.Context, subject string) (string, error)
	SetTold(ctx context.Context, subject, told string) error
	KeepScheme(ctx context.Context, scheme docstore.Scheme) error
	KeptScheme(ctx context.Context, name, revision string) (docstore.Scheme, error)
	SchemesWithDocuments(ctx context.Context) ([]string, error)
	Ping(ctx context.Context) error
	Close() error
}

// Run runs the suite. open returns a new, empty store that is closed with the test.
func Run(t *testing.T, open func(*testing.T) Store) {
	t.Helper()
	suite := map[string]func(*testing.T, fixture){
		"a kept document comes back as it was sent":           keptComesBack,
		"a repeat changes nothing":                            repeatChangesNothing,
		"order of members is no change":                       orderIsNoChange,
		"a change replaces what was not sent":                 changeReplaces,
		"a change of what was sent is kept beside it":         changeBeside,
		"a change after a refusal is the newest":              changeAfterRefusal,
		"a change during a refused call is carried":           changeDuringRefusal,
		"a source that goes back clears the newer content":    goesBack,
		"skipped and stored rows are final at once":           finalAtOnce,
		"the last of two rows with one key stands":            lastStands,
		"a page with a bad row is refused whole":              badRow,
		"a call that is made again changes nothing":           calledAgain,
		"what the target has is not skipped silently":         cancelledAfterRenewal,
		"what was delivered and is cancelled is taken up":     cancelledAfterDelivery,
		"what is cancelled during a call arrives first":       cancelledInFlight,
		"what was taken back may come again":                  takenBackAtTheTarget,
		"a person decides about what was cancelled":           cancellationDecided,
		"a person speaks for the source":                      revoked,
		"what the source cancels is not left behind":          nothingLeftBehind,
		"what is older than what is known changes nothing":    olderChangesNothing,
		"what says no edition is taken as the newest":         undatedIsTaken,
		"in any order, what was written last stands":          newestStands,
		"of concurrent editions the newest stands":            concurrentEditions,
		"pages in any order, repeated, end in the same rows":  idempotent,
		"the watermark moves only from where it was read":     watermark,
		"the watermark has the position it moved with":        watermarkPosition,
		"times come back in UTC":                              timesInUTC,
		"a step is written with all it says":                  stepIsWritten,
		"an id that the target has no more is forgotten":      goneIsForgotten,
		"every pair of states is allowed or refused":          everyPair,
		"a stale step writes nothing":                         staleStep,
		"the outcome of a call counts until the next":         overtakenStep,
		"a batch refuses only the steps that are wrong":       batch,
		"waiting for the same reason is told once":            waitingToldOnce,
		"what is not JSON or text is kept all the same":       notJSON,
		"rows of a group become one document":                 merge,
		"a merge of what has moved on writes nothing":         staleMerge,
		"a part that changes waits for a person":              partChanges,
		"a part that is retried is no part any more":          partRetried,
		"a document whose rows changed is taken apart":        dissolves,
		"documents of one merge are taken apart together":     dissolvesAll,
		"a row of very many documents says so in few words":   manyParts,
		"a waiting document that gets a group is fetched":     waitingRegrouped,
		"members are listed by their groups":                  groups,
		"concurrent merges make each document once":           concurrentMerges,
		"what one document handed over no other replaces":     handedOver,
		"a person reopens":                                    reopen,
		"a person skips":                                      skip,
		"a person says what became of an unknown outcome":     settle,
		"what came while an outcome was unknown is heeded":    settledTooLate,
		"what a person orders is in the diary":                remark,
		"documents are found by their fields":                 findFields,
		"fields declared later find earlier documents":        declareLater,
		"what changes is found by its new values":             findChanged,
		"a field that is not declared is named":               undeclared,
		"alternatives, ranges and matches find":               queries,
		"candidates are read page by page, in order":          manyCandidates,
		"what is skipped or unreadable is not found":          notUsable,
		"a version changes with what can be found":            versions,
		"a version is never older than what is found":         versionWhileKeeping,
		"what can be found and changes gets a position":       changesHavePositions,
		"what is there when it is followed counts as changed": followLater,
		"changes are read page by page, in order":             changesInPages,
		"positions of several collections are one order":      onePositionForAll,
		"a collection that is not followed is named":          notFollowed,
		"a reader of changes is where the store is":           readerFollows,
		"readers of changes miss nothing that is written":     readWhileWriting,
		"following while pages arrive misses none":            followWhileKeeping,
		"newer content of what is delivered is carried":       renewEachState,
		"what is renewed keeps what the target knows of it":   renewKeeps,
		"newer content that is held is not carried":           renewHeld,
		"members of groups are not renewed":                   renewMembers,
		"only the documents that are named are renewed":       renewKeys,
		"very many documents are renewed":                     renewMany,
		"renewing while the source changes drops nothing":     renewWhileKeeping,
		"who renew at once share the work":                    renewAtOnce,
		"lists are filtered, ordered and continued":           list,
		"lists across schemes miss nothing":                   listAcross,
		"nothing is lost, whatever is done":                   nothingLost,
		"days are counted by state":                           days,
		"windows are counted by what they brought":            windows,
		"comparisons are kept with what they came to":         comparisons,
		"comparisons of long ago are forgotten":               comparisonsForgotten,
		"what was told is told once":                          told,
		"reasons are grouped":                                 reasons,
		"pauses":                                              pauses,
		"no call begins while a scheme is paused":             nothingBegins,
		"what has begun is under way until it is noted":       underWay,
		"who begins and who pauses agree on what is begun":    pauseWhileBeginning,
		"revisions of schemes":                                revisions,
		"what is not there is not found":                      notThere,
		"concurrent writers leave exact counts":               concurrentMarks,
		"concurrent pages leave exact counts":                 concurrentPages,
		"declaring while pages arrive misses none":            declareWhileKeeping,
		"only one of many moves the watermark":                concurrentAdvance,
	}
	for name, test := range suite {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, fixture{T: t, Store: open(t)})
		})
	}
}
