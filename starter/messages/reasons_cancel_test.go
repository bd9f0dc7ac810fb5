package messages_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/starter/messages"
)

func TestCancellationsAreSaidInChinese(t *testing.T) {
	t.Parallel()
	chinese, english := messages.New(messages.Chinese), messages.New(messages.English)
	for reason, want := range map[string]string{
		"the source cancelled it after the target had it: 作废":                                "目标系统已有它之后，源系统取消了它：作废",
		"the source took its cancellation back":                                              "源系统收回了取消",
		"cancelled by hand: 已删除":                                                             "人工取消：已删除",
		"the source cancelled it, and TK1 is no longer at the target; cancelled because: 作废": "源系统取消了它，目标系统中也已没有 TK1；取消原因：作废",
		"the source cancelled it, and the target has it as TK1, approved: undo it there, then retry or skip this one; cancelled because: 作废": "源系统取消了它，" +
			"而目标系统中已有 TK1（已审核）：请在那里撤回，然后重试或跳过这一张；取消原因：作废",
		"the source cancelled it, and the target has it as TK1: undo it there, then retry or skip this one; cancelled because: 作废": "源系统取消了它，" +
			"而目标系统中已有 TK1：请在那里撤回，然后重试或跳过这一张；取消原因：作废",
		"the source cancelled it, and somebody has taken TK1 further there, it is handed in: see to it there, then retry or skip this one; " +
			"cancelled because: 作废": "源系统取消了它，而目标系统中已有人处理了 TK1，现为审核中：请在那里处理，然后重试或跳过这一张；取消原因：作废",
		"the source cancelled it, and somebody has changed TK1 there, it is over 20 and was over 10.5: see to it there, then retry or skip this one; " +
			"cancelled because: 作废": "源系统取消了它，而目标系统中已有人修改了 TK1，金额现为 20，原为 10.5：请在那里处理，然后重试或跳过这一张；取消原因：作废",
		"the source cancelled it; TK1 was taken back at the target and is to be deleted; cancelled because: 作废": "源系统取消了它；目标系统中的 TK1 已反审核，即将删除；取消原因：作废",
		"the source cancelled it: its bill TK1 was deleted at the target; cancelled because: 作废":                "源系统取消了它：它的单据 TK1 已在目标系统中删除；取消原因：作废",
		"the source cancelled it (作废), and TK1 could not be taken back at the target, where it is as it was: no": "源系统取消了它（作废），" +
			"而目标系统中的 TK1 无法反审核，保持原样：no",
		"the source cancelled it (作废), and TK1 was taken back at the target, where it is not approved any more, but not deleted: no": "源系统取消了它（作废），" +
			"目标系统中的 TK1 已反审核，但没有删除：no",
		"the source has it again, whose bill was deleted because it was cancelled; it is saved as a new one": "因取消而删除了目标单据之后，源系统又有了它；按新单据保存",
		"the source has it again, whose bill was deleted at the target because it was cancelled: retry saves it as a new one, or skip it": "因取消而在目标系统删除了单据之后，" +
			"源系统又有了它：重试则按新单据保存，或跳过",
		"TK1 was deleted at the target, because the source had cancelled it and took that back too late: it is saved as a new one": "TK1 因源系统取消已在目标系统删除，" +
			"收回取消时已来不及：按新单据保存",
		"its bill with id 100 was deleted at the target: it is saved as a new one": "它的单据（内码 100）已在目标系统中删除：按新单据保存",
		"scheme x: target.onCancel: undo needs a target that can delete documents; wangdiantong trade_push cannot: use raise": "方案 x：" +
			"target.onCancel: undo 要求目标系统能删除单据；wangdiantong trade_push 不能：请用 raise",
		"scheme x: target.onChange: recreate needs a target that can delete documents; wangdiantong trade_push cannot: use keep or update": "方案 x：" +
			"target.onChange: recreate 要求目标系统能删除单据；wangdiantong trade_push 不能：请用 keep 或 update",
	} {
		if got := chinese.Reason(reason); got != want {
			t.Errorf("%s\n got %s\nwant %s", reason, got, want)
		}
		if got := english.Reason(reason); got != reason {
			t.Errorf("in English it becomes %s", got)
		}
	}
}
