package mask

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"请联系 13812345678 王先生", "请联系 138****78 王先生"},
		{"tel:+8613812345678.", "tel:+86****78."},
		{"tel:0086-13812345678.", "tel:008****78."},
		{"139 1234 5678/0571-88886666", "139****78/057****66"},
		{"o_13812345678", "o_138****78"},
		{"20240113812345678", "20240113812345678"},     // an order number
		{"1381234567890123456", "1381234567890123456"}, // an order number
		{"SF1234567890", "SF1234567890"},
		{"2026-11-21 10:20:30", "2026-11-21 10:20:30"},
		{"", ""},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%q: %q, wanted %q", c.in, got, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"names", `{"receiver_name":"张三丰","buyer_nick":"tb_1"}`, `{"receiver_name":"张**","buyer_nick":"t**"}`},
		{
			"telephones", `{"receiver_mobile":"13812345678","FTel":"0571-88886666","phone":"110"}`,
			`{"receiver_mobile":"138****78","FTel":"057****66","phone":"***"}`,
		},
		{"numbers", `{"receiver_phone":13812345678,"o_id":13812345678}`, `{"receiver_phone":"***","o_id":13812345678}`},
		{
			"addresses", `{"receiver_address":"杭州市西湖区1号","FReceiveAddress":"x"}`,
			`{"receiver_address":"***","FReceiveAddress":"***"}`,
		},
		{
			"Chinese names", `{"收货人":"李四","联系电话":"13812345678","备注":"电话13912345678"}`,
			`{"收货人":"李**","联系电话":"138****78","备注":"电话139****78"}`,
		},
		{
			"below", `{"receiver":{"city":"杭州","tags":["a"],"no":1,"vip":true}}`,
			`{"receiver":{"city":"杭**","tags":["a**"],"no":"***","vip":true}}`,
		},
		{"order and digits", `{"z":1.10,"a":[{"qty":3.00}],"m":null,"e":""}`, `{"z":1.10,"a":[{"qty":3.00}],"m":null,"e":""}`},
		{"JSON in a text", `{"data":"{\"buyer_id\":\"b1\",\"n\":2}"}`, `{"data":"{\"buyer_id\":\"b**\",\"n\":2}"}`},
		{
			"other words", `{"title":"衣服","hotel":"A","status":"a<b","FStockTelligence":"x"}`,
			`{"title":"衣服","hotel":"A","status":"a<b","FStockTelligence":"x"}`,
		},
		{"not an object", `["13812345678"]`, `["138****78"]`},
		{"not JSON", `cut 13812345678`, `"cut 138****78"`},
		{"nothing", ``, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := string(JSON(json.RawMessage(c.in))); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

// Whatever stands around it and wherever it is put, a telephone number is not shown.
func TestTelephonesAreNeverShown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(t, "number")
		before := rapid.StringMatching(`[a-z电话 :,"{\[]{0,8}`).Draw(t, "before")
		after := rapid.StringMatching(`[a-z， .}\]"]{0,8}`).Draw(t, "after")
		content, err := json.Marshal(map[string]any{"remark": []string{before + number + after}})
		if err != nil {
			t.Fatal(err)
		}
		masked := JSON(content)
		if strings.Contains(string(masked), number) || !json.Valid(masked) {
			t.Fatalf("%s became %s", content, masked)
		}
	})
}

// Masking never breaks a document.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"a":"13812345678"}`, `[1,{"buyer":[null,"x"]}]`, `"{\"a\":1}"`, `}{`, `1 2`, `{"v":1},"w":{}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		once := JSON(json.RawMessage(in))
		if in != "" && !json.Valid(once) {
			t.Fatalf("%q became %q, which is not JSON", in, once)
		}
	})
}
