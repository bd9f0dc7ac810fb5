package http

// The types whose values are limited, and what they may be.
type (
	authWord      string
	placeWord     string
	methodWord    string
	sendWord      string
	algorithmWord string
	overWord      string
	caseWord      string
	encodingWord  string
	effectWord    string
	pagingWord    string
	entriesWord   string
	matchWord     string
	listsWord     string
	findWord      string
	typeWord      string
)

const (
	authNone   authWord = "none"
	authKey    authWord = "apiKey"
	authBasic  authWord = "basic"
	authBearer authWord = "bearer"
	authOAuth2 authWord = "oauth2"

	inHeader placeWord = "header"
	inQuery  placeWord = "query"
	inBody   placeWord = "body"

	methodGet  methodWord = "GET"
	methodPost methodWord = "POST"

	sendQuery sendWord = "query"
	sendForm  sendWord = "form"
	sendJSON  sendWord = "json"

	overParams overWord = "params"
	overBody   overWord = "body"

	caseLower caseWord = "lower"
	caseUpper caseWord = "upper"

	encodeHex    encodingWord = "hex"
	encodeBase64 encodingWord = "base64"

	reads  effectWord = "QUERY"
	writes effectWord = "EXECUTE"

	pagingNone   pagingWord = "none"
	pagingPage   pagingWord = "page"
	pagingOffset pagingWord = "offset"
	pagingCursor pagingWord = "cursor"

	asOne  entriesWord = "one"
	asList entriesWord = "list"

	byIndex matchWord = "index"
	byKey   matchWord = "key"

	listsAll     listsWord = "all"
	listsRefused listsWord = "refused"

	findList  findWord = "list"
	findComma findWord = "comma"
	findOne   findWord = "one"
)

// limited is a type whose values are words of a fixed set; the first is what is
// meant when nothing is said.
type limited interface{ words() []string }

func texts[W ~string](words ...W) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return all
}

func (authWord) words() []string {
	return texts(authNone, authKey, authBasic, authBearer, authOAuth2)
}
func (placeWord) words() []string { return texts(inHeader, inQuery, inBody) }
func (methodWord) words() []string {
	return []string{"", "GET", "POST", "PUT", "PATCH", "DELETE"}
}
func (sendWord) words() []string { return texts("", sendQuery, sendForm, sendJSON) }
func (algorithmWord) words() []string {
	return []string{"md5", "sha1", "sha256", "hmac-md5", "hmac-sha1", "hmac-sha256", "hmac-sha512"}
}
func (overWord) words() []string     { return texts(overParams, overBody) }
func (caseWord) words() []string     { return texts(caseLower, caseUpper) }
func (encodingWord) words() []string { return texts(encodeHex, encodeBase64) }
func (effectWord) words() []string   { return texts(reads, writes) }
func (pagingWord) words() []string {
	return texts(pagingNone, pagingPage, pagingOffset, pagingCursor)
}
func (entriesWord) words() []string { return texts(asOne, asList) }
func (matchWord) words() []string   { return texts(byIndex, byKey) }
func (listsWord) words() []string   { return texts(listsAll, listsRefused) }
func (findWord) words() []string    { return texts(findList, findComma, findOne) }
func (typeWord) words() []string {
	return []string{"string", "int", "decimal", "bool", "date", "datetime", "ref", "object", "array"}
}
