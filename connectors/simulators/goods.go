package simulators

import "fmt"

// shop is a shop in 聚水潭 and, unless org is empty, a customer in 金蝶.
type shop struct {
	id   int
	name string
	site string
	org  string
}

func shops() []shop {
	return []shop{
		{10001, "官方旗舰店", "自有商城", "100"},
		{10002, "生活馆专营店", "自有商城", "100"},
		{10003, "抖音小店", "头条放心购", "101"},
		{10004, "微信小程序商城", "自有商城", "101"},
		{10005, "线下门店批发", "线下", "102"},
	}
}

// stranger is a shop that nobody has made a customer for.
func stranger() shop { return shop{19999, "新开的店", "自有商城", ""} }

func shopRows() []map[string]any {
	var rows []map[string]any
	for _, s := range append(shops(), stranger()) {
		rows = append(rows, map[string]any{
			"shop_id": s.id, "shop_name": s.name, "co_id": 10086, "shop_site": s.site, "shop_url": "",
			"created": "2023-01-03 09:43:26.487", "modified": "2023-01-03 09:43:26", "nick": fmt.Sprint("shop", s.id),
			"session_expired": "2099-01-01 00:00:00", "session_uid": "", "short_name": s.name, "group_id": 1, "group_name": "默认",
		})
	}
	return rows
}

// stock is a 分仓 in 聚水潭 (wms_co_id) and a 仓库 in 金蝶 of the same number.
type stock struct {
	id   int
	name string
}

func stocks() []stock {
	return []stock{{8001, "杭州一号仓"}, {8002, "广州二号仓"}, {8003, "成都退货仓"}}
}

// depot is a warehouse at 旺店通 and a 仓库 of organisation 101 in 金蝶.
type depot struct{ number, name string }

func depots() []depot { return []depot{{"WH101", "宁波成品仓"}, {"WH102", "苏州退供仓"}} }

// supplier is one at 旺店通 and, unless it is new, in 金蝶.
type supplier struct{ number, name string }

func suppliers() []supplier {
	return []supplier{{"SUP001", "杭州锦绣服饰厂"}, {"SUP002", "绍兴纺织有限公司"}, {"SUP003", "广州新塘牛仔厂"}, {"SUP004", "海宁皮革城三号铺"}}
}

// newSupplier is one that nobody has entered in 金蝶.
func newSupplier() supplier { return supplier{"SUP999", "新合作的工厂"} }

// good is a SKU in 聚水潭 and, unless it is missing there, a material in 金蝶.
type good struct {
	sku, style, name, variant string
	batched                   bool // 批号管理: 金蝶 refuses it without a batch
}

// goods are clothes in colours and sizes.
func goods() []good {
	styles := []string{"纯棉圆领T恤", "休闲直筒牛仔裤", "加绒连帽卫衣", "冰丝防晒衬衫", "轻薄羽绒马甲"}
	var all []good
	for i, style := range styles {
		for _, colour := range []string{"黑色", "白色", "藏青"} {
			for _, size := range []string{"M", "L", "XL"} {
				all = append(all, good{
					sku: fmt.Sprintf("C%d%02d", i+1, len(all)+1), style: fmt.Sprintf("C%d", i+1),
					name: style, variant: colour + ";" + size,
				})
			}
		}
	}
	return all
}

// batchedGoods are food and cosmetics.
func batchedGoods() []good {
	return []good{
		{"F101", "F1", "每日坚果混合装", "750g", true},
		{"F102", "F1", "每日坚果混合装", "1500g", true},
		{"F201", "F2", "有机燕麦片", "1kg", true},
		{"M101", "M1", "玻尿酸保湿面膜", "10片", true},
	}
}

// missingGood is sold before anyone has made a material of it.
func missingGood() good { return good{"N999", "N9", "新品体验装", "默认", false} }
