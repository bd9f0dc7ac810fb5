package kingdeetest

import (
	"io"
	"net/http"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// service is the method that a path names, spelled as the vendor does.
type service struct {
	method string
	auth   bool
}

const (
	authPrefix    = "kingdee.bos.webapi.servicesstub.authservice."
	formPrefix    = "kingdee.bos.webapi.servicesstub.dynamicformservice."
	accountPrefix = "kingdee.bos.servicefacade.servicesstub.account.accountservice."
	suffix        = ".common.kdsvc"
)

// route reads the path, ignoring case as IIS does. What is not below the base
// path gets 403 with an empty body, as on a real server.
func route(r *http.Request) (service, int) {
	path, found := strings.CutPrefix(strings.ToLower(r.URL.Path), BasePath)
	if !found {
		return service{}, http.StatusForbidden
	}
	if r.Method != http.MethodPost {
		return service{}, http.StatusMethodNotAllowed
	}
	path = strings.TrimSuffix(path, suffix)
	for prefix, auth := range map[string]bool{authPrefix: true, accountPrefix: true, formPrefix: false} {
		if name, ok := strings.CutPrefix(path, prefix); ok {
			return service{method: spelled(name), auth: auth}, 0
		}
	}
	return service{}, http.StatusNotFound
}

// spelled gives the vendor's spelling of a method; an unknown one stays as it is.
func spelled(name string) string {
	for _, known := range []string{
		"ValidateUser", "ValidateUser2", "LoginByAppSecret", "LoginBySign", "Logout", "GetDataCenterList",
		"Save", "BatchSave", "Draft", "Submit", "Audit", "UnAudit", "CancelAssign", "Delete", "Allocate", "View", "ExecuteBillQuery", "BillQuery",
	} {
		if strings.EqualFold(known, name) {
			return known
		}
	}
	return name
}

// answer does one call with everything that may go wrong around it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, sv service) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	fault, hit := s.faults.next(sv.method)
	if hit && s.before(w, r, sv, fault) {
		return
	}
	rep := s.dispatch(r, sv, body)
	if hit && after(w, fault, rep) {
		return
	}
	rep.write(w)
}

func (s *Server) dispatch(r *http.Request, sv service, body []byte) reply {
	req, err := parseRequest(body)
	if err != nil {
		return serverError(err.Error())
	}
	if sv.auth {
		return s.authenticate(r, sv.method, req)
	}
	cookies, ok := s.access.admit(r, s.opts.Clock())
	if !ok {
		return sessionLost(sv.method)
	}
	leave := s.pacing.take(sv.method, req)
	defer leave()
	rep := s.business(sv.method, req, body)
	rep.cookies = cookies
	return rep
}

func (s *Server) business(method string, req request, body []byte) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch method {
	case "Save", "Draft", "BatchSave", "Submit", "Audit", "UnAudit", "CancelAssign", "Delete", "Allocate":
		rep := s.change(method, req)
		s.journal.note(method, body)
		return rep
	case "View":
		return s.view(req)
	case "ExecuteBillQuery", "BillQuery":
		return s.query(method, req)
	default:
		return serverError("Method not found: " + method)
	}
}

// change is a call that may change the ledger.
func (s *Server) change(method string, req request) reply {
	if b, data, ok := s.baseCall(req); ok {
		return s.changeBase(method, b, data)
	}
	switch method {
	case "Save", "Draft":
		return s.save(req, method == "Draft")
	case "BatchSave":
		return s.batchSave(req)
	case "Allocate":
		return answered(result(failure(12, inventedAllotBill), nil))
	default:
		return s.operate(method, req)
	}
}

// baseCall reads a call that is about base data and not about bills.
func (s *Server) baseCall(req request) (*baseForm, connectors.Object, bool) {
	id, data, err := req.formCall()
	b := s.bases[strings.ToLower(id)]
	return b, data, err == nil && b != nil
}
