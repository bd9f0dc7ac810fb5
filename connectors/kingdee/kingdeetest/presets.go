package kingdeetest

// seedPresets is what a fresh installation has. XSXSTHD is a bill type that an
// integration's customer made for itself.
func (s *Server) seedPresets() {
	s.Seed("ORG_Organizations", named("100", "总公司"), named("101", "分公司"))
	s.Seed("BOS_BillType",
		named("XSTHD01_SYS", "标准销售退货单"), named("XSTHD06_SYS", "现销退货单"), named("XSXSTHD", "线上销售退货单"),
		named("TLD01_SYS", "标准退料单"))
	s.Seed("BD_Currency", named("PRE001", "人民币"))
	s.Seed("BD_RateType", named("HLTX01_SYS", "固定汇率"))
	s.Seed("BD_UNIT", named("Pcs", "个"))
	s.Seed("BD_StockStatus", named("KCZT01_SYS", "可用"))
	s.Seed("BOS_ASSISTANTDATA_DETAIL", named("THLX01_SYS", "退货"))
	for _, empty := range []string{"BD_Customer", "BD_Supplier", "BD_MATERIAL", "BD_STOCK"} {
		s.base(empty)
	}
}

func named(number, name string) map[string]any {
	return map[string]any{"FNumber": number, "FName": name}
}
