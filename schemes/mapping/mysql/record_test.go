package mysql_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

// The golden file holds MariaDB's answers. To record them anew, with any server
// of version 10.10 or later:
//
//	go test ./schemes/mapping/mysql -run Record -oracle 'mariadb --socket=/path/to/socket'
var oracle = flag.String("oracle", "", "a command that runs SQL from its standard input, to record MariaDB's answers")

func TestRecord(t *testing.T) {
	t.Parallel()
	if *oracle == "" {
		t.Skip("no -oracle is given")
	}
	asked := questions()
	if err := os.WriteFile(goldenFile, goldenText(t, asked, ask(t, asked)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// header opens a session like that of a scheme: a text's collation is the
// nearest to MySQL 8's, the zone is Shanghai's and it is noon().
const header = `set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci; set time_zone='+08:00'; set timestamp=1709267400;
create database if not exists oracle; use oracle; create temporary table one (z int); insert into one values (1);
`

// ask puts the questions; an answer is the rest of a line after its number and
// a word. Only a statement with a table makes MariaDB forget warnings.
func ask(t *testing.T, asked []question) map[string]string {
	t.Helper()
	script := bytes.NewBufferString(header)
	for i, q := range asked {
		fmt.Fprintf(script, "select %d,'answer',(%s) from one;\nselect %d,'warned',@@warning_count<>0;\n", i, spelled(q), i)
	}
	command := strings.Fields(*oracle)
	options := []string{"--batch", "--skip-column-names", "--force", "--default-character-set=utf8mb4"}
	cmd := exec.CommandContext(t.Context(), command[0], append(command[1:], options...)...)
	cmd.Stdin = script
	out, err := cmd.Output()
	if len(out) == 0 {
		t.Fatal(err)
	}
	answers := map[string]string{}
	for _, line := range strings.Split(string(out), "\n") {
		if parts := strings.SplitN(line, "\t", 3); len(parts) == 3 {
			answers[parts[0]+parts[1]] = parts[2]
		}
	}
	return answers
}

// goldenText has a line for each question; one MariaDB refused has no answer.
func goldenText(t *testing.T, asked []question, answers map[string]string) []byte {
	t.Helper()
	file := bytes.NewBufferString("# MariaDB's answers: expression, values, answer, warned. record_test.go says how to record them.\n")
	for i, q := range asked {
		values, err := json.Marshal(q.values)
		if err != nil {
			t.Fatal(err)
		}
		answer, ok := answers[fmt.Sprint(i, "answer")]
		if !ok {
			answer = "ERROR"
		}
		fmt.Fprintf(file, "%s\t%s\t%s\t%v\n", q.text, values, answer, answers[fmt.Sprint(i, "warned")] == "1")
	}
	return file.Bytes()
}

// spelled writes the values into the text, as the SaaS does.
func spelled(q question) string {
	text := q.text
	for i := len(q.values) - 1; i >= 0; i-- {
		text = strings.ReplaceAll(text, ":"+mysql.Placeholder(i), literal(q.values[i]))
	}
	return text
}

func literal(v any) string {
	switch v := v.(type) {
	case mysql.Text:
		return "'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(string(v)) + "'"
	case nil:
		return "null"
	default:
		return fmt.Sprint(v)
	}
}
