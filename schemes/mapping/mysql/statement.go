package mysql

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dolthub/vitess/go/vt/sqlparser"
)

// near is the part of the parser's message that means something to a person
// who has not seen the statement it was given.
func near(err error) string {
	_, token, ok := strings.Cut(strings.TrimSpace(err.Error()), " near ")
	if n, err := strconv.Atoi(strings.TrimPrefix(strings.Trim(token, "'"), ":v")); err == nil && strings.Contains(token, ":v") {
		return fmt.Sprintf(" near {{value}} number %d", n+1)
	}
	if ok {
		return " near " + token
	}
	return " at its end"
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
