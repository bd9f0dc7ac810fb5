package messages_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// What systems refuse with is here as their connectors tell it, and in Chinese.
func TestRefusalsOfConnectorsInChinese(t *testing.T) {
	t.Parallel()
	var told []string
	for _, c := range []struct {
		name, variables string
		answers         map[string]string // by what a path ends with; without one, HTTP 404
		ask             func(context.Context, connectors.Accounts) error
	}{
		{"单据日期已关账", kingdee, map[string]string{
			"LoginByAppSecret.common.kdsvc": `{"LoginResultType":1,"KDSVCSessionId":"sid"}`,
			"Audit.common.kdsvc": `{"Result":{"ResponseStatus":{"IsSuccess":false,"MsgCode":11,"Errors":[` +
				`{"FieldName":"FDate","Message":"单据日期在关账日期之前","DIndex":0}]}}}`,
			"ExecuteBillQuery.common.kdsvc": `[["TK1",100,"B"]]`,
		}, audited},
		{"密码错误", kingdee, map[string]string{
			"LoginByAppSecret.common.kdsvc": `{"LoginResultType":0,"Message":"用户名或密码错误"}`,
		}, fetched("kingdee", "executeBillQuery", map[string]any{"FormId": "BD_Customer", "FieldKeys": "FNumber"})},
		{"地址不对", kingdee, nil, fetched("kingdee", "executeBillQuery", map[string]any{"FormId": "BD_Customer", "FieldKeys": "FNumber"})},
		{"没有配置", "KINGDEE_MAIN_URL=ADDRESS/k3cloud/", nil, fetched("kingdee", "executeBillQuery", nil)},
		{"IP 不在白名单", jushuitan, map[string]string{"/query": `{"code":110,"msg":"IP不在白名单"}`}, fetched("jushuitan", "shops.query", nil)},
		{"没有这个接口", jushuitan, nil, fetched("jushuitan", "orders.query", nil)},
	} {
		err := c.ask(t.Context(), accounts(t, c.variables, c.answers))
		if err == nil {
			t.Fatalf("%s: it is not refused", c.name)
		}
		told = append(told, "# "+c.name, err.Error(), messages.New(messages.Chinese).Reason(err.Error()), "")
	}
	golden(t, "testdata/refusals.golden", strings.Join(told, "\n"))
}

const (
	kingdee = "KINGDEE_MAIN_URL=ADDRESS/k3cloud/ KINGDEE_MAIN_ACCT_ID=5f00 KINGDEE_MAIN_USERNAME=demo " +
		"KINGDEE_MAIN_APP_ID=207001_AbCdEfGhIjKlMnOpQrStUvWxYz012345 KINGDEE_MAIN_APP_SECRET=0123456789abcdef0123456789abcdef"
	jushuitan = "JUSHUITAN_MAIN_URL=ADDRESS JUSHUITAN_MAIN_APP_KEY=key JUSHUITAN_MAIN_APP_SECRET=secret JUSHUITAN_MAIN_ACCESS_TOKEN=token"
)

// accounts are those of a system that answers the same whatever it is asked.
func accounts(t *testing.T, variables string, answers map[string]string) connectors.Accounts {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for end, answer := range answers {
			if strings.HasSuffix(r.URL.Path, end) {
				_, _ = io.WriteString(w, answer)
				return
			}
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(srv.Close)
	environ := map[string]string{}
	for _, v := range strings.Fields(variables) {
		name, value, _ := strings.Cut(v, "=")
		environ[name] = strings.ReplaceAll(value, "ADDRESS", srv.URL)
	}
	return all.NewAccounts(environ)
}

func fetched(system, api string, params map[string]any) func(context.Context, connectors.Accounts) error {
	return func(ctx context.Context, a connectors.Accounts) error {
		source, err := connectors.As[connectors.Source](a, system, "MAIN")
		if err != nil {
			return err
		}
		noon := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
		_, err = source.Fetch(ctx, connectors.Query{API: api, Params: params, Window: connectors.Window{From: noon, To: noon.Add(time.Hour)}})
		return err
	}
}

func audited(ctx context.Context, a connectors.Accounts) error {
	target, err := connectors.As[connectors.Auditor](a, "kingdee", "MAIN")
	if err != nil {
		return err
	}
	outcomes, err := target.Audit(ctx, connectors.Call{API: "batchSave", Options: map[string]any{"FormId": "SAL_RETURNSTOCK"}},
		[]connectors.Receipt{{ID: "100", Number: "TK1"}})
	for _, o := range outcomes {
		err = errors.Join(err, o.Err)
	}
	return err
}
