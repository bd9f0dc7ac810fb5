package messages_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// The reasons are made by those who write them, so that a changed sentence
// there is seen here.
func TestReasonsAreSaidInChinese(t *testing.T) {
	t.Parallel()
	missing := &mapping.MissingError{
		Collection: "kingdee-customers", Find: "F_XC_Base_Fnumber", Where: map[string]string{"FNumber": "19999"},
		Field: "FSaleOrgId", File: "x.yaml", Line: 48,
	}
	refused := &connectors.Error{
		Kind: connectors.ErrRejected, System: "kingdee", Account: "MAIN", API: "BatchSave", Code: "11", Field: "FMaterialId",
		Message: "字段“物料编码”是必填项",
	}
	away := &connectors.Error{Kind: connectors.ErrUnavailable, System: "kingdee", Account: "MAIN", Message: "connection refused"}
	const late = "; it did not come within 24h0m0s"
	chinese, english := messages.New(messages.Chinese), messages.New(messages.English)
	for reason, want := range map[string]string{
		missing.Error():        "kingdee-customers 中还没有 FNumber=19999 的记录，FSaleOrgId 需要其中的 F_XC_Base_Fnumber（x.yaml:48）",
		missing.Error() + late: "kingdee-customers 中还没有 FNumber=19999 的记录，FSaleOrgId 需要其中的 F_XC_Base_Fnumber（x.yaml:48）；等了 24h0m0s 仍未到",
		missing.Error() + late + "; scheme kingdee-customers brings it, and has no file any more": "kingdee-customers 中还没有 FNumber=19999 的记录，" +
			"FSaleOrgId 需要其中的 F_XC_Base_Fnumber（x.yaml:48）；等了 24h0m0s 仍未到；提供它的方案 kingdee-customers 已没有文件",
		missing.Error() + late + "; scheme kingdee-customers brings it, and is paused by zhao since 2026-11-01 08:00:00: closing": "kingdee-customers 中还没有 FNumber=19999 的记录，" +
			"FSaleOrgId 需要其中的 F_XC_Base_Fnumber（x.yaml:48）；等了 24h0m0s 仍未到；提供它的方案 kingdee-customers 已由 zhao 于 2026-11-01 08:00:00 暂停：closing",
		missing.Error() + late + "; scheme kingdee-customers brings it, and cannot run: kingdee account MAIN is not configured": "kingdee-customers 中还没有 FNumber=19999 的记录，" +
			"FSaleOrgId 需要其中的 F_XC_Base_Fnumber（x.yaml:48）；等了 24h0m0s 仍未到；提供它的方案 kingdee-customers 无法运行：kingdee 账号 MAIN 没有配置",
		refused.Error(): "kingdee MAIN BatchSave 拒绝（错误码 11，字段 FMaterialId）：字段“物料编码”是必填项",
		away.Error():    "kingdee MAIN 暂时无法使用：connection refused",
		"has no items":  "没有明细 items",

		"several rows of kuaidi100-tracks belong to it as track, and they differ: documents SF1 and SF2": "kuaidi100-tracks 中有多行与它对应（track），内容不一致：单据 SF1 与 SF2",
		"more than 500 rows of kuaidi100-tracks belong to it as track":                                   "kuaidi100-tracks 中与它对应（track）的行超过 500 行",

		docstore.PartOf("7+8"): "已并入单据 7+8",
		activities.LineAdded:   "同一单据的其他行交付之后，源系统又增加了这一行，而各行按位置识别：请确认没有重复或遗漏，然后重试或跳过",
		"the source changed it after it had become part of document 7+8, which has it as it was: where the target has that one, " +
			"see to it there and skip this one; where not, retry that one; by the scheme it would now be skipped: closed": "并入单据 7+8 之后源系统又有修改，那张单据里仍是原来的内容：" +
			"如果目标系统中已有那张单据，请在那里处理并跳过这一张；如果没有，请重试那张单据；按方案现在应跳过：closed",
		"number 7 is taken at the target by the bill of document 7+8: see that nothing is booked twice or left out; " +
			"this one needs a number of its own, or that bill has to be deleted there; then retry or skip": "编号 7 在目标系统中已是单据 7+8 的：" +
			"请确认没有重复或遗漏；这一张需要自己的编号，或先在目标系统中删除那张单据；然后重试或跳过",
		"scheme x: target.onChange: update needs a target that takes the same document again, or changes one it has; kingdee batchSave does not: use keep": "方案 x：" +
			"target.onChange: update 要求目标系统能重复接收同一张单据，或能修改已有的单据；kingdee batchSave 不能：请用 keep",
		"its bill TK1 was deleted at the target, because it was not approved: no": "它的单据 TK1 未获批准，" +
			"已在目标系统中删除：no",
		"its bill TK1 was to be deleted at the target, because it was not approved: no; and that was refused: never": "因未获批准，" +
			"本应在目标系统中删除它的单据 TK1：no；而删除被拒绝：never",
		"scheme x: target.onRefused: delete needs a target that can delete documents; wangdiantong trade_push cannot: use keep": "方案 x：" +
			"target.onRefused: delete 要求目标系统能删除单据；wangdiantong trade_push 不能：请用 keep",
		"it was to be changed at the target, which left TK1 as it was: no":                     "要在目标系统中修改它，TK1 未能改动，仍是原来的样子：no",
		"it was to be changed at the target, where TK1 stands as it was, and not approved: no": "要在目标系统中修改它，TK1 现在仍是原来的内容，且未审核：no",
		"its bill TK1 is over 20 at the target, and this document is over 10.5: correct it there and retry, or skip this one": "目标系统中它的单据 TK1 金额为 20，" +
			"本单据金额为 10.5：请在目标系统中改正后重试，或跳过本单据",
		"number TK1 is taken at the target by a bill over 20, and this document is over 10.5: see whose it is; " +
			"if it is this document as it was before, delete it there; then retry or skip": "编号 TK1 在目标系统中已被一张金额为 20 的单据占用，" +
			"而本单据金额为 10.5：请看那是谁的单据；若是本单据改动前的样子，请在那里删除；然后重试或跳过",
		"number TK1 is taken at the target, and no bill of that number is to be seen there: see whether an organisation has it " +
			"that the account may not see, and whose it is; then retry or skip": "编号 TK1 在目标系统中已被占用，却查不到该编号的单据：" +
			"请看是否属于本账号看不到的组织，以及是谁的单据；然后重试或跳过",
		refused.Error() + "; the bill that has it is looked for":                         "kingdee MAIN BatchSave 拒绝（错误码 11，字段 FMaterialId）：字段“物料编码”是必填项；正在查找占用该编号的单据",
		"it was changed at the target, and its amount there is still to be compared: no": "已在目标系统中修改，其金额还有待核对：no",
		"the target has it as TK1, and would keep of it FDate, FLot, which are empty now: change it there and skip this one, " +
			"or have it made anew there (target.onChange: recreate) and retry": "目标系统中已有它（TK1），其中 FDate, FLot 现在没有值，修改时却会保留原值：" +
			"请在目标系统中手工修改并跳过本单据，或让它重新生成（target.onChange: recreate）后重试",
		"the target has it as T1, and as T2 it would be there a second time: let it be numbered as before and retry, " +
			"or see to T1 there and skip this one": "目标系统中已有它（T1），若以 T2 发送就会出现第二份：请恢复原来的编号后重试，或在目标系统中处理 T1 并跳过本单据",
		"TK1 is no longer at the target: it is saved as a new one":                  "目标系统中已没有 TK1：按新单据保存",
		"the target has it as TK1, as it is now: it is asked how far it is":         "目标系统中已有 TK1，内容与现在一致：询问它到了哪一步",
		"the source changed it after it was delivered; it is carried again":         "交付之后源系统又有修改；再次交付",
		"the source changed it while it was being sent; it is carried as it is now": "发送期间源系统又有修改；按现在的内容交付",
		"TK1 is approved at the target as it was, and the scheme keeps what was delivered (target.onChange): see to it there, then skip this one": "目标系统中 TK1 已按原来的内容审核，" +
			"方案不更改已交付的内容（target.onChange）：请在那里处理，然后跳过这一张",
		"the source changed it after it was sent; the new content is kept beside what was sent; by the scheme it would now be skipped: closed": "发送之后源系统又有修改；" +
			"新内容保存在已发送的内容旁边；按方案现在应跳过：closed",
		"the source changed it after it was sent; the new content is kept beside what was sent; it could not be read now: no id": "发送之后源系统又有修改；" +
			"新内容保存在已发送的内容旁边；现在无法读取：no id",
		"the target has it as it was: see to it there, then skip this one; by the scheme it would now be skipped: closed": "目标系统中已有它原来的内容：请在那里处理，然后跳过这一张；按方案现在应跳过：closed",

		"it is taken apart, for a row it was made of has changed: its rows are merged anew":                           "其中一行有修改，单据已拆开：各行将重新合并",
		"it cannot be merged with the others of its group: qty is no number":                                          "无法与同组的其他行合并：qty is no number",
		"what it would be merged into is there already: document 7 is; see that it is not booked twice, then skip it": "要并入的单据已经存在：document 7 is；请确认没有重复记账，然后跳过",
		"it is at the target as N-1, but not allotted: " + refused.Error():                                            "已在目标系统中（N-1），但没有分配：kingdee MAIN BatchSave 拒绝（错误码 11，字段 FMaterialId）：字段“物料编码”是必填项",
		"it is at the target as N-1, but not handed over: callBackStrategy: no":                                       "已在目标系统中（N-1），但没有移交：callBackStrategy: no",
		"it cannot be merged with the others of its group: bills.yaml: merge 7-1, 8-1, 2 more: $sum of qty: \"viel\" is not a number": "无法与同组的其他行合并：" +
			"bills.yaml：合并 7-1, 8-1 等（另有 2 行）：qty 的 $sum：“viel”不是数字",
		(&mapping.FieldError{
			File: "x.yaml", Line: 40, Field: "FEntity.FTaxPrice", Expression: "_function {{a}}/{{b}}", Values: "a=1, b=0", Problem: "division by 0",
		}).Error(): "x.yaml:40: FEntity.FTaxPrice: 除数为 0，表达式 _function {{a}}/{{b}}（a=1, b=0）",
		"作废 rejected earlier": "作废 rejected earlier", // a person's or a system's words
	} {
		if got := chinese.Reason(reason); got != want {
			t.Errorf("%q\n is said %q\n   want %q", reason, got, want)
		}
		if got := english.Reason(reason); got != reason {
			t.Errorf("in English %q became %q", reason, got)
		}
	}
}
