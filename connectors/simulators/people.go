package simulators

import (
	"fmt"
	"math/rand/v2"
)

// name is a Chinese name, made up.
func name(r *rand.Rand) string {
	return pick(r, surnames()) + pick(r, givenNames())
}

// phone is recognisably nobody's.
func phone(r *rand.Rand) string { return fmt.Sprintf("1380000%04d", r.IntN(10_000)) }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func surnames() []string {
	return []string{"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "欧阳", "司马"}
}

func givenNames() []string {
	return []string{"伟", "芳", "秀英", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "娟", "子涵", "雨桐", "浩然", "㛃"}
}

func carriers() []string {
	return []string{"顺丰速运", "中通快递", "圆通速递", "韵达快递", "京东物流"}
}

func reasons() []string {
	return []string{"七天无理由退换货", "质量问题", "发错货", "尺码不合适", "与描述不符", "不想要了"}
}

func ordinaryRemarks() []string {
	return []string{"", "", "客户已寄回", "包装完好，可二次销售", "外包装破损", "请尽快处理"}
}

// oddRemarks are the ones that break engines that splice text into expressions.
func oddRemarks() []string {
	return []string{
		`客户说"颜色不对"，it's not what I ordered`,
		`照片在 C:\退货\2025\照片.jpg`,
		`模板 }} 在这里结束，又从 {{remark}} 开始`,
		`'; DROP TABLE refunds;-- 备注`,
		"好评😀👍🏽 已寄回",
		"第一行\n第二行\t有制表符",
		`%s %d <b>加粗</b> & 其它 ${x}`,
	}
}
