package kingdeetest

import (
	"encoding/json"
	"html"
	"net/http"
	"strconv"
)

// reply is what goes back over the wire.
type reply struct {
	code    int
	html    bool
	body    []byte
	cookies []*http.Cookie
}

func (r reply) write(w http.ResponseWriter) {
	for _, c := range r.cookies {
		http.SetCookie(w, c)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if r.html {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.code)
	_, _ = w.Write(r.body) // the client may have gone; there is nobody to tell
}

func answered(v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		return serverError(err.Error())
	}
	return reply{code: http.StatusOK, body: body}
}

// serverError is ASP.NET's yellow page.
func serverError(message string) reply {
	page := "<!DOCTYPE html><html><head><title>" + html.EscapeString(message) +
		"</title></head><body><h1>“/K3Cloud”应用程序中的服务器错误。</h1><h2><i>" + html.EscapeString(message) + "</i></h2></body></html>"
	return reply{code: http.StatusInternalServerError, html: true, body: []byte(page)}
}

// issue is one element of Errors and SuccessMessages.
type issue struct {
	FieldName *string `json:"FieldName"`
	Message   string  `json:"Message"`
	DIndex    int     `json:"DIndex"`
}

// entity is one element of SuccessEntitys (the vendor's spelling).
type entity struct {
	ID     int64  `json:"Id"`
	Number string `json:"Number"`
	DIndex int    `json:"DIndex"`
}

// status is ResponseStatus. A success has no ErrorCode.
type status struct {
	ErrorCode       int      `json:"ErrorCode,omitempty"`
	IsSuccess       bool     `json:"IsSuccess"`
	Errors          []issue  `json:"Errors"`
	SuccessEntitys  []entity `json:"SuccessEntitys"`
	SuccessMessages []issue  `json:"SuccessMessages"`
	MsgCode         int      `json:"MsgCode"`
}

func newStatus() status {
	return status{IsSuccess: true, Errors: []issue{}, SuccessEntitys: []entity{}, SuccessMessages: []issue{}}
}

func (s *status) fail(msgCode int, issues ...issue) {
	s.IsSuccess, s.ErrorCode, s.MsgCode = false, http.StatusInternalServerError, msgCode
	s.Errors = append(s.Errors, issues...)
}

func failure(msgCode int, message string) status {
	st := newStatus()
	st.fail(msgCode, issue{Message: message})
	return st
}

// result wraps a status as every business call does, with further members of Result.
func result(st status, more map[string]any) map[string]any {
	members := map[string]any{"ResponseStatus": st}
	for k, v := range more {
		members[k] = v
	}
	return map[string]any{"Result": members}
}

// shaped gives a failure the shape of the method: queries nest it in [[…]].
func shaped(method string, st status) reply {
	wrapped := result(st, nil)
	switch method {
	case "ExecuteBillQuery":
		return answered([][]any{{wrapped}})
	case "BillQuery":
		return answered([]any{wrapped})
	default:
		return answered(wrapped)
	}
}

func sessionLost(method string) reply { return shaped(method, failure(1, textSessionLost)) }
