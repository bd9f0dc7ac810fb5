package kingdeetest

import (
	"crypto/sha1" //nolint:gosec // the vendor's older LoginBySign
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

// LoginResultType values.
const (
	loginSuccess  = 1
	loginPWError  = 0
	loginFailure  = -1
	userID        = 100001
	clientTypeAPI = 32
)

func (s *Server) authenticate(r *http.Request, method string, req request) reply {
	switch method {
	case "ValidateUser", "ValidateUser2":
		return s.loginByPassword(req)
	case "LoginByAppSecret":
		return s.loginByAppSecret(req)
	case "LoginBySign":
		return s.loginBySign(req)
	case "Logout":
		for _, id := range presented(r) {
			s.access.close(id)
		}
		return answered(true)
	case "GetDataCenterList":
		return answered([]any{map[string]any{"Id": s.opts.AcctID, "Number": "001", "Name": "演示账套"}})
	default:
		return serverError("Method not found: " + method)
	}
}

func (s *Server) loginByPassword(req request) reply {
	if req.text(0, "acctID") != s.opts.AcctID {
		return refusedLogin(loginFailure, textWrongAcct)
	}
	right := req.text(1, "username") == s.opts.Username && req.text(2, "password") == s.opts.Password
	switch {
	case s.access.locked():
		return refusedLogin(loginFailure, inventedLocked)
	case !right:
		s.access.wrongPassword()
		return refusedLogin(loginPWError, textWrongUser)
	}
	return s.loggedIn()
}

// loginByAppSecret answers a wrong app as real servers do: with the generic
// text of a lost session.
func (s *Server) loginByAppSecret(req request) reply {
	if req.text(0, "acctID") != s.opts.AcctID {
		return refusedLogin(loginFailure, textWrongAcct)
	}
	if req.text(2, "appId") != s.opts.AppID || req.text(3, "appSecret") != s.opts.AppSecret {
		return refusedLogin(loginFailure, textSessionLost)
	}
	if req.text(1, "username") != s.opts.Username {
		return refusedLogin(loginPWError, textWrongUser)
	}
	return s.loggedIn()
}

func (s *Server) loginBySign(req request) reply {
	stamp, sign := req.text(3, "timestamp"), req.text(4, "sign")
	if !fresh(stamp, s.opts.Clock()) {
		return refusedLogin(loginFailure, textWrongSign)
	}
	parts := []string{s.opts.AcctID, s.opts.Username, s.opts.AppID, s.opts.AppSecret, stamp}
	slices.Sort(parts)
	joined := []byte(strings.Join(parts, ""))
	long, short := sha256.Sum256(joined), sha1.Sum(joined) //nolint:gosec // the vendor's older LoginBySign
	if sign != hex.EncodeToString(long[:]) && sign != hex.EncodeToString(short[:]) {
		return refusedLogin(loginFailure, textSessionLost)
	}
	return s.loggedIn()
}

func (a *access) wrongPassword() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wrong++
}

func (a *access) locked() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.wrong >= lockAfter
}

func refusedLogin(kind int, message string) reply {
	return answered(loginReply(kind, message, "", nil))
}

func (s *Server) loggedIn() reply {
	id := s.access.open(s.opts.Clock())
	s.access.mu.Lock()
	s.access.wrong = 0
	s.access.mu.Unlock()
	rep := answered(loginReply(loginSuccess, "", id, s.context(id)))
	rep.cookies = cookies(id)
	return rep
}

func loginReply(kind int, message, session string, context any) map[string]any {
	return map[string]any{
		"Message": message, "MessageCode": "CheckPasswordPolicy", "LoginResultType": kind,
		"Context": context, "KDSVCSessionId": session, "FormId": nil, "RedirectFormParam": nil,
		"FormInputObject": nil, "ErrorStackTrace": nil, "Lcid": 0, "AccessToken": nil,
		"KdAccessResult": nil, "IsSuccessByAPI": kind == loginSuccess, "CustomParam": nil,
	}
}

func (s *Server) context(session string) map[string]any {
	zone := map[string]any{"OffsetTicks": 288000000000, "StandardName": "(UTC+08:00)北京", "Id": 230, "Number": "1078_SYS", "CanBeUsed": true}
	return map[string]any{
		"UserLocale": "zh-CN", "LogLocale": "zh-CN", "DBid": s.opts.AcctID, "DatabaseType": 3, "SessionId": session,
		"UseLanguages": []any{map[string]any{"LocaleId": 2052, "LocaleName": "中文(简体)", "Alias": "CN", "LicenseType": 0}},
		"UserId":       userID, "UserName": s.opts.Username, "CustomName": "演示企业", "DisplayVersion": "8.2.0.0",
		"DataCenterName": "演示账套", "UserToken": session,
		"CurrentOrganizationInfo": map[string]any{"ID": 1, "AcctOrgType": "1", "Name": "总公司", "FunctionIds": []int{101, 102}},
		"IsCH_ZH_AutoTrans":       false, "ClientType": clientTypeAPI, "UTimeZone": zone, "STimeZone": zone,
		"TRLevel": 0, "ProductEdition": 0, "ContextResultType": 1, "IsDeployAsPublicCloud": false,
	}
}
