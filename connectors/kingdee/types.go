package kingdee

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// loginAnswer has no Result around it. Older servers omit the session's id and
// IsSuccessByAPI.
type loginAnswer struct {
	Message         string
	LoginResultType *int
	KDSVCSessionID  string `json:"KDSVCSessionId"`
	IsSuccessByAPI  *bool
}

// result is what business calls answer with.
type result struct {
	Result *struct {
		ResponseStatus *status
		ID             scalar `json:"Id"`
		Number         scalar
		NeedReturnData []json.RawMessage // of the bills that were saved, in their order
	}
}

// status is ResponseStatus. IsSuccess false does not mean that nothing was
// done: in a batch, and with several numbers, SuccessEntitys (the vendor's
// spelling) were.
type status struct {
	IsSuccess      bool
	Errors         []problem
	SuccessEntitys []entity
	MsgCode        int
}

type problem struct {
	FieldName string
	Message   string
	DIndex    int
}

type entity struct {
	ID     scalar `json:"Id"`
	Number scalar
	DIndex int
}

// blocked is the answer of the request filter in front of the WebAPI.
type blocked struct {
	ActionName string `json:"actionname"`
	Params     []struct {
		Msg string `json:"msg"`
	} `json:"params"`
}

// scalar is an id or number that some servers send as text and others not.
type scalar string

// UnmarshalJSON takes text, numbers and null.
func (s *scalar) UnmarshalJSON(data []byte) error {
	data = bytes.TrimSpace(data)
	if len(data) > 0 && data[0] == '"' {
		text := ""
		err := json.Unmarshal(data, &text)
		*s = scalar(text)
		return err
	}
	if text := string(data); text != "null" {
		*s = scalar(text)
	}
	return nil
}

// findResult looks for Result at any nesting: object, [object], [[object]]. A
// page of rows has none.
func findResult(body []byte) (result, bool) {
	var r result
	inner := bytes.TrimLeft(body, "[ \t\r\n")
	if len(inner) == 0 || inner[0] != '{' {
		return r, false
	}
	err := json.NewDecoder(bytes.NewReader(inner)).Decode(&r)
	return r, err == nil && r.Result != nil && r.Result.ResponseStatus != nil
}

// findBlocked recognises the request filter's answer.
func findBlocked(body []byte) (string, bool) {
	var b blocked
	inner := bytes.TrimLeft(body, "[ \t\r\n")
	if !bytes.HasPrefix(inner, []byte("{")) || !bytes.Contains(inner, []byte(`"actionname"`)) {
		return "", false
	}
	if err := json.NewDecoder(bytes.NewReader(inner)).Decode(&b); err != nil || b.ActionName == "" || len(b.Params) == 0 {
		return "", false
	}
	return b.Params[0].Msg, true
}

// words joins the messages of several problems of one bill, without those that
// only repeat or accompany others.
func words(problems []problem) string {
	var all []string
	for _, p := range problems {
		companion := strings.HasPrefix(p.Message, "AbstractInteractionResult.") && len(problems) > 1
		if p.Message != "" && !companion && (len(all) == 0 || all[len(all)-1] != p.Message) {
			all = append(all, p.Message)
		}
	}
	return strings.Join(all, "；")
}

// field is the first field that a problem is about.
func field(problems []problem) string {
	for _, p := range problems {
		if p.FieldName != "" && p.FieldName != "AbstractInteractionResult" {
			return p.FieldName
		}
	}
	return ""
}

// returned are the fields that were asked for (NeedReturnFields) of the n-th bill
// that was saved; nil when there are none, or not one for each.
func (r result) returned(n, saved int) json.RawMessage {
	if len(r.Result.NeedReturnData) != saved || n >= saved || string(bytes.TrimSpace(r.Result.NeedReturnData[n])) == "{}" {
		return nil
	}
	return r.Result.NeedReturnData[n]
}

func (s *status) code() string {
	if s.MsgCode == 0 {
		return ""
	}
	return strconv.Itoa(s.MsgCode)
}
