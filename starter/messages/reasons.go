package messages

import (
	"regexp"
	"strings"
)

// reason is a form in which the engine writes why a document stands where it
// stands. The named groups of the pattern are the placeholders of the message.
type reason struct {
	pattern *regexp.Regexp
	id      string
}

// reasons: the store has one language, English, so that a reason can be
// counted and searched; people have two. What a system answered is in its own
// words and stays so.
func reasons() []reason {
	form := func(pattern, id string) reason { return reason{regexp.MustCompile(pattern), id} }
	const answer = `(?: \((?:code (?P<Code>[^,)]+))?(?:, )?(?:field (?P<Field>[^)]+))?\))?(?:: |$)` // the system's own words follow
	return []reason{
		form(`^part of document (?P<Document>.+)$`, "reason.part"),
		form(`^the source changed it after it had become part of document (?P<Document>.+), which has it as it was: `+
			`where the target has that one, see to it there and skip this one; where not, retry that one`, "reason.apart"),
		form(`^it is taken apart, for a row it was made of has changed: its rows are merged anew$`, "reason.remerged"),
		form(`^the source changed it after it was sent; the new content is kept beside what was sent`, "reason.beside"),
		form(`^the source changed it after it was delivered; it is carried again$`, "reason.renewed"),
		form(`^the source changed it while it was being sent; it is carried as it is now$`, "reason.caughtup"),
		form(`^(?P<Number>\S+) is approved at the target as it was, and the scheme keeps what was delivered \(target\.onChange\): see to it there, then skip this one$`, "reason.approved"),
		form(`^the target has it as it was: see to it there, then skip this one`, "reason.therestill"),
		form(`^the source cancelled it after the target had it: (?P<Why>.+)$`, "reason.cancelled"),
		form(`^the source took its cancellation back$`, "reason.uncancelled"),
		form(`^cancelled by hand: (?P<Why>.+)$`, "reason.revoked"),
		form(`^the source has it again, whose bill was deleted because it was cancelled; it is saved as a new one$`, "reason.returned"),
		form(`^the source has it again, whose bill was deleted at the target because it was cancelled: retry saves it as a new one, or skip it$`, "reason.again_there"),
		form(`^(?P<Number>\S+) was deleted at the target, because the source had cancelled it and took that back too late: it is saved as a new one$`, "reason.toolate"),
		form(`^the source cancelled it, and the target has it as (?P<Number>.+?)(?:, (?P<Status>approved|handed in|a draft))?: undo it there, then retry or skip this one; cancelled because: (?P<Why>.+)$`, "reason.raised"),
		form(`^the source cancelled it, and somebody has taken (?P<Number>\S+) further there, it is (?P<Status>approved|handed in|a draft): see to it there, then retry or skip this one; cancelled because: (?P<Why>.+)$`, "reason.further"),
		form(`^the source cancelled it, and somebody has changed (?P<Number>\S+) there, it is over (?P<There>\S+) and was over (?P<Here>\S+): see to it there, then retry or skip this one; cancelled because: (?P<Why>.+)$`, "reason.touched"),
		form(`^the source cancelled it, and (?P<Number>\S+) is no longer at the target; cancelled because: (?P<Why>.+)$`, "reason.nothingleft"),
		form(`^the source cancelled it; (?P<Number>\S+) was taken back at the target and is to be deleted; cancelled because: (?P<Why>.+)$`, "reason.undoing"),
		form(`^the source cancelled it: its bill (?P<Number>\S+) was deleted at the target; cancelled because: (?P<Why>.+)$`, "reason.undone"),
		form(`^the source cancelled it \((?P<Why>.+)\), and (?P<Number>\S+) could not be taken back at the target, where it is as it was: (?P<Detail>.+)$`, "reason.notundone"),
		form(`^the source cancelled it \((?P<Why>.+)\), and (?P<Number>\S+) was taken back at the target, where it is not approved any more, but not deleted: (?P<Detail>.+)$`, "reason.halfundone"),
		form(`^its bill with id (?P<ID>\S+) was deleted at the target: it is saved as a new one$`, "reason.recreated"),
		form(`target\.onCancel: undo needs a target that can delete documents; (?P<Target>.+) cannot: use raise$`, "reason.cannotundo"),
		form(`target\.onChange: recreate needs a target that can delete documents; (?P<Target>.+) cannot: use keep or update$`, "reason.cannotrecreate"),
		form(`; by the scheme it would now be skipped: (?P<Why>.+)$`, "reason.wouldskip"),
		form(`; it could not be read now: (?P<Why>.+)$`, "reason.unreadable"),
		form(`^it cannot be merged with the others of its group: (?P<Why>.+)$`, "reason.unmerged"),
		form(`^what it would be merged into is there already: (?P<Detail>.+); see that it is not booked twice, then skip it$`, "reason.merged"),
		form(`^it is at the target as (?P<Number>\S+), but not allotted: (?P<Why>.+)$`, "reason.unallotted"),
		form(`^it is at the target as (?P<Number>\S+), but not handed over: (?P<Why>.+)$`, "reason.unhanded"),
		form(`^several rows of (?P<Collection>\S+) belong to it as (?P<Field>.+), and they differ: documents (?P<First>.+) and (?P<Other>.+)$`, "reason.several"),
		form(`^more than (?P<Most>\d+) rows of (?P<Collection>\S+) belong to it as (?P<Field>.+)$`, "reason.toomany"),
		form(`^not at the target: it is saved again$`, "reason.again"),
		form(`target\.onChange: update needs a target that takes the same document again, or changes one it has; (?P<Target>.+) does not: use keep$`, "reason.unchangeable"),
		form(`^it was to be changed at the target, which left (?P<Number>\S+) as it was: (?P<Why>.+)$`, "reason.unrecalled"),
		form(`^it was to be changed at the target, where (?P<Number>\S+) stands as it was, and not approved: (?P<Why>.+)$`, "reason.unchanged"),
		form(`^its bill (?P<Number>\S+) was to be deleted at the target, because it was not approved: (?P<Why>.+); and that was refused: (?P<Detail>.+)$`, "reason.undeleted"),
		form(`^its bill (?P<Number>\S+) was deleted at the target, because it was not approved: (?P<Why>.+)$`, "reason.withdrawn"),
		form(`target\.onRefused: delete needs a target that can delete documents; (?P<Target>.+) cannot: use keep$`, "reason.undeletable"),
		form(`^(?P<Number>\S+) is no longer at the target: it is saved as a new one$`, "reason.anew"),
		form(`^the target has it as (?P<Number>\S+), as it is now: it is asked how far it is$`, "reason.asked"),
		form(`^the save was sent or about to be sent when the worker stopped$`, "reason.stopped"),
		form(`^number (?P<Number>.+) is taken at the target by the bill of document (?P<Document>.+): `+
			`see that nothing is booked twice or left out; this one needs a number of its own, or that bill has to be deleted there; `+
			`then retry or skip$`, "reason.taken"),
		form(`^(?P<Number>\S+) was saved and is no longer at the target: see who deleted it, then retry or skip it$`, "reason.deleted"),
		form(`^its bill (?P<Number>\S+) is over (?P<There>\S+) at the target, and this document is over (?P<Here>\S+): correct it there and retry, or skip this one$`, "reason.otherwise"),
		form(`^number (?P<Number>.+) is taken at the target by a bill over (?P<There>\S+), and this document is over (?P<Here>\S+): `+
			`see whose it is; if it is this document as it was before, delete it there; then retry or skip$`, "reason.takenover"),
		form(`^number (?P<Number>.+) is taken at the target, and no bill of that number is to be seen there: `+
			`see whether an organisation has it that the account may not see, and whose it is; then retry or skip$`, "reason.unseen"),
		form(`; the bill that has it is looked for$`, "reason.lookedfor"),
		form(`; the target cannot be asked whether it arrived: see there, and say what you found \(starter resolve\)$`, "reason.unasked"),
		form(`^it was changed at the target, and its amount there is still to be compared: (?P<Why>.+)$`, "reason.uncompared"),
		form(`^the target has it as (?P<Number>\S+), and would keep of it (?P<Fields>.+), which are empty now: `+
			`change it there and skip this one, or have it made anew there \(target\.onChange: recreate\) and retry$`, "reason.kept"),
		form(`^the target has it as (?P<Number>.+), and as (?P<Other>.+) it would be there a second time: `+
			`let it be numbered as before and retry, or see to .+ there and skip this one$`, "reason.renumbered"),
		form(` rejected`+answer, "reason.rejected"),
		form(` unauthorized`+answer, "reason.unauthorized"),
		form(` throttled`+answer, "reason.throttled"),
		form(` unavailable`+answer, "reason.unavailable"),
		form(` outcome unknown`+answer, "reason.unknown"),
		form(` number already used`+answer, "reason.duplicate"),
		form(`(?P<Who>(?:^|: )\S+ [A-Z0-9_]+(?: \S+)?) not found`+answer, "reason.notfound"),
		form(`(?P<Who>(?:^|: )\S+ [A-Z0-9_]+(?: \S+)?) unsupported`+answer, "reason.unsupported"),
	}
}

// Reason says in the printer's language why something is as it is: a stored
// reason, or what is wrong with a scheme, a document or a test, each line by
// itself. What is not ours to say stays as it is.
func (p *Printer) Reason(text string) string {
	if p.Language == English || p.book == nil {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = p.line(line)
	}
	return strings.Join(lines, "\n")
}

func (p *Printer) line(text string) string {
	in := interpreter{p.book(), map[string]heard{}, p.rest}
	if said, ok := in.say(text); ok {
		return said
	}
	return p.rest(text)
}

// rest says the parts of a text that are ours, where the whole is no sentence.
func (p *Printer) rest(text string) string {
	for _, r := range p.reasons {
		if at := r.pattern.FindStringSubmatchIndex(text); at != nil {
			text = text[:at[0]] + p.Text(r.id, p.found(r, text, at)...) + text[at[1]:]
		}
	}
	return p.refusal(text)
}

// found are the placeholders; the one named Why is a reason itself.
func (p *Printer) found(r reason, text string, at []int) []any {
	var pairs []any
	for i, name := range r.pattern.SubexpNames() {
		if name == "" {
			continue
		}
		value := ""
		if from, to := at[2*i], at[2*i+1]; from >= 0 {
			value = text[from:to]
		}
		if name == "Why" {
			value = p.Reason(value)
		}
		pairs = append(pairs, name, value)
	}
	return pairs
}
