package reconcile

import (
	"slices"
)

// Listed is how many of the documents that differ are kept by name.
const Listed = 200

// Kept is a comparison as it is kept: of what differs it lists the first.
type Kept struct {
	Result

	Kinds map[Kind]int `json:"kinds"` // how many differ in each way
}

// Differ is how many documents differ.
func (k Kept) Differ() int {
	all := 0
	for _, n := range k.Kinds {
		all += n
	}
	return all
}

func kept(r Result) Kept {
	k := Kept{Result: r, Kinds: map[Kind]int{}}
	for _, d := range r.Differences {
		k.Kinds[d.Kind]++
	}
	k.cut()
	return k
}

func (k *Kept) cut() { k.Differences = k.Differences[:min(Listed, len(k.Differences))] }

// add puts the result of another stretch to it.
func (k *Kept) add(o Kept) {
	k.Rows += o.Rows
	k.Documents += o.Documents
	k.LeftOut += o.LeftOut
	k.Found += o.Found
	k.Overtaken += o.Overtaken
	k.Agree += o.Agree
	k.Unexplained += o.Unexplained
	if o.Amounts != nil {
		k.addAmounts(*o.Amounts)
	}
	for kind, n := range o.Kinds {
		k.Kinds[kind] += n
	}
	k.Differences = append(k.Differences, o.Differences...)
	slices.SortStableFunc(k.Differences, byKind)
	k.cut()
}

func (k *Kept) addAmounts(o Amounts) {
	if k.Amounts == nil {
		k.Amounts = &Amounts{Title: o.Title}
	}
	k.Amounts.Source, k.Amounts.Target = k.Amounts.Source.Add(o.Source), k.Amounts.Target.Add(o.Target)
	k.Amounts.Difference = k.Amounts.Source.Sub(k.Amounts.Target)
}

// disown takes out what seemed to be too much at the target, and is the document
// of another stretch.
func (k *Kept) disown(carried seen) {
	k.Differences = slices.DeleteFunc(k.Differences, func(d Difference) bool {
		owned := d.Kind == Extra && carried.numbers[digest(d.Number)]
		if owned {
			k.Kinds[Extra]--
			if !d.Explained {
				k.Unexplained--
			}
		}
		return owned
	})
}
