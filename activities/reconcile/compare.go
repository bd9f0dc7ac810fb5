package reconcile

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// chunk is how many documents the target is asked for at once.
const chunk = 50

// comparison is one under way.
type comparison struct {
	scheme *schemes.Scheme
	target target
	result Result
	owners map[string]string // of numbers: the document that the scheme carries under it
	later  seen              // documents of stretches after this one
}

func (c *comparison) compare(ctx context.Context, documents []expected) error {
	asked := c.askable(documents)
	if c.target.reader != nil {
		c.result.Amounts = &Amounts{Title: c.scheme.Amounts.Title}
	}
	for some := range slices.Chunk(asked, chunk) {
		numbers := make([]string, len(some))
		for i, d := range some {
			numbers[i] = d.number
		}
		has, err := c.target.ask(ctx, numbers)
		if err != nil {
			return err
		}
		for _, d := range some {
			c.judge(d, has[d.number])
		}
	}
	return nil
}

// askable are the documents that the target can be asked for, each number once.
// Those that are carried come first, for a number is theirs; and where a target has
// what it was given last under a number, the last.
func (c *comparison) askable(documents []expected) []expected {
	c.owners = map[string]string{}
	if c.target.repeats {
		documents = slices.Clone(documents)
		slices.Reverse(documents)
	}
	var asked []expected
	for _, left := range []bool{false, true} {
		for _, d := range documents {
			if (d.skip != "") == left && c.askFor(d) {
				asked = append(asked, d)
			}
		}
	}
	return asked
}

func (c *comparison) askFor(d expected) bool {
	owner, taken := c.owners[d.number]
	taken = taken || d.number != "" && c.later.numbers[digest(d.number)]
	switch {
	case d.skip != "":
		c.result.LeftOut++
	default:
		c.result.Documents++
	}
	switch {
	case d.wrong != "":
		c.differ(d, Difference{Kind: Unread, Detail: d.wrong})
		return false
	case d.number == "" || taken && d.skip != "":
		return false
	case taken && c.target.repeats:
		c.result.Overtaken++
		return false
	case taken:
		c.differ(d, Difference{Kind: Shared, Detail: owner})
		return false
	}
	c.owners[d.number] = d.key
	return true
}

func (c *comparison) differ(d expected, as Difference) {
	as.Key, as.Number, as.parts = d.key, d.number, d.parts
	c.result.Differences = append(c.result.Differences, as)
}

// judge says how a document and what the target has of it differ; at most one way
// each, the worst.
func (c *comparison) judge(d expected, has found) {
	switch {
	case d.skip != "":
		if has.there {
			c.differ(d, Difference{Kind: Extra, Status: has.status, Detail: d.skip})
		}
		return
	case !has.there:
		c.differ(d, Difference{Kind: Missing, Source: c.missed(d)})
		return
	}
	c.result.Found++
	if c.amounts(d, has) || c.unfinished(d, has) {
		return
	}
	c.result.Agree++
}

// missed counts what the target does not have at all.
func (c *comparison) missed(d expected) *decimal.Decimal {
	if !d.priced {
		return nil
	}
	if c.result.Amounts != nil {
		c.result.Amounts.Source = c.result.Amounts.Source.Add(c.precise(d.amount, decimal.Decimal{}))
	}
	return &d.amount
}

// amounts says whether the amounts differ, or cannot be compared.
func (c *comparison) amounts(d expected, has found) bool {
	if c.target.reader == nil {
		return false
	}
	there, priced, err := c.scheme.TargetAmount(has.lines)
	if err != nil {
		c.differ(d, Difference{Kind: Unread, Status: has.status, Detail: err.Error()})
		return true
	}
	if !d.priced && !priced {
		return false
	}
	wanted := c.precise(d.amount, there)
	sums := c.result.Amounts
	sums.Source, sums.Target = sums.Source.Add(wanted), sums.Target.Add(there)
	if wanted.Equal(there) {
		return false
	}
	c.differ(d, Difference{Kind: kindOf(wanted, there), Source: &wanted, Target: &there, Status: has.status})
	return true
}

// kindOf: a bill that is there twice is read as one over twice the amount.
func kindOf(wanted, there decimal.Decimal) Kind {
	if !wanted.IsZero() && there.Mod(wanted).IsZero() && there.Div(wanted).GreaterThan(decimal.NewFromInt(1)) {
		return Doubled
	}
	return Amount
}

// precise is the source's amount as a bill has it: in cents, where the source may
// have less than one. What is no money, and a target that has less than a cent,
// too, are taken as they are.
func (c *comparison) precise(source, target decimal.Decimal) decimal.Decimal {
	if c.scheme.Amounts.Title != "" || !target.Equal(target.Round(2)) {
		return source
	}
	return source.Round(2)
}

// unfinished says whether the target has the document less far than the scheme
// takes it; one that does not say how far counts as far enough.
func (c *comparison) unfinished(d expected, has found) bool {
	wants := c.scheme.Target.Has
	short := wants(schemes.Audit) && has.status != connectors.Audited ||
		wants(schemes.Submit) && has.status == connectors.Draft
	if has.status == "" || !short {
		return false
	}
	c.differ(d, Difference{Kind: Unfinished, Status: has.status})
	return true
}
