package saas

import (
	"strings"
	"testing"
)

func TestRepairs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ value, want, codes string }{
		{"{{LAST_SYNC_TIME datetime}}", "{{LAST_SYNC_TIME|datetime}}", "pipe"},
		{"F>='{{LAST_SYNC_TIME dateTime}}' and x", "F>='{{LAST_SYNC_TIME|dateTime}}' and x", "pipe"},
		{"CURRENT_TIME date", "CURRENT_TIME|date", "pipe"},
		{"{{created_time date |}}", "{{created_time|date |}}", "pipe"},
		{"function {{a}}/{{b}}", "_function {{a}}/{{b}}", "underscore"},
		{
			"_function case findCollection find F from S where N={{n}} endFind when true then 1 else 0 end",
			"_function case _findCollection find F from S where N={{n}} _endFind when true then 1 else 0 end", "underscore",
		},
		{"findCollection find F from S where N={outer_no}", "_findCollection find F from S where N={{outer_no}}", "underscore,single-braces"},
		{"{outer_no}", "{{outer_no}}", "single-braces"},
		{"{{outer_no}", "{{outer_no}}", "half-braces"},
		{"NO{{id}}-{name}}", "NO{{id}}-{{name}}", "half-braces"},
		{"｛｛shop_id｝｝", "{{shop_id}}", "wide-braces"},
		{"_function case when {{a}}&gt;=1 then 1 else 0 end", "_function case when {{a}}>=1 then 1 else 0 end", "entity"},
		{"_function case ‘{{a}}’ when ‘x’ then 1 end", "_function case '{{a}}' when 'x' then 1 end", "quotes"},
		{"_function\u00a0{{a}}*1", "_function {{a}}*1", "spaces"},
		{
			`mongoQuery S findField=content.F where={"content.A":{"$in":["x`,
			`_mongoQuery S findField=content.F where={"content.A":{"$in":["x"]}}`, "underscore,json-closed",
		},
		// What is whole stays as it is.
		{"XSTHD01_SYS", "XSTHD01_SYS", ""},
		{"a function of {{x}}", "a function of {{x}}", ""},
		{"${system.x}", "${system.x}", ""},
		{"{{created_time|date|}}", "{{created_time|date|}}", ""},
		{"_function concat('{a}', \"‘\")", "_function concat('{{a}}', \"‘\")", "single-braces"},
		{`_mongoQuery S findField=content.F where={"content.A":{"$eq":"{{x}}"}}`, `_mongoQuery S findField=content.F where={"content.A":{"$eq":"{{x}}"}}`, ""},
		{"A&amp;B", "A&amp;B", ""},
		{"物料　编码", "物料　编码", ""},
	} {
		got, found := mended(c.value)
		var codes []string
		for _, n := range found {
			codes = append(codes, n.Code)
		}
		if got != c.want || strings.Join(codes, ",") != c.codes {
			t.Errorf("%s\nis     %s (%s)\nwanted %s (%s)", c.value, got, strings.Join(codes, ","), c.want, c.codes)
		}
		if again, _ := mended(got); again != got {
			t.Errorf("%s is mended twice: %s", got, again)
		}
	}
}

func TestBraces(t *testing.T) {
	t.Parallel()
	words := newVocabulary()
	words.bare = true
	words.learn("as_id", "remark", "items.sku_id", "items.qty", "6940373023933")
	for _, c := range []struct{ value, want, certainty string }{
		{"as_id", "{{as_id}}", high},
		{"items_qty", "{{items_qty}}", high},
		{"items.new_field", "{{items.new_field}}", high},
		{"items_receive_date", "{{items_receive_date}}", high},
		{"some_field", "{{some_field}}", low},
		{"other.name", "{{other.name}}", low},
		{"shopName", "{{shopName}}", low},
		{"bfn_num", "{{bfn_num}}", high},
		{"LAST_SYNC_TIME|datetime", "{{LAST_SYNC_TIME|datetime}}", high},
		{"LAST_SYNC_TIME000", "{{LAST_SYNC_TIME}}000", high},
		{"created_time|date|", "{{created_time|date|}}", high},
		{"售后单as_id", "售后单{{as_id}}", low},
		{"F>='LAST_SYNC_TIME|dateTime'", "F>='{{LAST_SYNC_TIME|dateTime}}'", low},
		{"F>='LAST_SYNC_TIME dateTime' and G='as_id date'", "F>='{{LAST_SYNC_TIME|dateTime}}' and G='{{as_id}} date'", low},
		{"_function concat('pre_',as_id,'_end')", "_function concat('pre_',{{as_id}},'_end')", high},
		{"_function if(as_id>1,'remark','x')", "_function if({{as_id}}>1,'{{remark}}','x')", high},
		{"_function locate(left('x',1),'note')", "_function locate(left('x',1),'{{note}}')", low},
		{"6940373023933", "{{6940373023933}}", low},
		{"_function items.qty*price/1.13", "_function {{items.qty}}*{{price}}/1.13", high},
		{"_function round(abs(items_qty), 2)", "_function round(abs({{items_qty}}), 2)", high},
		{"_function case when status like '%x%' then null else true end", "_function case when {{status}} like '%x%' then null else true end", high},
		{"_function case 'as_id' when 'items' then 'A' else 'B' end", "_function case '{{as_id}}' when 'items' then 'A' else 'B' end", high},
		{"_function case when 'grade'='A' then 'x' else 'y' end", "_function case when '{{grade}}'='A' then 'x' else 'y' end", low},
		{"_function date_add(created, interval 1 day)", "_function date_add({{created}}, interval 1 day)", high},
		{"_function FROM_UNIXTIME('created|timestamp')", "_function FROM_UNIXTIME('{{created|timestamp}}')", high},
		{
			"_function case _findCollection find F from S where N=items.sku_id _endFind when true then 'remark' else '' end",
			"_function case _findCollection find F from S where N={{items.sku_id}} _endFind when true then '{{remark}}' else '' end", high,
		},
		{"_findCollection find F from S where A=as_id B=100 C='X' D=true", "_findCollection find F from S where A={{as_id}} B=100 C='X' D=true", high},
		{"_findCollection find F from S where ShopCode=ShopCode", "_findCollection find F from S where ShopCode={{ShopCode}}", high},
		{"_findCollection find F from S where A=ShopCode", "_findCollection find F from S where A={{ShopCode}}", low},
		{`_mongoQuery S findField=content.F where={"content.shop_name":{"$in":["as_id","X1"]}}`, `_mongoQuery S findField=content.F where={"content.shop_name":{"$in":["{{as_id}}","X1"]}}`, high},
		// Constants stay.
		{"100", "100", ""},
		{"BD_OwnerOrg", "BD_OwnerOrg", ""},
		{"XSTHD01_SYS", "XSTHD01_SYS", ""},
		{"PRE001", "PRE001", ""},
		{"true", "true", ""},
		{"SW002", "SW002", ""},
		{"FMaterialId", "FMaterialId", ""},
		{"2024-01-01", "2024-01-01", ""},
		{"1234567890123", "1234567890123", ""},
		{"{{as_id}}", "{{as_id}}", ""},
		{"", "", ""},
		{"_function '2023-06-06'", "_function '2023-06-06'", ""},
	} {
		got, certainty := words.restore(c.value)
		if got != c.want || certainty != c.certainty {
			t.Errorf("%s\nis     %s (%s)\nwanted %s (%s)", c.value, got, certainty, c.want, c.certainty)
		}
	}
}

// Where other values have their braces, a bare word is a constant; in an
// expression it can only be a field.
func TestBracesAreNotAddedWhereTheyAre(t *testing.T) {
	t.Parallel()
	words := newVocabulary()
	words.learn("as_id")
	if got, _ := words.restore("as_id"); got != "as_id" {
		t.Errorf("a constant became %s", got)
	}
	if got, _ := words.restore("_function as_id+1"); got != "_function {{as_id}}+1" {
		t.Errorf("a field in an expression is %s", got)
	}
}
