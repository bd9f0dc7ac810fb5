package kingdee

import (
	"strings"
	"testing"
)

// Headers that the vendor's own SDKs sent for a made-up account.
func TestSignedHeadersAreTheSDKs(t *testing.T) {
	t.Parallel()
	const (
		save  = "/K3Cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.Save.common.kdsvc"
		forKD = "MjQ0NDU3ZDc5YTZjZjM5YThkNGMzYzE2NjFjOTdjMjQzMjcyNGNjNzg3N2MzM2EwNGM2ZWE5MWEyMzk2NjYxNQ=="
		zeros = "M2MwZGY1ZjMxMzUwN2NiZmZmMzcwODU5YTZhODg0MDUyNGFhNjUzYjVjOWFlYTk5Y2FiOGM1MTVjNjRkMmJiOQ=="
	)
	for name, tc := range map[string]struct {
		user, org, path, stamp string
		api, data, kd          string
	}{
		"seconds, organisation 100": {
			"demo", "100", save, "1700000000",
			"MTNjMzc3MWY1ZjMyYzg2ZjAwMGNlYmYxODYwODJkNDYwMjY1YjJhZWM4ZThhZTBlMDk5NGNkZjExMTU0NDA0Ng==",
			"NWYwMDAwMDAwMDAwYWIsZGVtbywyMDUyLDEwMA==",
			"MTY5YjI5OTlkYjE1NjZmZDFhMGM1ZTVjMjNjN2Q1N2JkMDc3MDJhZWM5MWM0YzE5ZWJlZTRlZTEzZTdjZWVkOQ==",
		},
		"Java SDK, Chinese user": {
			"测试", "100", save, "1795281885724",
			"ZDc3OTIxZWNmNDU2OWQxZDllOGRlMjJkZjFhYzhlZWI5OWQ1MTgxNzJlMGFkZmEwN2QyY2YzZGJlNDJkNDVhOQ==",
			"NWYwMDAwMDAwMDAwYWIs5rWL6K+VLDIwNTIsMTAw", forKD,
		},
		"Java SDK, Submit": {
			"测试", "100", strings.Replace(save, "Save", "Submit", 1), "1795281885985",
			"OWNiOTY0Y2VlZTcwN2Y1ODMxMmFhYWE1NTA4ZjA1YmQxZjI5MDhiNTM3Njg0N2FiN2Y3NDZkMTcxODFkN2FkZg==",
			"NWYwMDAwMDAwMDAwYWIs5rWL6K+VLDIwNTIsMTAw", forKD,
		},
		"Python SDK, no organisation": {
			"demo", "", save, "1795281920",
			"MjFjZDA0Y2FkMmZkNzI3OWEwZjc0MzRiYjk2MmYwODAyMWVjYjU5NzI1MDNkMWU0MWFjYzhkMTRhYjRlY2ViNw==",
			"NWYwMDAwMDAwMDAwYWIsZGVtbywyMDUyLDA=", zeros,
		},
		"Python SDK, ExecuteBillQuery": {
			"demo", "0", strings.Replace(save, "Save", "ExecuteBillQuery", 1), "1795281920",
			"ZDRmODIxNjFjNzAxYjEyMmQyYzg2ODViN2Q2ZjkxYTA3NDdiNzE1MzVlMzYzNjEyZDZmZDIzZTgwNGY4YTAxMA==",
			"NWYwMDAwMDAwMDAwYWIsZGVtbywyMDUyLDA=", zeros,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := Config{
				AcctID: "5f0000000000ab", Username: tc.user, LCID: "2052", OrgNum: tc.org,
				AppID: "207001_AbCdEfGhIjKlMnOpQrStUvWxYz012345", AppSecret: "0123456789abcdef0123456789abcdef",
			}
			got, err := cfg.signedHeaders(tc.path, tc.stamp)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{
				"X-Api-Signature": tc.api, "X-Kd-Appdata": tc.data, "X-Kd-Signature": tc.kd, "X-Api-ClientID": "207001",
				"X-Kd-Appkey": cfg.AppID, "x-api-nonce": tc.stamp, "x-api-timestamp": tc.stamp,
				"x-api-signheaders": "x-api-timestamp,x-api-nonce", "X-Api-Auth-Version": "2.0",
			}
			for k, v := range want {
				if got[k] != v {
					t.Errorf("%s\n got %s\nwant %s", k, got[k], v)
				}
			}
			if len(got) != len(want) {
				t.Errorf("headers %v", got)
			}
		})
	}
}

func TestClientSecretIsHiddenInTheAppID(t *testing.T) {
	t.Parallel()
	client, secret, err := clientSecret("207001_AbCdEfGhIjKlMnOpQrStUvWxYz012345")
	if err != nil || client != "207001" || secret != "MYCoJZeSGwXGBEGadoeaapeBWl5U7BoK" {
		t.Errorf("%s %s %v", client, secret, err)
	}
	for _, wrong := range []string{"", "207001", "207001_short", "207001_AbCdEfGhIjKlMnOpQrStUvWxYz01234!"} {
		if _, _, err := clientSecret(wrong); err == nil {
			t.Errorf("%q is taken for an app id", wrong)
		}
	}
}
