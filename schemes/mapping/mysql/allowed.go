package mysql

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"

	"github.com/dolthub/go-mysql-server/sql"
	"github.com/dolthub/go-mysql-server/sql/expression/function"
	"github.com/dolthub/vitess/go/vt/sqlparser"
)

// catalog is the engine's idea of a server: functions and nothing else. The
// embedded interface is nil, for an expression that passed allowed reaches no
// table, procedure or database.
type catalog struct {
	sql.Catalog
	functions map[string]sql.Function
}

func newCatalog() catalog {
	c := catalog{functions: map[string]sql.Function{}}
	registry := function.NewRegistry()
	for _, name := range functionNames() {
		c.functions[name] = registry[name]
	}
	for _, name := range []string{"curdate", "current_date"} {
		c.functions[name] = sql.FunctionN{Name: name, Fn: today}
	}
	return c
}

// today is the date of NOW(). The engine's own CURDATE() disregards the zone.
func today(args ...sql.Expression) (sql.Expression, error) {
	now, err := function.NewNow(args...)
	if err != nil {
		return nil, err
	}
	return function.NewDate(now), nil
}

// Function finds a function by its name in lower case.
func (c catalog) Function(_ *sql.Context, name string) (sql.Function, bool) {
	f, ok := c.functions[name]
	return f, ok
}

// AuthorizationHandler allows everything: there is nothing to protect.
func (c catalog) AuthorizationHandler() sql.AuthorizationHandler {
	return sql.NoopAuthorizationHandler{}
}

// functionNames are the functions of the language: those that compute a value
// from values. Whatever sleeps, locks, reads files or depends on chance is not
// among them.
func functionNames() []string {
	return strings.Fields(`
		if ifnull nullif coalesce isnull elt field find_in_set strcmp
		abs ceil ceiling floor round mod pow power sign sqrt
		concat concat_ws left right mid substr substring substring_index locate instr length char_length
		character_length lower lcase upper ucase lpad rpad ltrim rtrim replace repeat reverse space hex unhex
		md5 sha1 sha2 crc32 format
		now curdate current_date current_timestamp localtime localtimestamp
		date time datetime timestamp year month day dayofmonth dayofweek dayofyear hour minute second quarter
		week weekday last_day adddate subdate date_add date_sub datediff timediff timestampdiff date_format
		str_to_date unix_timestamp from_unixtime to_days time_to_sec time_format`)
}

// allowed refuses what is MySQL but not an expression over the document's
// values, and makes sure that each hole is exactly one place of the tree.
func (e *Engine) allowed(tree sqlparser.Expr, holes int) error {
	seen := map[string]int{}
	err := sqlparser.Walk(func(n sqlparser.SQLNode) (bool, error) {
		if v, ok := n.(*sqlparser.SQLVal); ok && v.Type == sqlparser.ValArg {
			seen[strings.TrimPrefix(string(v.Val), ":")]++
		}
		return true, e.allowedNode(n)
	}, tree)
	if err != nil {
		return err
	}
	for i := range holes {
		if seen[Placeholder(i)] != 1 {
			return errors.New("a {{value}} stands where no value can be")
		}
	}
	if len(seen) != holes {
		return errors.New("it has a placeholder of its own; write values as {{field}}")
	}
	return nil
}

func (e *Engine) allowedNode(n sqlparser.SQLNode) error {
	switch n := n.(type) {
	case *sqlparser.FuncExpr:
		return e.allowedFunction(n)
	case *sqlparser.Over: // a nil one is walked, too; allowedFunction has refused the others
		return nil
	case *sqlparser.ColName:
		return fmt.Errorf("%s is no value; write {{%s}} for a field or '%s' for text",
			sqlparser.String(n), sqlparser.String(n), sqlparser.String(n))
	case *sqlparser.ComparisonExpr:
		return allowedOperator(n.Operator)
	case *sqlparser.BinaryExpr:
		return allowedOperator(n.Operator)
	case *sqlparser.AndExpr, *sqlparser.OrExpr, *sqlparser.XorExpr, *sqlparser.NotExpr, *sqlparser.ParenExpr,
		*sqlparser.RangeCond, *sqlparser.IsExpr, *sqlparser.SQLVal, *sqlparser.NullVal, sqlparser.BoolVal,
		sqlparser.ValTuple, *sqlparser.UnaryExpr, *sqlparser.IntervalExpr, *sqlparser.TimestampFuncExpr,
		*sqlparser.ExtractFuncExpr, *sqlparser.CaseExpr, *sqlparser.ConvertExpr, *sqlparser.SubstrExpr,
		*sqlparser.TrimExpr, *sqlparser.When, *sqlparser.ConvertType, sqlparser.ColIdent, sqlparser.TableIdent,
		sqlparser.SelectExprs, *sqlparser.AliasedExpr, sqlparser.Exprs:
		return nil
	default:
		return fmt.Errorf("%s is not part of the language", sqlparser.String(n))
	}
}

func (e *Engine) allowedFunction(f *sqlparser.FuncExpr) error {
	name := f.Name.Lowered()
	if f.Over != nil || f.Distinct {
		return fmt.Errorf("%s over rows is not part of the language", name)
	}
	if _, ok := e.catalog.Function(nil, name); !ok {
		return fmt.Errorf("there is no function %s%s", name, suggest.DidYouMean(name, functionNames()))
	}
	return nil
}

func allowedOperator(operator string) error {
	if strings.Contains(strings.ToLower(operator), "regexp") || strings.Contains(operator, "->") {
		return fmt.Errorf("%s is not part of the language; use LIKE or LOCATE", operator)
	}
	return nil
}

// onlyExpression takes the one expression out of "select (…)" and refuses text
// that closes the parenthesis to say more than an expression.
func onlyExpression(statement sqlparser.Statement) (sqlparser.Expr, error) {
	errMore := errors.New("it is more than one expression")
	s, ok := statement.(*sqlparser.Select)
	if !ok || len(s.SelectExprs) != 1 || s.Where != nil || s.Having != nil || s.Into != nil || s.Limit != nil ||
		len(s.GroupBy) > 0 || len(s.OrderBy) > 0 || s.With != nil {
		return nil, errMore
	}
	e, ok := s.SelectExprs[0].(*sqlparser.AliasedExpr)
	if !ok || !e.As.IsEmpty() {
		return nil, errMore
	}
	if _, several := e.Expr.(sqlparser.ValTuple); several || !fromNothing(s.From) {
		return nil, errMore
	}
	return e.Expr, nil
}

func fromNothing(from sqlparser.TableExprs) bool {
	return len(from) == 0 || (len(from) == 1 && sqlparser.String(from[0]) == "dual")
}

// mayBeNull says whether an expression can lawfully have no result though all
// its values have one: it says NULL, or its cases do not cover everything.
func mayBeNull(tree sqlparser.Expr) bool {
	found := false
	visit := func(n sqlparser.SQLNode) (bool, error) {
		switch n := n.(type) {
		case *sqlparser.NullVal:
			found = true
		case *sqlparser.CaseExpr:
			found = found || n.Else == nil
		case *sqlparser.FuncExpr:
			found = found || slices.Contains([]string{"nullif", "elt"}, n.Name.Lowered())
		}
		return true, nil
	}
	return sqlparser.Walk(visit, tree) == nil && found
}
