package connectorstest

// checks are all there are, in the order of a first acquaintance.
func checks() []check {
	return []check{
		{"the account is let in", letIn},
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
		{"writes: what was saved is found", foundAgain},
		{"writes: broken answers hide no document", hiddenDocuments},
		{"writes: approving twice is approving once", approving},
		{"writes: lost approvals are made again", lostApprovals},
		{"writes: taking back twice is taking back once", takingBack},
		{"writes: what was saved is read back", readBack},
		{"telling off carries its delay", tellingOff},
		{"telling off by a proxy carries a delay", toldOffByProxy},
		{"dead credentials are renewed once", renewing},
		{"refused accounts are unauthorized", shutOut},
		{"a call that is given up stops", givingUp},
		{"a call that takes too long stops", timingOut},
		{"what cannot be reached was not sent", unreachable},
		{"no secret is shown", secrets},
	}
}
