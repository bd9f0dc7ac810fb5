package connectorstest

import "context"

// checks are all there are, in the order of a first acquaintance.
func checks() []check {
	return []check{
		{"the account is let in", asked(letIn)},
		{"tables of APIs are well formed", tables},
		{"limits make sense", limits},
		{"what is unknown is named", unknownNames},
		{"a page is one call", onePageOneCall},
		{"windows are read whole", wholeWindows},
		{"rows that move take none with them", movingRows},
		{"reads: refusals keep the words", refusedReads},
		{"reads: broken answers are errors", brokenReads},
		{"reads: rows of another shape are errors", reshapedReads},
		{"reads: another charset is no text", recodedReads},
		{"writes: outcomes match entries", outcomesMatch},
		{"writes: refusals keep the words", refusedWrites},
		{"writes: too many entries are not sent", tooMany},
		{"writes: lost answers are unknown", lostWrites},
		{"writes: what was overtaken is not sent", fenced},
		{"writes: what was saved is found", foundAgain},
		{"writes: broken answers hide no document", hiddenDocuments},
		{"writes: approving twice is approving once", approving},
		{"writes: lost approvals are made again", lostApprovals},
		{"writes: repeating a save changes nothing", repeating},
		{"writes: lost saves are made again", lostSaves},
		{"writes: allotting twice is allotting once", allotting},
		{"writes: refused allotments keep the words", refusedAllotments},
		{"writes: lost allotments are made again", lostAllotments},
		{"writes: taking back twice is taking back once", takingBack},
		{"writes: what was saved is read back", readBack},
		{"calls: what the system sends is taken", takenCalls},
		{"calls: what is sent again is known", repeatedCalls},
		{"calls: what is not proved is refused", strangers},
		{"calls: what is old is refused", staleCalls},
		{"calls: what is broken is refused", brokenCalls},
		{"calls: what is long is refused in few words", longCalls},
		{"calls: everything wrong is listed", wrongCalls},
		{"calls: refusals show no telephone number", discreetCalls},
		{"calls: other APIs are not called for", otherCalls},
		{"telling off carries its delay", tellingOff},
		{"telling off by a proxy carries a delay", asked(toldOffByProxy)},
		{"dead credentials are renewed once", renewing},
		{"refused accounts are unauthorized", shutOut},
		{"a call that is given up stops", asked(givingUp)},
		{"a call that takes too long stops", asked(timingOut)},
		{"what cannot be reached was not sent", asked(unreachable)},
		{"no secret is shown", secrets},
	}
}

// asked is a check of systems that we ask; there are some that only call us.
func asked(run func(context.Context, *sitting) error) func(context.Context, *sitting) error {
	return func(ctx context.Context, s *sitting) error {
		if s.bench.Server == nil {
			return skipped("nobody is asked: the system only calls us")
		}
		return run(ctx, s)
	}
}
