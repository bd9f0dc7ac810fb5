package kingdee_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
)

// wiretap is a server that keeps what it was sent and answers by method.
type wiretap struct {
	mu      sync.Mutex
	answers map[string]string
	paths   []string
	bodies  []string
	headers []http.Header
}

func tap(answers map[string]string) *wiretap {
	if answers == nil {
		answers = map[string]string{}
	}
	answers["LoginByAppSecret"] = `{"LoginResultType":1,"KDSVCSessionId":"sid"}`
	return &wiretap{answers: answers}
}

func (w *wiretap) ServeHTTP(res http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	method := strings.TrimSuffix(req.URL.Path, ".common.kdsvc")
	method = method[strings.LastIndex(method, ".")+1:]
	w.mu.Lock()
	defer w.mu.Unlock()
	w.paths, w.bodies, w.headers = append(w.paths, req.Method+" "+req.URL.Path), append(w.bodies, string(body)), append(w.headers, req.Header)
	_, _ = io.WriteString(res, w.answers[method])
}

// data is the data of the last call, out of its envelope.
func (w *wiretap) data(t *testing.T) string {
	t.Helper()
	var envelope struct{ Parameters []string }
	if err := json.Unmarshal([]byte(w.bodies[len(w.bodies)-1]), &envelope); err != nil {
		t.Fatal(err)
	}
	return envelope.Parameters[len(envelope.Parameters)-1]
}

const (
	savedOne = `{"Result":{"ResponseStatus":{"IsSuccess":true,"Errors":[],"SuccessEntitys":[{"Id":140670,"Number":"R-1","DIndex":0}],"SuccessMessages":[],"MsgCode":0},"Id":140670,"Number":"R-1","NeedReturnData":[{}]}}`
	doneOne  = `{"Result":{"ResponseStatus":{"IsSuccess":true,"Errors":[],"SuccessEntitys":[{"Id":"140670","Number":"R-1","DIndex":0}],"SuccessMessages":[],"MsgCode":0}}}`
)

func TestLoginRequests(t *testing.T) {
	t.Parallel()
	for auth, want := range map[string]string{
		"appsecret": `{"parameters":["5f0000000000ab","demo","207001_AbCdEfGhIjKlMnOpQrStUvWxYz012345","0123456789abcdef0123456789abcdef",2052]}`,
		"password":  `{"parameters":["5f0000000000ab","demo","demo-password",2052]}`,
	} {
		w := tap(nil)
		w.answers["ValidateUser"] = w.answers["LoginByAppSecret"]
		cfg := config(serve(t, w))
		cfg.Auth = auth
		if err := client(t, cfg).Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		method := map[string]string{"appsecret": "LoginByAppSecret", "password": "ValidateUser"}[auth]
		if w.paths[0] != "POST /k3cloud/Kingdee.BOS.WebApi.ServicesStub.AuthService."+method+".common.kdsvc" || w.bodies[0] != want {
			t.Errorf("%s\n%s", w.paths[0], w.bodies[0])
		}
	}
}

func TestBusinessCallIsPositionalAndPresentsTheSession(t *testing.T) {
	t.Parallel()
	w := tap(map[string]string{"BatchSave": savedOne})
	c := client(t, config(serve(t, w)))
	e := entry(t, "R-1", `{"FHeadNote":"<b> & \"q\" 测试"}`)
	must[[]connectors.Outcome](t)(c.Save(t.Context(), returns(), []connectors.Entry{e}))
	if w.paths[1] != "POST /k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.BatchSave.common.kdsvc" {
		t.Error(w.paths[1])
	}
	if got := w.headers[1].Get("kdservice-sessionid"); got != "sid" {
		t.Errorf("session %q", got)
	}
	want := `{"parameters":["SAL_RETURNSTOCK","{\"SubSystemId\":\"21\",\"IsVerifyBaseDataField\":false,\"Model\":[{\"FBillNo\":\"R-1\",\"FHeadNote\":\"<b> & \\\"q\\\" 测试\"}]}"]}`
	if w.bodies[1] != want {
		t.Errorf("got  %s\nwant %s", w.bodies[1], want)
	}
}

func TestOptionsGoBesideTheModel(t *testing.T) {
	t.Parallel()
	two := []connectors.Entry{entry(t, "R-1", `{"F_A":"1"}`), entry(t, "R-2", `{"F_A":"2"}`)}
	for name, tc := range map[string]struct {
		api     string
		options map[string]any
		entries []connectors.Entry
		want    string
	}{
		"save has one model": {
			"SAVE",
			map[string]any{"IsAutoSubmitAndAudit": "true"},
			two[:1],
			`{"IsAutoSubmitAndAudit":true,"Model":{"FBillNo":"R-1","F_A":"1"}}`,
		},
		"every option in the vendor's order and type": {
			"batchsave",
			map[string]any{
				"BatchCount": "5", "InterationFlags": "STK_InvCheckResult", "NeedUpDateFields": "FEntity, FRealQty", "NeedReturnFields": []any{"FBillNo"},
				"isdeleteentry": "False", "ValidateFlag": true, "Operation": "batchSave", "Creator": "", "SelectedPostId": 3,
			},
			two,
			`{"NeedUpDateFields":["FEntity","FRealQty"],"NeedReturnFields":["FBillNo"],"IsDeleteEntry":false,"ValidateFlag":true,"InterationFlags":"STK_InvCheckResult","BatchCount":1,"Model":[{"FBillNo":"R-1","F_A":"1"},{"FBillNo":"R-2","F_A":"2"}]}`,
		},
		"no threads for one packet": {
			"batchSave", map[string]any{"BatchCount": 5}, two[:1], `{"Model":[{"FBillNo":"R-1","F_A":"1"}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tap(map[string]string{"BatchSave": savedOne, "Save": savedOne})
			c := client(t, config(serve(t, w)))
			tc.options["FormId"] = "SAL_RETURNSTOCK"
			if _, err := c.Save(t.Context(), connectors.Call{API: tc.api, Options: tc.options}, tc.entries); err != nil {
				t.Fatal(err)
			}
			if got := w.data(t); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

// Each field goes as the form takes it.
func TestModels(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ form, body, want string }{
		"references by the field's key": {
			"SAL_RETURNSTOCK", `{"FBillTypeID":"XSTHD01_SYS","FSaleOrgId":"100","FRetcustId":10001,"FReceiveCusContact":"王五"}`,
			`{"FBillTypeID":{"FNUMBER":"XSTHD01_SYS"},"FSaleOrgId":{"FNumber":"100"},"FRetcustId":{"FNumber":"10001"},"FReceiveCusContact":{"FName":"王五"}}`,
		},
		"any case": {
			"sal_returnstock", `{"fsaleorgid":"100","SUBHEADENTITY":{"FSETTLECURRID":"PRE001"}}`,
			`{"fsaleorgid":{"FNumber":"100"},"SUBHEADENTITY":{"FSETTLECURRID":{"FNumber":"PRE001"}}}`,
		},
		"wrapped already": {
			"SAL_RETURNSTOCK", `{"FSaleOrgId":{"FID":1},"FEntity":[{"FStocklocId":{"FSTOCKLOCID__FF100001":{"FNumber":"A01"}}}]}`,
			`{"FSaleOrgId":{"FID":1},"FEntity":[{"FStocklocId":{"FSTOCKLOCID__FF100001":{"FNumber":"A01"}}}]}`,
		},
		"numbers keep their digits": {
			"SAL_RETURNSTOCK", `{"FEntity":[{"FRealQty":"3.00","FPrice":12.50,"FTaxPrice":"0.1000000000000000055","FEntryTaxRate":" 13 ","FSalBaseQty":".5","FPriceBaseQty":"a few"}]}`,
			`{"FEntity":[{"FRealQty":3.00,"FPrice":12.50,"FTaxPrice":0.1000000000000000055,"FEntryTaxRate":13,"FSalBaseQty":0.5,"FPriceBaseQty":"a few"}]}`,
		},
		"booleans": {
			"SAL_RETURNSTOCK", `{"FEntity":[{"FIsFree":"True","FIsReturnCheck":"0","FIsOverLegalOrg":false}]}`,
			`{"FEntity":[{"FIsFree":true,"FIsReturnCheck":false,"FIsOverLegalOrg":false}]}`,
		},
		"texts are texts": {
			"SAL_RETURNSTOCK", `{"FHeadNote":12345678901234567890,"FDate":"2024-05-01 10:00:00"}`,
			`{"FHeadNote":"12345678901234567890","FDate":"2024-05-01 10:00:00"}`,
		},
		"custom fields as they are": {
			"SAL_RETURNSTOCK", `{"F_XC_Text":"x","F_XC_Num":1.50,"F_XC_Base":{"FNumber":"1"},"FEntity":[{"F_XC_TEXT4":"y"}]}`,
			`{"F_XC_Text":"x","F_XC_Num":1.50,"F_XC_Base":{"FNumber":"1"},"FEntity":[{"F_XC_TEXT4":"y"}]}`,
		},
		"what is empty is not sent": {
			"SAL_RETURNSTOCK", `{"FSaleOrgId":"","FHeadNote":null,"FLinkMan":"  ","SubHeadEntity":{"FSettleOrgId":""},"FEntity":[{"FRealQty":0,"FNote":""}],"F_XC_Text":""}`,
			`{"FEntity":[{"FRealQty":0}]}`,
		},
		"owner's type before the owner": {
			"PUR_MRB", `{"FOwnerIdHead":"101","FDESCRIPTION":"x","FOwnerTypeIdHead":"BD_OwnerOrg","FPURMRBENTRY":[{"FOWNERID":"101","FNOTE":"n","FOWNERTYPEID":"BD_OwnerOrg"}]}`,
			`{"FOwnerTypeIdHead":"BD_OwnerOrg","FOwnerIdHead":{"FNumber":"101"},"FDESCRIPTION":"x","FPURMRBENTRY":[{"FOWNERTYPEID":"BD_OwnerOrg","FOWNERID":{"FNumber":"101"},"FNOTE":"n"}]}`,
		},
		"contacts and users": {
			"PUR_MRB", `{"FAcceptorContactID":"C1","FConfirmerId":"U1","FPURMRBFIN":{"FIsIncludedTax":"true"}}`,
			`{"FAcceptorContactID":{"FCONTACTNUMBER":"C1"},"FConfirmerId":{"FUserID":"U1"},"FPURMRBFIN":{"FIsIncludedTax":true}}`,
		},
		"finance field at the head": {
			"PUR_MRB", `{"FSettleOrgId":"101"}`, `{"FSettleOrgId":{"FNumber":"101"}}`,
		},
		"a form nobody described": {
			"STK_MISCELLANEOUS", `{"FStockOrgId":{"FNumber":"100"},"FNote":"","FEntity":[{"FQty":1,"FNote":""}]}`,
			`{"FStockOrgId":{"FNumber":"100"},"FEntity":[{"FQty":1}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tap(map[string]string{"BatchSave": savedOne})
			c := client(t, config(serve(t, w)))
			e := entry(t, "", tc.body)
			must[[]connectors.Outcome](t)(c.Save(t.Context(), connectors.Call{API: "batchSave", Options: map[string]any{"FormId": tc.form}}, []connectors.Entry{e}))
			if got := w.data(t); got != `{"Model":[`+tc.want+`]}` {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestApprovalRequests(t *testing.T) {
	t.Parallel()
	numbered := []connectors.Receipt{{ID: "1", Number: "R-1"}, {ID: "2", Number: "R-2"}}
	for name, tc := range map[string]struct {
		receipts []connectors.Receipt
		options  map[string]any
		want     map[string]string
	}{
		"by number": {numbered, nil, map[string]string{
			"Submit": `{"Numbers":["R-1","R-2"]}`, "Audit": `{"Numbers":["R-1","R-2"]}`,
			"UnAudit": `{"Numbers":["R-1","R-2"]}`, "Delete": `{"Numbers":["R-1","R-2"]}`,
		}},
		"by id when one has no number": {[]connectors.Receipt{{ID: "1", Number: "R-1"}, {ID: "2"}}, nil, map[string]string{
			"Submit": `{"Ids":"1,2"}`, "Audit": `{"Ids":"1,2"}`,
		}},
		"options of the call": {
			numbered[:1],
			map[string]any{"IsAutoSubmitAndAudit": true, "NetworkCtrl": "true", "InterationFlags": "X", "IsVerifyProcInst": "false", "SelectedPostId": "0"},
			map[string]string{
				"Submit": `{"Numbers":["R-1"],"NetworkCtrl":true,"SelectedPostId":0}`,
				"Audit":  `{"Numbers":["R-1"],"InterationFlags":"X","NetworkCtrl":true,"IsVerifyProcInst":false}`,
				"Delete": `{"Numbers":["R-1"],"NetworkCtrl":true}`,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := map[string]any{"FormId": "PUR_MRB"}
			for k, v := range tc.options {
				options[k] = v
			}
			for method, want := range tc.want {
				w := tap(map[string]string{"Submit": doneOne, "Audit": doneOne, "UnAudit": doneOne, "Delete": doneOne, "ExecuteBillQuery": "[]"})
				c := client(t, config(serve(t, w)))
				approve(t, c, method, connectors.Call{Options: options}, tc.receipts)
				w.bodies = w.bodies[:2] // login, the call
				if got := w.data(t); got != want {
					t.Errorf("%s got  %s\nwant %s", method, got, want)
				}
			}
		})
	}
}

type approver interface {
	connectors.Auditor
	connectors.Undoer
}

func approve(t *testing.T, c approver, method string, k connectors.Call, receipts []connectors.Receipt) []connectors.Outcome {
	t.Helper()
	call := map[string]func() ([]connectors.Outcome, error){
		"Submit":  func() ([]connectors.Outcome, error) { return c.Submit(t.Context(), k, receipts) },
		"Audit":   func() ([]connectors.Outcome, error) { return c.Audit(t.Context(), k, receipts) },
		"UnAudit": func() ([]connectors.Outcome, error) { return c.UnAudit(t.Context(), k, receipts) },
		"Delete":  func() ([]connectors.Outcome, error) { return c.Delete(t.Context(), k, receipts) },
	}[method]
	return must[[]connectors.Outcome](t)(call())
}
