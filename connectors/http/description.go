package http

import (
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// What follows is the YAML of a description as types. The reader takes its keys
// from here; what a value may be is said by its type, see words.go.

// Description is a system as its YAML file has it. Parse makes one; it does not
// change afterwards.
type Description struct {
	File      string        `yaml:"-"`
	Name      string        `yaml:"name,required"` // of the connector in schemes; that of the file
	Title     string        `yaml:"title,required"`
	URL       string        `yaml:"url"` // when the account's variable URL does not say
	TimeZone  string        `yaml:"timeZone"`
	Timeout   time.Duration `yaml:"timeout"`
	Quota     quotas        `yaml:"quota"`
	Variables []variable    `yaml:"variables"`
	Headers   params        `yaml:"headers"`
	Auth      auth          `yaml:"auth"`
	Sign      *sign         `yaml:"sign"`
	Answer    verdict       `yaml:"answer"`
	Ping      string        `yaml:"ping"` // the API that is asked; the first that reads unless said otherwise
	Calls     []api         `yaml:"apis,required"`
}

type quotas struct {
	PerSecond int `yaml:"perSecond"`
	PerMinute int `yaml:"perMinute"`
}

// variable is what an account has to set: <NAME>_<ACCOUNT>_<VARIABLE>.
type variable struct {
	Name    string `yaml:"name,required"`
	About   string `yaml:"about"`
	Default string `yaml:"default"`
	Public  bool   `yaml:"public"` // may be shown; what is not is taken for a secret
}

// auth is how a call says whose it is.
type auth struct {
	Kind         authWord  `yaml:"kind"`
	In           placeWord `yaml:"in"`
	Name         string    `yaml:"name"`
	Prefix       *string   `yaml:"prefix"`
	Value        template  `yaml:"value"`
	Username     template  `yaml:"username"`
	Password     template  `yaml:"password"`
	Login        *login    `yaml:"login"`
	Path         template  `yaml:"path"`
	ClientID     template  `yaml:"clientId"`
	ClientSecret template  `yaml:"clientSecret"`
	Scope        template  `yaml:"scope"`
}

// login is a call that answers with a token.
type login struct {
	Method  methodWord `yaml:"method"`
	Path    template   `yaml:"path,required"`
	Send    sendWord   `yaml:"send"`
	Params  params     `yaml:"params"`
	Signed  bool       `yaml:"signed"`
	Token   string     `yaml:"token,required"`
	Expires string     `yaml:"expires"` // seconds the token lives
	Answer  *verdict   `yaml:"answer"`
}

// sign is how a call proves that it is from who it says.
type sign struct {
	Algorithm algorithmWord `yaml:"algorithm,required"`
	Secret    template      `yaml:"secret"`
	Over      overWord      `yaml:"over"`
	BodyAs    string        `yaml:"bodyAs"` // the body is signed like a parameter of this name
	Params    params        `yaml:"params"` // sent with every call, and signed
	Between   *string       `yaml:"between"`
	Joiner    *string       `yaml:"joiner"`
	Prefix    template      `yaml:"prefix"`
	Suffix    template      `yaml:"suffix"`
	SkipEmpty bool          `yaml:"skipEmpty"`
	Case      caseWord      `yaml:"case"`
	Encoding  encodingWord  `yaml:"encoding"`
	In        placeWord     `yaml:"in"`
	Name      string        `yaml:"name,required"`
}

// verdict is where an answer says whether it went through, and why not.
type verdict struct {
	OK           *condition `yaml:"ok"` // without it the HTTP status alone says so
	Code         string     `yaml:"code"`
	Message      string     `yaml:"message"`
	Unauthorized []string   `yaml:"unauthorized"`
	Throttled    []string   `yaml:"throttled"`
	Unavailable  []string   `yaml:"unavailable"`
	Duplicate    []string   `yaml:"duplicate"`
	RetryAfter   string     `yaml:"retryAfter"` // seconds
}

type condition struct {
	Path string   `yaml:"path,required"`
	Is   []string `yaml:"is,required"`
}

type api struct {
	Name       string     `yaml:"name,required"`
	Title      string     `yaml:"title,required"`
	Effect     effectWord `yaml:"effect,required"`
	Method     methodWord `yaml:"method"`
	Path       template   `yaml:"path,required"`
	Send       sendWord   `yaml:"send"`
	Params     params     `yaml:"params"`
	Answer     *verdict   `yaml:"answer"` // instead of the system's
	Window     *window    `yaml:"window"`
	Paging     paged      `yaml:"paging"`
	Rows       string     `yaml:"rows"`
	ID         string     `yaml:"id"`
	Entries    *entries   `yaml:"entries"`
	Number     string     `yaml:"number"`
	Repeatable bool       `yaml:"repeatable"`
	Outcome    *outcome   `yaml:"outcome"`
	Find       *find      `yaml:"find"`
	Request    []field    `yaml:"request"`
	Response   []field    `yaml:"response"`
}

type window struct {
	Longest time.Duration `yaml:"longest,required"`
}

type paged struct {
	Kind    pagingWord `yaml:"kind"`
	First   int        `yaml:"first"`
	Size    int        `yaml:"size"`
	Max     int        `yaml:"max"`
	Total   string     `yaml:"total"`
	Pages   string     `yaml:"pages"`
	HasNext string     `yaml:"hasNext"`
	Next    string     `yaml:"next"`
	Start   string     `yaml:"start"` // the cursor of the first page
}

// entries is where documents stand in a call.
type entries struct {
	As   entriesWord `yaml:"as"`
	Key  string      `yaml:"key"`  // "" with one: the entry is the body
	Max  int         `yaml:"max"`  // of a list
	Text bool        `yaml:"text"` // as JSON in a text
}

// outcome is where an answer tells what became of each entry.
type outcome struct {
	verdict `yaml:",inline"`
	Rows    string    `yaml:"rows"`
	Match   matchWord `yaml:"match"`
	Key     string    `yaml:"key"`
	Lists   listsWord `yaml:"lists"`
	ID      string    `yaml:"id"`
	Number  string    `yaml:"number"`
}

// find is how documents are looked for by their numbers: with an API that reads.
type find struct {
	API    string   `yaml:"api,required"`
	Param  string   `yaml:"param,required"`
	As     findWord `yaml:"as"`
	Max    int      `yaml:"max"`
	Number string   `yaml:"number,required"` // path in its rows
	ID     string   `yaml:"id"`
}

// field is a line of a field table, with the keys that schemes use.
type field struct {
	Field    string   `yaml:"field,required"`
	Label    string   `yaml:"label,required"`
	Type     typeWord `yaml:"type"`
	Required bool     `yaml:"required"`
	Describe string   `yaml:"describe"`
}

// APIs describes every API as the vendor's pages do.
func (d *Description) APIs() []connectors.API {
	all := make([]connectors.API, len(d.Calls))
	for i, a := range d.Calls {
		all[i] = connectors.API{
			Name: a.Name, Title: a.Title, Effect: connectors.Effect(a.Effect),
			Request: table(a.Request), Response: table(a.Response),
		}
	}
	return all
}

func table(fields []field) []connectors.Field {
	var all []connectors.Field
	for _, f := range fields {
		all = append(all, connectors.Field{
			Name: f.Field, Title: f.Label, Type: string(f.Type), Mandatory: f.Required, About: f.Describe,
		})
	}
	return all
}

// variable is the name of an account's variable, as a person sets it.
func (d *Description) variable(account, name string) string {
	return prefix(d.Name, account) + name
}
