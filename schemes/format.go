package schemes

import (
	"reflect"
	"strings"
)

// What follows is the YAML of a scheme as types: the keys there are, and for an
// editor what each is for. Parse takes its known keys from here, and the JSON
// Schema is generated from here, so neither can know a key the other does not.
// Values are read by hand all the same: a person who mistypes wants the line,
// the column and a suggestion. What a value may be is said by its type, see
// words.go.

type fileFormat struct {
	Name          string           `json:"name" jsonschema:"equals the name of the file"`
	Title         string           `json:"title" jsonschema:"what people call the scheme, in Chinese"`
	ID            string           `json:"id,omitempty" jsonschema:"the id it had in the SaaS; lookups may use name or id"`
	Schedule      scheduleFormat   `json:"schedule" jsonschema:"when it runs"`
	Remedy        []remedyFormat   `json:"remedy,omitempty" jsonschema:"sweeps that read a stretch of the past again, for what runs have missed (补漏)"`
	Reconcile     *reconcileFormat `json:"reconcile,omitempty" jsonschema:"when source and target are compared by themselves (对账)"`
	Lane          laneWord         `json:"lane,omitempty" jsonschema:"how documents are carried: each a workflow of its own (document), page by page (bulk), or by their number (auto)"`
	Compatibility saasWord         `json:"compatibility,omitempty" jsonschema:"saas: failed functions, empty lookups and unknown fields pass on as they did there, instead of stopping the document"`
	Source        sourceFormat     `json:"source" jsonschema:"where documents come from"`
	Target        *targetFormat    `json:"target,omitempty" jsonschema:"where entries go; without it the documents are base data, kept for others to look up"`
	Mappings      []tableFormat    `json:"mappings,omitempty" jsonschema:"static tables that translate values (数据映射)"`
	Amounts       *amountsFormat   `json:"amounts,omitempty" jsonschema:"what a document is worth on both sides, for the comparison"`
	Tests         []testFormat     `json:"tests,omitempty" jsonschema:"rows with what must become of them"`
	SaaS          any              `json:"saas,omitempty" jsonschema:"what the SaaS's metadata said here and erpbridge does not use; kept for export"`
}

type scheduleFormat struct {
	Every  span      `json:"every,omitempty" jsonschema:"an interval: 10m, 24h"`
	Cron   []crontab `json:"cron,omitempty" jsonschema:"crontab lines of five fields, Asia/Shanghai"`
	Jitter span      `json:"jitter,omitempty" jsonschema:"each time is put off by a random part of this; 0s unless said otherwise"`
}

type remedyFormat struct {
	Name   word      `json:"name,omitempty" jsonschema:"tells several sweeps apart; their number unless said otherwise"`
	Every  span      `json:"every,omitempty" jsonschema:"an interval: 1h, 24h"`
	Cron   []crontab `json:"cron,omitempty" jsonschema:"crontab lines of five fields, Asia/Shanghai"`
	Window span      `json:"window" jsonschema:"how far back it reads: 24h, 7d; to now, but for source.window.lag"`
}

type reconcileFormat struct {
	Every  span      `json:"every,omitempty" jsonschema:"an interval: 24h"`
	Cron   []crontab `json:"cron,omitempty" jsonschema:"crontab lines of five fields, Asia/Shanghai"`
	Window span      `json:"window" jsonschema:"how much is compared: 2d, 30d"`
	Lag    span      `json:"lag,omitempty" jsonschema:"how close to now it compares, so that what is on its way has arrived; 1h unless said otherwise"`
}

type sourceFormat struct {
	Connector      string              `json:"connector" jsonschema:"the system"`
	Account        string              `json:"account,omitempty" jsonschema:"the login at it; MAIN unless said otherwise"`
	API            string              `json:"api" jsonschema:"the vendor's name of the API"`
	ID             string              `json:"id" jsonschema:"path of the row's key, or a template of several: {{a}}-{{b}}"`
	Number         string              `json:"number,omitempty" jsonschema:"path of what people call the row, or a template; the id unless said otherwise"`
	Newest         string              `json:"newest,omitempty" jsonschema:"path of a number or time that grows whenever the source changes the row: what is older than what is stored changes nothing"`
	Window         *windowFormat       `json:"window,omitempty" jsonschema:"what a run reads"`
	Pagination     *paginationFormat   `json:"pagination,omitempty" jsonschema:"how a run reads"`
	Options        map[string]option   `json:"options,omitempty" jsonschema:"parameters of the call that are the same every time (otherRequest)"`
	Each           *eachFormat         `json:"each,omitempty" jsonschema:"the source is read once for each document of another scheme; values of request name it {{each.field}}"`
	Request        []fieldFormat       `json:"request,omitempty" jsonschema:"fields of the call"`
	With           []joinFormat        `json:"with,omitempty" jsonschema:"of a collection: rows of other collections that are put into its rows"`
	Response       []responseFormat    `json:"response,omitempty" jsonschema:"fields of a row, beyond those the API's table lists"`
	Rename         map[string]string   `json:"rename,omitempty" jsonschema:"what some accounts call a field of the row: the name by which this scheme knows it; before all else"`
	Condition      [][]conditionFormat `json:"condition,omitempty" jsonschema:"which rows are carried: outer list or, inner list and"`
	FormatResponse []formatFormat      `json:"formatResponse,omitempty" jsonschema:"computed copies of fields"`
	BeatFlat       []string            `json:"beatFlat,omitempty" jsonschema:"lists whose lines become documents of their own"`
	BeatFlatStart  natural             `json:"beatFlatStart,omitempty" jsonschema:"suffix of the first line; 1 unless said otherwise"`
	SaaS           any                 `json:"saas,omitempty" jsonschema:"what the SaaS's metadata said here and erpbridge does not use; kept for export"`
}

type eachFormat struct {
	Collection string `json:"collection" jsonschema:"the scheme whose documents they are, by name or id; skipped ones are passed over"`
	Within     span   `json:"within,omitempty" jsonschema:"only those that have changed in our store within this time; 30d unless said otherwise"`
}

type joinFormat struct {
	Collection string            `json:"collection" jsonschema:"the scheme whose documents they are, by name or id"`
	As         string            `json:"as" jsonschema:"the field they are put into"`
	On         map[string]string `json:"on" jsonschema:"field of that collection: field of the row it equals"`
	All        bool              `json:"all,omitempty" jsonschema:"a list of all that match; otherwise one, and several are an error"`
}

type windowFormat struct {
	Overlap span `json:"overlap,omitempty" jsonschema:"how far the last run is read again; 10m unless said otherwise"`
	Lag     span `json:"lag,omitempty" jsonschema:"how close to now a run reads; 0s unless said otherwise"`
	Start   span `json:"start,omitempty" jsonschema:"how far back the first run begins; 30d unless said otherwise"`
}

type paginationFormat struct {
	PageSize positive `json:"pageSize,omitempty" jsonschema:"rows a page, PAGINATION_PAGE_SIZE"`
}

type fieldFormat struct {
	Field       string        `json:"field" jsonschema:"what the system calls it"`
	Label       string        `json:"label,omitempty" jsonschema:"its Chinese name"`
	Type        typeWord      `json:"type,omitempty" jsonschema:"what the value becomes; without it a value is left as it is"`
	Describe    string        `json:"describe,omitempty" jsonschema:"help for people"`
	Value       comparand     `json:"value,omitempty" jsonschema:"a constant, {{path}} with text around it, _function, _findCollection or _mongoQuery; for an array the name of the source list, or without children a list"`
	Default     single        `json:"default,omitempty" jsonschema:"what onError: default sends"`
	Required    bool          `json:"is_required,omitempty" jsonschema:"a document without this value is refused here, not by the target"`
	Parser      *parserFormat `json:"parser,omitempty" jsonschema:"what is made of the value before it is sent"`
	Mapping     *useFormat    `json:"mapping,omitempty" jsonschema:"the static table that translates the value"`
	WhenMissing missingWord   `json:"whenMissing,omitempty" jsonschema:"a lookup that finds nothing: wait for base data, fail, or send the field empty"`
	OnError     onErrorWord   `json:"onError,omitempty" jsonschema:"a value that cannot be made: fail the document (default), or send null, the text as it stands (keep), or the default"`
	Children    []fieldFormat `json:"children,omitempty" jsonschema:"fields of an object or of an array's rows"`
	SaaS        any           `json:"saas,omitempty" jsonschema:"what the SaaS's metadata said here and erpbridge does not use; kept for export"`
}

type parserFormat struct {
	Name   parserNames `json:"name" jsonschema:"one parser, or several joined by commas"`
	Params any         `json:"params,omitempty" jsonschema:"what the parser needs: a separator, a key, a list"`
}

type useFormat struct {
	Target    string        `json:"target" jsonschema:"name of a table under mappings"`
	Direction directionWord `json:"direction,omitempty" jsonschema:"positive: a becomes b (default); negative: b becomes a"`
}

type responseFormat struct {
	Field    string `json:"field" jsonschema:"path in the row"`
	Label    string `json:"label,omitempty" jsonschema:"its Chinese name"`
	Type     string `json:"type,omitempty" jsonschema:"as the vendor calls it"`
	Describe string `json:"describe,omitempty" jsonschema:"help for people"`
	SaaS     any    `json:"saas,omitempty" jsonschema:"what the SaaS's metadata said here and erpbridge does not use; kept for export"`
}

type conditionFormat struct {
	Field   string    `json:"field" jsonschema:"path in the row; below a list it is asked of each line"`
	Logic   logicWord `json:"logic" jsonschema:"the comparison"`
	Value   comparand `json:"value,omitempty" jsonschema:"what is compared with; lists are separated by commas"`
	Strict  bool      `json:"strictMode,omitempty" jsonschema:"one line that fails refuses the whole document"`
	Because string    `json:"because,omitempty" jsonschema:"the reason a person reads when the condition fails"`
}

type formatFormat struct {
	Old    string `json:"old" jsonschema:"path of the field that is read"`
	New    string `json:"new" jsonschema:"name of the field that is written; the same name replaces it"`
	Format string `json:"format" jsonschema:"date, dateTime, round(2), intval, implode(','), …"`
}

type targetFormat struct {
	Connector        string            `json:"connector" jsonschema:"the system"`
	Account          string            `json:"account,omitempty" jsonschema:"the login at it; MAIN unless said otherwise"`
	API              string            `json:"api" jsonschema:"the vendor's name of the API"`
	Options          map[string]option `json:"options,omitempty" jsonschema:"parameters of the call that are not part of a document (otherRequest)"`
	Steps            stepWords         `json:"steps,omitempty" jsonschema:"[save], [save, submit] or [save, submit, audit]"`
	Number           string            `json:"number" jsonschema:"the field that carries the number the target will know the document by"`
	WaitForBaseData  *deadlineFormat   `json:"waitForBaseData,omitempty" jsonschema:"how long a document waits for a missing lookup"`
	Concurrency      positive          `json:"concurrency,omitempty" jsonschema:"documents at a time; 60 unless said otherwise"`
	OnError          onErrorWord       `json:"onError,omitempty" jsonschema:"onError of every field that does not say it"`
	OnChange         changeWord        `json:"onChange,omitempty" jsonschema:"a document that changes at the source after it was delivered: keep what was sent and show the change (default), update the target, which must take the same document again or change the one it has, or recreate the document there: delete it and save a new one"`
	OnCancel         cancelWord        `json:"onCancel,omitempty" jsonschema:"a document that is cancelled at the source after it was delivered, so that the scheme would skip it: raise it to a person (default), keep it because the conditions do not mean that, or undo it, which takes its approval back and deletes it at the target"`
	OnRefused        refusalWord       `json:"onRefused,omitempty" jsonschema:"a document that is saved and then not approved: keep the draft (default), or delete it at the target"`
	Request          []fieldFormat     `json:"request" jsonschema:"fields of the entry"`
	Operation        *operationFormat  `json:"operation,omitempty" jsonschema:"how documents share a call, or are merged into one"`
	GroupCalculate   *groupFormat      `json:"groupCalculate,omitempty" jsonschema:"lines become one document per group"`
	DistributionOrg  names             `json:"distributionOrg,omitempty" jsonschema:"ids of the organisations saved base data is allotted to, separated by commas (金蝶)"`
	PrimaryWriteback map[string]single `json:"primaryWriteback,omitempty" jsonschema:"values read from the target's answer"`
	CallBackStrategy map[string]single `json:"callBackStrategy,omitempty" jsonschema:"strategyId: the scheme a delivered document is handed to; the other keys are the fields of its row"`
	SaaS             any               `json:"saas,omitempty" jsonschema:"what the SaaS's metadata said here and erpbridge does not use; kept for export"`
}

type deadlineFormat struct {
	Deadline span `json:"deadline,omitempty" jsonschema:"24h unless said otherwise"`
}

type operationFormat struct {
	Method   methodWord `json:"method" jsonschema:"batchArraySave or merge"`
	Rows     positive   `json:"rows,omitempty" jsonschema:"documents a call"`
	RowsKey  string     `json:"rowsKey,omitempty" jsonschema:"the key under which they are sent"`
	Field    names      `json:"field,omitempty" jsonschema:"merge: the field or fields that make one document"`
	BodyName string     `json:"bodyName,omitempty" jsonschema:"merge: the list the lines are put in"`
	BodySum  names      `json:"bodySum,omitempty" jsonschema:"merge: line fields that are added up"`
	Header   names      `json:"header,omitempty" jsonschema:"merge: fields kept in the head"`
	Body     names      `json:"body,omitempty" jsonschema:"merge: fields moved into the lines"`
}

type groupFormat struct {
	HeaderGroup    names                  `json:"headerGroup" jsonschema:"one document for each combination of these fields"`
	BodyGroup      names                  `json:"bodyGroup,omitempty" jsonschema:"one line for each combination of these fields"`
	BodyName       string                 `json:"bodyName,omitempty" jsonschema:"the list the lines are put in"`
	TargetBodyName string                 `json:"targetBodyName,omitempty" jsonschema:"the target's list that bodyMaxLine counts"`
	BodyMaxLine    positive               `json:"bodyMaxLine,omitempty" jsonschema:"most lines in one document; more make further documents"`
	Calculate      map[string]accumulator `json:"calculate,omitempty" jsonschema:"field: $sum, $avg, $min, $max, $push, $addToSet, $first or $last"`
}

type tableFormat struct {
	Name     string       `json:"name" jsonschema:"what fields call the table"`
	Title    string       `json:"title,omitempty" jsonschema:"what people call it"`
	NotFound notFoundWord `json:"notFound,omitempty" jsonschema:"a value that is not in the table: an error (default), kept as it is, empty, or the default"`
	Default  single       `json:"default,omitempty" jsonschema:"what notFound: default gives"`
	Rows     []rowFormat  `json:"rows" jsonschema:"pairs of values"`
}

type rowFormat struct {
	A      single `json:"a_value" jsonschema:"the source's value"`
	ALabel string `json:"a_label,omitempty" jsonschema:"what people call it"`
	B      single `json:"b_value" jsonschema:"the target's value"`
	BLabel string `json:"b_label,omitempty" jsonschema:"what people call it"`
}

type amountsFormat struct {
	Title  string             `json:"title,omitempty" jsonschema:"what is compared, when it is not money: 数量"`
	Source string             `json:"source" jsonschema:"an expression over a document"`
	Target targetAmountFormat `json:"target" jsonschema:"how the target's amount is read back"`
}

type targetAmountFormat struct {
	Fields []string `json:"fields" jsonschema:"fields read back of each line"`
	Value  string   `json:"value" jsonschema:"an expression over a line as it was read back"`
}

type testFormat struct {
	Name        string           `json:"name" jsonschema:"what the test shows"`
	Row         row              `json:"row,omitempty" jsonschema:"a row as the API sends it"`
	Rows        []row            `json:"rows,omitempty" jsonschema:"several rows, for schemes that group them"`
	Collections map[string][]row `json:"collections,omitempty" jsonschema:"rows of other schemes, by name or id"`
	Want        []row            `json:"want,omitempty" jsonschema:"the entries, each digit counts"`
	WantSkip    names            `json:"wantSkip,omitempty" jsonschema:"part of the reason of each skipped document"`
	WantError   string           `json:"wantError,omitempty" jsonschema:"part of the error"`
	WantWaits   string           `json:"wantWaits,omitempty" jsonschema:"the collection a document waits for"`
	Answer      any              `json:"answer,omitempty" jsonschema:"what the target would answer, for primaryWriteback and callBackStrategy"`
	WantHanded  row              `json:"wantHanded,omitempty" jsonschema:"the row handed to the scheme of callBackStrategy"`
}

// keysOf lists the keys of a part of the format, in the order they are written.
func keysOf[T any]() []string {
	var keys []string
	for field := range reflect.TypeFor[T]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		keys = append(keys, name)
	}
	return keys
}
