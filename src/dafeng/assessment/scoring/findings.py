"""What a reader should know beside the scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dafeng.assessment.exemptions import in_force, report_names
from dafeng.assessment.records import State
from dafeng.assessment.schemes.records import Assesses
from dafeng.assessment.schemes.rules import ItemsRule
from dafeng.assessment.scoring.docket import DISTRICT
from dafeng.assessment.scoring.items import Verdict, judgement_of, measured_outcome
from dafeng.assessment.scoring.marks import has_evidence
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from dafeng.assessment.records import Exemption
    from dafeng.assessment.schemes.rules import SchemeItem
    from dafeng.assessment.scoring.docket import Docket


def scoring_findings(docket: Docket) -> tuple[Finding, ...]:
    """Return what is odd in a case, in one order whatever the order of its rows."""
    found = [
        *_validity(docket),
        *_owners(docket),
        *_units(docket),
        *_evidence(docket),
        *_exemptions(docket),
        *_judgements(docket),
    ]
    return tuple(sorted(found, key=lambda f: (f.code, f.place, f.value)))


def _validity(docket: Docket) -> Iterator[Finding]:
    scheme, day = docket.scheme, docket.case.as_of
    if not scheme.in_force(day):
        yield Finding(
            code="scheme.not_in_force",
            severity=Severity.WARNING,
            place=scheme.id,
            value=str(day),
            rule=f"The scheme holds from {scheme.effective_from} to "
            f"{scheme.effective_to or 'further notice'}.",
            hint="Choose a scheme that holds on the day of the assessment.",
        )


def _owners(docket: Docket) -> Iterator[Finding]:
    if docket.scheme.assesses is Assesses.DISTRICT:
        return
    bodies = [(e.goal.id, e.goal.clause, e.answers) for e in docket.goals]
    bodies += [(e.work.id, e.work.clause, e.answers) for e in docket.works]
    for name, clause, who in bodies:
        if not who:
            yield Finding(
                code="assessment.no_owner",
                severity=Severity.WARNING,
                place=clause,
                value=name,
                rule="Every target and task has a unit that answers for it.",
                hint="Name the units: until then it counts for nobody.",
            )


def _units(docket: Docket) -> Iterator[Finding]:
    known = {unit.name for unit in docket.case.units}
    for name in sorted(docket.answering - known):
        yield Finding(
            code="assessment.unit_unlisted",
            severity=Severity.INFO,
            value=name,
            rule="Every unit that answers stands in the list of units.",
            hint="It is scored as kind other. Add it to the list, or correct its name.",
        )


def _evidence(docket: Docket) -> Iterator[Finding]:
    for entry in docket.goals:
        one = entry.standing
        if one is None or one.value is None or has_evidence(one.evidence):
            continue
        if one.state is not State.UNKNOWN and not entry.aside:
            yield Finding(
                code="assessment.no_evidence",
                severity=Severity.WARNING,
                place=entry.goal.clause,
                value=entry.goal.id,
                rule="A figure names the paper that it comes from.",
                hint="Name the evidence; where the scheme asks for it the figure earns "
                "nothing until then.",
            )


def _exemptions(docket: Docket) -> Iterator[Finding]:
    """Tell of every exemption that frees nobody from anything in the period."""
    subjects = list(_subjects(docket))
    used = {
        docket.exemptions.of_unit(unit, *names)
        for names, units in subjects
        for unit in units
    }
    known = {name for names, _ in subjects for name in names}
    in_its_time = in_force(docket.case.exemptions, docket.roster)
    for row in dict.fromkeys(docket.case.exemptions):
        if row not in in_its_time:
            yield _out_of_time(row, docket)
        elif row.subject not in known:
            yield _unused(
                row,
                rule="An exemption names a target, a task, a form or an item of the "
                "case.",
                hint="Correct the name, or take the exemption out.",
            )
        elif row not in used:
            yield _unused(
                row,
                rule="An exemption frees somebody who answers for the subject.",
                hint="The unit does not answer for it, or another exemption frees it "
                "already. Correct the unit, or take the exemption out.",
            )


def _subjects(
    docket: Docket,
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the names of each subject, and who would be judged by it."""
    whole = docket.scheme.assesses is Assesses.DISTRICT
    for name, answers in (
        *((entry.goal.id, entry.answers) for entry in docket.goals),
        *((entry.work.id, entry.answers) for entry in docket.works),
    ):
        units = tuple(answer.unit for answer in answers)
        yield (name,), (DISTRICT,) if whole else units
    for _, item in _items(docket):
        yield (item.id,), (DISTRICT,)
    for report in docket.case.returns:
        yield report_names(report), docket.roster.expand(report.unit)


def _out_of_time(row: Exemption, docket: Docket) -> Finding:
    since, until = row.valid_from or "--", row.valid_to or "--"
    return _unused(
        row,
        rule=f"An exemption holds on the last day of the period, {docket.roster.day}.",
        hint=f"This one holds from {since} to {until}, so it changes nothing. Have it "
        "approved for the day, or take it out.",
    )


def _unused(row: Exemption, rule: str, hint: str) -> Finding:
    return Finding(
        code="assessment.exemption_unused",
        severity=Severity.WARNING,
        place=row.unit,
        value=row.subject,
        rule=rule,
        hint=hint,
    )


def _judgements(docket: Docket) -> Iterator[Finding]:
    items = {item.id: (rule, item) for rule, item in _items(docket)}
    if not items:
        return
    for word in docket.case.judgements:
        if word.item not in items:
            yield Finding(
                code="assessment.judgement_unknown",
                severity=Severity.WARNING,
                value=word.item,
                rule=f"A judgement names an item of the scheme {docket.scheme.id}.",
                hint=f"Items are: {', '.join(items)}.",
            )
        elif not word.document.strip():
            yield Finding(
                code="assessment.judgement_without_paper",
                severity=Severity.WARNING,
                place=word.item,
                value=word.by,
                rule="A judgement without a paper does not count.",
                hint="Name the paper that says so.",
            )
    for rule, item in items.values():
        yield from _conflict(rule, item, docket)


def _conflict(rule: ItemsRule, item: SchemeItem, docket: Docket) -> Iterator[Finding]:
    word = judgement_of(item.id, docket)
    if word is None:
        return
    said = Verdict.MET if word.met else Verdict.MISSED
    shown = measured_outcome(item, rule, docket).verdict
    if shown not in (said, Verdict.UNKNOWN):
        yield Finding(
            code="assessment.judgement_conflict",
            severity=Severity.WARNING,
            place=item.id,
            value=f"{said} / {shown}",
            rule="The department's word and the figures say the same.",
            hint="The word counts. Ask the department, or check the figures.",
        )


def _items(docket: Docket) -> Iterator[tuple[ItemsRule, SchemeItem]]:
    for rule in docket.scheme.rules:
        if isinstance(rule, ItemsRule):
            for item in rule.items:
                yield rule, item
