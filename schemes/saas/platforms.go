package saas

import (
	"regexp"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// platform is a system as the SaaS calls it and as we do.
type platform struct {
	name, connector string
}

// platforms are the systems both know; the first name of a connector is the one
// it is exported with.
func platforms() []platform {
	return []platform{
		{"金蝶云星空", "kingdee"},
		{"金蝶K/3Cloud", "kingdee"},
		{"聚水潭", "jushuitan"},
		{"聚水潭·奇门", "jushuitanqimen"},
		{"聚水潭奇门", "jushuitanqimen"},
		{"旺店通·企业奇门", "wangdiantongqimen"},
		{"旺店通企业奇门", "wangdiantongqimen"},
		{"旺店通·企业版", "wangdiantong"},
		{"旺店通企业版", "wangdiantong"},
		{"旺店通", "wangdiantong"},
		{"轻易云集成平台", "erpbridge"},
		{"轻易云", "erpbridge"},
		{"快递100", "kuaidi100"},
	}
}

// bracketed is what a page writes behind a name: 旺店通 (企业版).
var bracketed = regexp.MustCompile(`\s*[(（].*$`)

// connectorOf is our name of a platform; known says whether there is one.
func connectorOf(name string, also map[string]string) (connector string, known bool) {
	name = strings.TrimSpace(name)
	for _, candidate := range []string{name, bracketed.ReplaceAllString(name, "")} {
		if c, ok := also[candidate]; ok {
			return c, true
		}
		for _, p := range platforms() {
			if p.name == candidate || p.connector == candidate {
				return p.connector, true
			}
		}
	}
	return bracketed.ReplaceAllString(name, ""), false
}

// platformOf is what the SaaS calls a connector.
func platformOf(connector string) string {
	for _, p := range platforms() {
		if p.connector == connector {
			return p.name
		}
	}
	return connector
}

// connectorByAPI is the connector whose API this must be; "" when it could be
// several or none.
func connectorByAPI(api string, apis map[string][]connectors.API) string {
	begins := map[string]string{
		"ExecuteBillQuery": "kingdee", "batchSave": "kingdee", "jushuitan.": "jushuitanqimen",
		"wdt.": "wangdiantongqimen", "OpenCallback": "erpbridge", "trade_push": "wangdiantong",
	}
	for prefix, connector := range begins {
		if strings.HasPrefix(api, prefix) {
			return connector
		}
	}
	var found []string
	for connector, list := range apis {
		if slices.ContainsFunc(list, func(a connectors.API) bool { return a.Name == api }) {
			found = append(found, connector)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// idle says whether an API does nothing: 写入空操作 reads into the store only.
func idle(api string) bool {
	return strings.Contains(api, "空操作") || strings.EqualFold(api, "WriteNull") || strings.EqualFold(api, "NullOperation")
}

// callParameters are 金蝶's parameters of a call, which are not part of a bill
// wherever a page has put them.
func callParameters() []string {
	return []string{
		"FormId", "Operation", "IsAutoSubmitAndAudit", "IsVerifyBaseDataField", "SubSystemId", "BatchCount",
		"Creator", "NeedUpDateFields", "NeedReturnFields", "IsDeleteEntry", "IsEntryBatchFill", "ValidateFlag",
		"NumberSearch", "IsAutoAdjustField", "InterationFlags", "IgnoreInterationFlag", "IsControlPrecision",
		"ValidateRepeatJson",
	}
}

func contains(words []string, word string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) })
}
