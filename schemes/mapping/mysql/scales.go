package mysql

import "errors"

var errLocale = errors.New("format knows the locale en_US only")

func scaleOfFirst(r *run, args []node) kind { return numericKind(r, args[0]) }

// roundedScale is that of ROUND: what is asked for; a whole number stays one.
func roundedScale(r *run, args []node) kind {
	k := scaleOfFirst(r, args)
	if len(args) == 1 || k.class != exact {
		k.scale = 0
		return k
	}
	if v, err := args[1].eval(r); err == nil && v != nil {
		digits, err := r.whole(v)
		if err == nil {
			k.scale = int32(max(min(digits, deepest), 0))
		}
	}
	return k
}

func modScale(r *run, args []node) kind { return arithmetic{"%", args[0], args[1]}.kind(r) }

func widest(r *run, args []node) kind { return together(r, args) }
