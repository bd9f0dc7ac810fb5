package wangdiantong

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// windowed are the parameters of an API that is read by windows.
func windowed(about string, more ...connectors.Field) []connectors.Field {
	window := []connectors.Field{
		field("datetime", startTime, "开始时间", about+",两端闭合;不填由同步窗口给出"),
		field("datetime", endTime, "结束时间", "同上"),
	}
	return paged(slices.Concat(window, more)...)
}

func paged(more ...connectors.Field) []connectors.Field {
	return slices.Concat(more, []connectors.Field{
		field("int", pageNo, "页号", "从0开始;由连接器填写"),
		field("int", pageSize, "分页大小", "不超过接口的最大值"),
	})
}

func shopRequest() []connectors.Field {
	return paged(
		field("string", "shop_no", "店铺编号", ""),
		field("int", "platform", "平台ID", "127:其它"),
	)
}

func shopResponse() []connectors.Field {
	return []connectors.Field{
		field("int", "platform_id", "平台ID", "127:其它"),
		field("int", "sub_platform_id", "子平台ID", ""),
		field("string", "shop_id", "店铺ID", ""),
		field("string", "shop_no", "店铺编号", ""),
		field("string", "shop_name", "店铺名称", ""),
		field("string", "account_id", "平台授权账号ID", ""),
		field("string", "account_nick", "平台授权账号昵称", ""),
		field("string", "province", "省", ""),
		field("string", "city", "市", ""),
		field("string", "district", "区/县", ""),
		field("string", "address", "地址", ""),
		field("string", "contact", "联系人", ""),
		field("string", "telno", "电话", ""),
		field("string", "mobile", "移动电话", ""),
		field("string", "zip", "邮编", ""),
		field("string", "email", "email", ""),
		field("string", "remark", "备注", ""),
	}
}

func warehouseRequest() []connectors.Field {
	return paged(
		field("string", "warehouse_no", "仓库编号", "不支持一次查询多个"),
		field("int", "type", "仓库类型", "1:普通仓库,11:奇门仓储,12:旺店通仓储,127:其它;不传返回全部类型"),
		field("int", "sub_type", "子类型", ""),
	)
}

func warehouseResponse() []connectors.Field {
	return []connectors.Field{
		field("string", "warehouse_no", "仓库编号", ""),
		field("string", "name", "仓库名称", ""),
		field("int", "warehouse_type", "仓库类型", "1:普通仓库,11:奇门仓储,12:旺店通仓储,127:其它"),
		field("string", "ext_warehouse_no", "外部仓库编号", ""),
		field("string", "province", "省", ""),
		field("string", "city", "市", ""),
		field("string", "district", "区/县", ""),
		field("string", "address", "仓库地址", ""),
		field("string", "contact", "联系人", ""),
		field("string", "telno", "电话", ""),
		field("string", "mobile", "移动电话", ""),
		field("string", "zip", "邮编", ""),
		field("int", "is_defect", "是否是残次仓", "0:不是,1:是"),
		field("string", "remark", "备注", ""),
		field("string", "prop1", "自定义1", ""),
		field("string", "prop2", "自定义2", ""),
		field("datetime", "modified", "最后修改时间", ""),
	}
}

func goodsRequest() []connectors.Field {
	return windowed("按最后修改时间,间隔不超过30天",
		field("string", "spec_no", "商家编码", "指定后不必给时间段"),
		field("string", "goods_no", "货品编号", "指定后不必给时间段"),
		field("string", "brand_no", "品牌编号", ""),
		field("string", "class_name", "分类名称", ""),
		field("string", "barcode", "条码", ""),
	)
}

func goodsResponse() []connectors.Field {
	return []connectors.Field{
		field("string", "goods_id", "货品id", ""),
		field("string", "goods_no", "货品编号", ""),
		field("string", "goods_name", "货品名称", ""),
		field("string", "short_name", "货品简称", ""),
		field("string", "brand_no", "品牌编号", ""),
		field("string", "brand_name", "品牌名称", ""),
		field("string", "class_name", "分类名称", ""),
		field("string", "unit_name", "基本单位", ""),
		field("int", "deleted", "是否删除", ""),
		field("datetime", "modified", "最后修改时间", ""),
		field("array", "spec_list", "单品列表节点", ""),
		field("string", "spec_list.spec_id", "规格id", ""),
		field("string", "spec_list.spec_no", "商家编码", ""),
		field("string", "spec_list.spec_code", "规格码", ""),
		field("string", "spec_list.spec_name", "规格名称", ""),
		field("string", "spec_list.barcode", "主条码", ""),
		field("decimal", "spec_list.retail_price", "零售价", ""),
		field("decimal", "spec_list.weight", "重量", ""),
	}
}
