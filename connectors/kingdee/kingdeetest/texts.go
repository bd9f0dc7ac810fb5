package kingdeetest

import "fmt"

// Texts of real servers.
const (
	textSessionLost = "会话信息已丢失，请重新登录"
	textWrongUser   = "用户名或密码错误"
	textWrongAcct   = "当前尝试登录的数据中心无法获取到"
	textWrongSign   = "时间戳验证失败，请求链接已失效"
	textAudited     = "单据已审核，不允许修改"
	textOwnerType   = "ResolveFiled_InnerEx解析字段(Key:%s,name:%s)时发生异常,异常信息:多类别基础资料实际指向基础资料不明！"
	textBadValue    = "ResolveFiled_InnerEx解析字段(Key:%s,name:%s)时发生异常，异常信息:%s"
	textDuplicate   = "违反字段唯一性要求：编码唯一。[%s]在当前系统中已经被使用。"
	textNoProperty  = "实体不存在此属性！[EntityType：%s，Property：%s]"
	textNoForm      = "标识为\"%s\"的业务对象不存在，或者被删除"
	textNoField     = "元数据中标识为%s的字段不存在"
	textBadFilter   = "当前查询串无法解析--%s"
	textNetControl  = "“demo”使用业务单据：“%s”业务操作-“[%s-修改]”冲突，请稍候再使用。"
)

// Invented texts: it is known that the server refuses, not in which words.
const (
	inventedClosedPeriod = "单据日期校验不通过：单据日期“%s”早于库存组织的关账日期“%s”，已关账期间不允许录入单据！"
	inventedBadBaseData  = "字段“%s”的值“%s”在基础资料中不存在或已禁用"
	inventedNotFound     = "未找到编号为“%s”的单据"
	inventedNoRows       = "单据体“%s”没有分录，至少录入一行"
	inventedSubmitted    = "单据审核中，不允许修改"
	inventedUnAudit      = "只有已审核的数据才允许反审核！"
	inventedCancel       = "只有审核中的数据才允许撤销！"
	inventedDelete       = "只有暂存、创建和重新审核的数据才允许删除！" // by analogy with submit
	inventedRefused      = "数据校验未通过"
	inventedCallLimit    = "调用次数超过限制"
	inventedRepeat       = "重复的JSON数据包"
	inventedLocked       = "用户密码错误次数过多，已被锁定"
	inventedAllotBill    = "该业务对象不支持分配"
	inventedAllotWhat    = "分配的基础资料内码和目标组织内码不能为空"
	inventedAllotDraft   = "只有已审核的数据才允许分配！"
	inventedAllotOrg     = "目标组织“%s”不存在"
	inventedNoEntry      = "分录内码“%d”不存在"
)

// sprintf lets tables hold formats without vet asking for constants.
func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func mustHead(title string) string { return fmt.Sprintf("字段“%s”是必填项", title) }

func mustEntry(entry string, row int, title string) string {
	return fmt.Sprintf("单据体“%s”第%d行字段“%s”是必填项", entry, row, title)
}

// ofBill is how the server begins a text about one bill.
func ofBill(number, title, text string) string {
	return fmt.Sprintf("单据编号为“%s”的%s，%s", number, title, text)
}
