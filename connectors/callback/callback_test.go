package callback_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/callback"
)

const secret = "made-up-secret-of-a-mall"

var now = time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)

// whole is an order with every field of the table.
const whole = `{"shop_no":"MALL01","tid":"M1001","trade_status":30,"pay_status":"2","delivery_term":"1",` +
	`"trade_time":"2026-11-20 09:15:00","pay_time":"2026-11-20 09:16:30","fenxiao_type":"0","buyer_nick":"小鹿",` +
	`"receiver_name":"张三","receiver_province":"浙江省","receiver_city":"杭州市","receiver_district":"西湖区",` +
	`"receiver_address":"文一路 1 号","receiver_mobile":"13800000000","logistics_type":"-1","post_amount":"8.00",` +
	`"cod_amount":0,"ext_cod_fee":"0","other_amount":"-1.5","paid":106.0000,"order_list":[{"oid":"M1001-1","num":"2",` +
	`"price":49.50,"status":"30","refund_status":"0","goods_id":"8001","spec_id":"8001-1","goods_no":"G1","spec_no":"S1",` +
	`"goods_name":"杯子","spec_name":"白","adjust_amount":"-1","discount":"0","share_discount":0.0000}],"number":"extra"}`

func client(t *testing.T, cfg callback.Config) *callback.Client {
	t.Helper()
	if cfg.Secret == "" {
		cfg.Secret = secret
	}
	c, err := callback.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// signed is a call as a mall makes it.
func signed(body string) connectors.Inbound {
	timestamp := strconv.FormatInt(now.Unix(), 10)
	return connectors.Inbound{API: callback.OpenCallback, Body: []byte(body), At: now, Header: http.Header{
		"Content-Type":           {"application/json"},
		callback.TimestampHeader: {timestamp},
		callback.SignatureHeader: {callback.Sign([]byte(secret), timestamp, []byte(body))},
	}}
}

func TestThreeShapesOfACall(t *testing.T) {
	t.Parallel()
	c := client(t, callback.Config{})
	for body, paths := range map[string]string{
		whole:                                     "$",
		"\ufeff" + whole:                          "$",
		"[" + whole + "," + whole + "]":           "$[0] $[1]",
		`{"orders":[` + whole + `],"page":1}`:     "$.orders[0]",
		` { "orders" : [ ` + whole + ` ] } ` + "": "$.orders[0]",
	} {
		got, err := c.Receive(t.Context(), signed(body))
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if strings.Join(got.Paths, " ") != paths || len(got.Rows) != len(got.Paths) {
			t.Errorf("%.20s: orders at %v, wanted %s", body, got.Paths, paths)
		}
		for _, row := range got.Rows {
			if string(row) != whole {
				t.Errorf("an order is changed: %s", row)
			}
		}
	}
}

func TestWhoMayCall(t *testing.T) {
	t.Parallel()
	at := func(d time.Duration) connectors.Inbound {
		in := signed(whole)
		in.At = now.Add(d)
		return in
	}
	with := func(header, value string) connectors.Inbound {
		in := signed(whole)
		in.Header.Set(header, value)
		return in
	}
	tampered := signed(whole)
	tampered.Body = []byte(strings.Replace(whole, "M1001", "M1002", 1))
	good := signed(whole).Header.Get(callback.SignatureHeader)
	for name, c := range map[string]struct {
		in   connectors.Inbound
		says string // "": let in
	}{
		"as it should be":   {signed(whole), ""},
		"method named":      {with(callback.SignatureHeader, "sha256="+good), ""},
		"upper case":        {with(callback.SignatureHeader, strings.ToUpper(good)), ""},
		"just in time":      {at(5 * time.Minute), ""},
		"their clock ahead": {at(-5 * time.Minute), ""},
		"too late":          {at(5*time.Minute + time.Second), "signed at 2026-11-21T04:00:00Z and came at"},
		"too early":         {at(-5*time.Minute - time.Second), "set the clocks"},
		"tampered":          {tampered, "the signature is wrong"},
		"another time":      {with(callback.TimestampHeader, strconv.FormatInt(now.Unix()+1, 10)), "the signature is wrong"},
		"no signature":      {with(callback.SignatureHeader, ""), "are needed"},
		"no time":           {with(callback.TimestampHeader, ""), "are needed"},
		"half a signature":  {with(callback.SignatureHeader, good[:32]), "the signature is wrong"},
		"no hexadecimal":    {with(callback.SignatureHeader, "x"+good[1:]), "the signature is wrong"},
		"the bare secret":   {with(callback.SignatureHeader, secret), "the signature is wrong"},
	} {
		got, err := client(t, callback.Config{}).Receive(t.Context(), c.in)
		switch {
		case c.says == "" && (err != nil || got.Call != good):
			t.Errorf("%s: %v, call %s", name, err, got.Call)
		case c.says != "" && (!errors.Is(err, connectors.ErrUnauthorized) || !strings.Contains(err.Error(), c.says) || got.Rows != nil):
			t.Errorf("%s: %v, %d orders", name, err, len(got.Rows))
		case err != nil && (strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), good)):
			t.Errorf("%s: the refusal tells a secret: %v", name, err)
		}
	}
}

func TestASharedSecret(t *testing.T) {
	t.Parallel()
	c := client(t, callback.Config{Auth: "secret", PreviousSecret: "the-secret-before-this"})
	for given, ok := range map[string]bool{secret: true, "the-secret-before-this": true, secret + "x": false, "": false, secret[:20]: false} {
		in := signed(whole)
		in.Header.Set(callback.SecretHeader, given)
		got, err := c.Receive(t.Context(), in)
		if (err == nil) != ok || got.Call != "" {
			t.Errorf("%q: %v, call %q", given, err, got.Call)
		}
		if !ok && (!errors.Is(err, connectors.ErrUnauthorized) || given != "" && strings.Contains(err.Error(), given)) {
			t.Errorf("%q: %v", given, err)
		}
	}
	in := signed(whole)
	in.Header.Set(callback.SecretHeader, secret)
	if _, err := client(t, callback.Config{Secret: "another-secret-of-ours"}).Receive(t.Context(), in); !errors.Is(err, connectors.ErrUnauthorized) {
		t.Errorf("a secret lets in where a signature is wanted: %v", err)
	}
}

func TestASecretIsReplaced(t *testing.T) {
	t.Parallel()
	c := client(t, callback.Config{Secret: "the-secret-after-this", PreviousSecret: secret})
	if _, err := c.Receive(t.Context(), signed(whole)); err != nil {
		t.Error(err)
	}
}

// invalid is what a call is refused with.
func invalid(t *testing.T, in connectors.Inbound) *connectors.Invalid {
	t.Helper()
	_, err := client(t, callback.Config{}).Receive(t.Context(), in)
	var why *connectors.Invalid
	if !errors.Is(err, connectors.ErrRejected) || !errors.As(err, &why) {
		t.Fatalf("%v", err)
	}
	return why
}

func TestBodiesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		body, kind string
		status     int
	}{
		"broken":         {whole[:100], "application/json", 400},
		"two":            {whole + whole, "application/json", 400},
		"spliced":        {`1,"$":` + whole, "application/json", 400},
		"empty":          {"", "application/json", 400},
		"html":           {"<html>", "application/json", 400},
		"gbk, not said":  {gbk, "application/json", 400},
		"no gbk":         {"{\"tid\":\"\xff\xff\"}", "application/json; charset=gbk", 400},
		"a form":         {"tid=1", "application/x-www-form-urlencoded", 415},
		"no kind":        {whole, "", 415},
		"unknown letter": {whole, "application/json; charset=big5", 415},
		"a number":       {"7", "application/json", 422},
		"null":           {"null", "application/json", 422},
		"nothing":        {"[]", "application/json", 422},
		"no list":        {`{"orders":` + whole + `}`, "application/json", 422},
		"null list":      {`{"orders":null}`, "application/json", 422},
		"two lists":      {`{"orders":[` + whole + `],"orders":[]}`, "application/json", 422},
		"too many":       {"[" + strings.Repeat("{},", 500) + "{}]", "application/json", 422},
	} {
		in := signed(c.body)
		in.Header.Set("Content-Type", c.kind)
		if why := invalid(t, in); why.Status != c.status || len(why.Violations) != 1 {
			t.Errorf("%s: %d %+v", name, why.Status, why.Violations)
		}
	}
	in := signed(whole)
	in.Header.Set("Content-Encoding", "gzip")
	if why := invalid(t, in); why.Status != http.StatusUnsupportedMediaType {
		t.Errorf("compressed: %+v", why)
	}
}

func TestGBKIsReadWhenItIsSaid(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(whole)
	if err != nil {
		t.Fatal(err)
	}
	in := signed(gbk)
	in.Header.Set("Content-Type", `application/json;charset="GBK"`)
	got, err := client(t, callback.Config{}).Receive(t.Context(), in)
	if err != nil || string(got.Rows[0]) != whole || !json.Valid(got.Rows[0]) {
		t.Errorf("%v, %s", err, got.Rows)
	}
}

func TestSettingsThatAreNotSafe(t *testing.T) {
	t.Parallel()
	for says, cfg := range map[string]callback.Config{
		"set CALLBACK_MALL_SECRET":               {Account: "MALL"},
		"CALLBACK_MALL_SECRET has 5 characters":  {Account: "MALL", Secret: "short"},
		"CALLBACK_MAIN_PREVIOUS_SECRET has 3":    {Secret: secret, PreviousSecret: "old"},
		`CALLBACK_MAIN_AUTH is "none"`:           {Secret: secret, Auth: "none"},
		"CALLBACK_MAIN_REPLAY_WINDOW is 2h0m0s":  {Secret: secret, ReplayWindow: 2 * time.Hour},
		"CALLBACK_MAIN_REPLAY_WINDOW is -1m0s; ": {Secret: secret, ReplayWindow: -time.Minute},
	} {
		if _, err := callback.New(cfg); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func TestThereIsNothingToFetch(t *testing.T) {
	t.Parallel()
	c := client(t, callback.Config{})
	if err := c.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	page, err := c.Fetch(t.Context(), connectors.Query{API: callback.OpenCallback})
	if err != nil || len(page.Rows) > 0 || page.Next != "" {
		t.Errorf("%+v, %v", page, err)
	}
	in := signed(whole)
	in.API = "push"
	_, received := c.Receive(t.Context(), in)
	_, fetched := c.Fetch(t.Context(), connectors.Query{API: "push"})
	if !errors.Is(received, connectors.ErrNotFound) || !errors.Is(fetched, connectors.ErrNotFound) {
		t.Errorf("%v, %v", received, fetched)
	}
}
