package kingdee

import (
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// outer is a parameter that stands beside Model, with the vendor's spelling.
type outer struct {
	name  string
	kind  string // string, bool, int, array
	title string
	used  uses
}

// uses says with which calls a parameter goes.
type uses int

const (
	inSave uses = 1 << iota
	inBatch
	inSubmit
	inAudit
	inDelete
	inOperate = inSubmit | inAudit | inDelete
)

// outers are the parameters of the calls in the order of the vendor's page.
func outers() []outer {
	return []outer{
		{"Creator", "string", "创建者内码", inSave},
		{"NeedUpDateFields", "array", "需要更新的字段", inSave},
		{"NeedReturnFields", "array", "需返回结果的字段", inSave},
		{"IsDeleteEntry", "bool", "是否删除已存在的分录", inSave},
		{"SubSystemId", "string", "系统模块", inSave},
		{"IsVerifyBaseDataField", "bool", "验证基础资料", inSave},
		{"IsEntryBatchFill", "bool", "是否批量填充分录", inSave},
		{"ValidateFlag", "bool", "是否验证数据合法性", inSave},
		{"NumberSearch", "bool", "是否用编码搜索基础资料", inSave},
		{"IsAutoAdjustField", "bool", "是否自动调整JSON字段顺序", inSave},
		{"InterationFlags", "string", "交互标志集合，分号分隔", inSave | inAudit},
		{"IgnoreInterationFlag", "bool", "是否允许忽略交互", inSave | inOperate},
		{"IsControlPrecision", "bool", "是否控制精度", inSave},
		{"ValidateRepeatJson", "bool", "校验JSON数据包是否重复传入", inSave},
		{"IsAutoSubmitAndAudit", "bool", "提交并审核", inSave},
		{"BatchCount", "int", "服务端开启的线程数", inBatch},
		{"CreateOrgId", "int", "创建者组织内码", inOperate},
		{"UseOrgId", "int", "使用者组织内码", inOperate},
		{"NetworkCtrl", "bool", "是否启用网控", inOperate},
		{"SelectedPostId", "int", "工作流发起员工岗位内码", inSubmit},
		{"IsVerifyProcInst", "bool", "是否检验单据关联运行中的工作流实例", inAudit},
		{"UseBatControlTimes", "bool", "是否使用批量控制次数", inAudit},
	}
}

// consumed are options that this connector reads itself. Operation belongs to
// the SaaS whose schemes are run here; 金蝶 does not know it.
func consumed() []string { return []string{"FormId", "Operation"} }

// form is the mandatory option FormId.
func (c *Client) form(k connectors.Call) (string, error) {
	form := textOption(k.Options, "FormId")
	if form == "" {
		return "", c.rejected(call{method: k.API}, "FormId", "the option FormId is missing; it names the bill, e.g. SAL_RETURNSTOCK")
	}
	return form, nil
}

// outerFields are the options of a call that go with it, in the vendor's order.
// An option nobody knows is an error: ignored, it would be a bill that is never
// audited or a check that is never made.
func (c *Client) outerFields(k call, options map[string]any, with uses) (connectors.Object, error) {
	if err := c.known(k, options); err != nil {
		return nil, err
	}
	var out connectors.Object
	for _, o := range outers() {
		v, given := option(options, o.name)
		if !given || o.used&with == 0 || fmt.Sprint(v) == "" || v == nil {
			continue
		}
		value, err := o.read(v)
		if err != nil {
			return nil, c.rejected(k, o.name, "the option "+o.name+" "+err.Error())
		}
		out = append(out, connectors.Member{Name: o.name, Value: value})
	}
	return out, nil
}

func (c *Client) known(k call, options map[string]any) error {
	names := consumed()
	for _, o := range outers() {
		names = append(names, o.name)
	}
	for given := range options {
		if !contains(names, given) {
			return c.rejected(k, given, "there is no option "+given+"; there are "+strings.Join(names, ", "))
		}
	}
	return nil
}

func (o outer) read(v any) (any, error) {
	switch o.kind {
	case "bool":
		if b, ok := boolean(v); ok {
			return b, nil
		}
		return nil, fmt.Errorf("is %q; it must be true or false", fmt.Sprint(v))
	case "int":
		if n, ok := whole(v); ok {
			return n, nil
		}
		return nil, fmt.Errorf("is %q; it must be a whole number", fmt.Sprint(v))
	case "array":
		items := []any{}
		for _, s := range list(v) {
			items = append(items, s)
		}
		return items, nil
	default:
		return fmt.Sprint(v), nil
	}
}

// isOn reads an option that is true or false, false when it is not given.
func isOn(options map[string]any, name string) bool {
	b, _ := boolean(first(option(options, name)))
	return b
}
