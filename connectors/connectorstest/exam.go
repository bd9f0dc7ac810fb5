package connectorstest

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Exam is a connector to be examined.
type Exam struct {
	System string // the connector's name, as its errors have it
	// Begin makes a system without documents and an account at it. Each check
	// begins anew, and several run at once.
	Begin func() (Bench, error)

	effort effort
}

// effort is how much is tried where everything cannot be.
type effort struct {
	gaps int // between calls, in which rows move
	huge int // bytes of a long answer
}

func (e Exam) withDefaults() Exam {
	if e.effort == (effort{}) {
		e.effort = effort{gaps: pages + 2, huge: 10 << 20}
	}
	return e
}

// Bench is one simulated system and how to misuse it. Hooks that are nil are not
// used, and what needs them is not examined.
type Bench struct {
	Server  http.Handler // nil: nobody is asked, the system only calls us
	Connect func(Account) (connectors.Connector, error)

	// Secrets are what the account is configured with and nobody may read: texts
	// that are recognised wherever they turn up, some with + or / in them.
	Secrets []string

	// Throttle has the next call told off, and returns how long the system asks
	// to stay away; 0 when it does not say.
	Throttle func() time.Duration

	// Expire kills the session or token, not the account; Renewals counts how
	// often there was a new one.
	Expire   func()
	Renewals func() int

	// Shut has the account itself refused from now on.
	Shut func()

	Source    *Source
	Target    *Target
	Allotment *Allotment
	Caller    *Caller
}

// Account is how the examined connector reaches its system. Its quota should be
// out of the way.
type Account struct {
	URL     string
	Timeout time.Duration
	Log     *slog.Logger
}

// Source is how rows are read and moved.
type Source struct {
	API    string
	Window connectors.Window // one that has ended, of an hour or more; whole seconds
	// Params ask for a window, as a scheme would.
	Params func(w connectors.Window, pageSize int) map[string]any
	ID     string // name of the field that tells rows apart

	// Single says that a call is about one row, which Params name: those that
	// were put, or one that is not there. Nothing can move between its pages.
	Single bool

	// Put adds a row with this id (digits), modified at the given time, or
	// modifies the one that is there. A row has some text in Chinese.
	Put func(id string, modified time.Time) error
	// Remove takes a row out of what is asked for, however it was modified.
	Remove func(id string) error

	// Refuse has the next call refused, by a fault or by changing what Params
	// returned, and returns the words the system uses.
	Refuse func(params map[string]any) (words string)
}

// Target is how documents are written and looked at.
type Target struct {
	Call    connectors.Call
	Entry   func(number string) connectors.Entry
	Refused func(number string) (e connectors.Entry, words string) // a document that the system refuses, and the words it uses

	// Count says how many documents the system has under a number, and State how
	// far the document is: by the simulator's ledger, not by asking the connector.
	Count func(number string) int
	State func(number string) connectors.TargetState

	Fields []string // to be read back, for connectors.Reader

	// Changed is the document of Entry with other content, and Holds says whether
	// the system has it with just that, for connectors.Repeater.
	Changed func(number string) connectors.Entry
	Holds   func(e connectors.Entry) bool
}

// Allotment is how base data is given to organisations, for connectors.Allotter.
type Allotment struct {
	Call          connectors.Call
	Entry         func(number string) connectors.Entry
	Organisations []string // by their ids; none of them has it yet

	Count  func(number, organisation string) int // how often an organisation has it, by the ledger
	Refuse func(number string) (words string)    // has the allotments of this number refused from now on
}
