"""The workbook that an official corrects: hand it out, preview it, apply it.

A preview does all that applying does, inside a transaction that is rolled back, so that
what is shown is what will happen.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import attrs
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from dafeng.base.errors import BadInputError, DafengError
from dafeng.base.findings import Finding, Severity
from dafeng.plan.workbook import ReviewReading, Row, Verdict, read_review, review_sheets
from dafeng.sheets import RowAt, read_workbook, workbook_bytes
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.convert import facts_of
from dafeng.web.plans.facts import Facts, same_facts
from dafeng.web.plans.models import (
    ACCEPTED,
    LIVE,
    Act,
    ActKind,
    Plan,
    Proposal,
    ProposalKind,
    ProposalState,
    ReviewWorkbook,
)
from dafeng.web.plans.rows import review_rows, row_facts, row_kind
from dafeng.web.plans.selectors.proposals import proposals_of, snapshot, stamp_of
from dafeng.web.plans.services.deciding import (
    Addition,
    accepted_state,
    addition_create,
    begin,
    decide,
    facts_write,
    parts_create,
)
from dafeng.web.plans.wording import error_words

NOTE_SYNTHETIC = "示例数据(合成)"
PROTECTED = (ProposalState.SPLIT, ProposalState.REJECTED)


@attrs.frozen(kw_only=True)
class Change:
    """What one row of the workbook does; ``before`` is None for an addition."""

    place: str
    key: str
    kind: ProposalKind
    verb: str
    before: Facts | None
    after: Facts


@attrs.frozen(kw_only=True)
class WorkbookResult:
    """What a workbook does or did; rows with an error do nothing."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    unchanged: int


def workbook_of(plan: Plan) -> bytes:
    """The review workbook of a plan: every live object, with decision and stamp."""
    live = {
        kind: proposals_of(plan, kind).filter(state__in=LIVE) for kind in ProposalKind
    }
    note = NOTE_SYNTHETIC if plan.synthetic else ""
    sheets = review_sheets(review_rows(live), note=note)
    return workbook_bytes(sheets, title=plan.title)


@transaction.atomic
def workbook_keep(*, plan: Plan, by: User, name: str, content: bytes) -> ReviewWorkbook:
    """Keep an uploaded workbook so that it can be previewed and applied.

    Raises
    ------
    BadInputError
        It is no .xlsx, or a broken one.
    """
    require(by, "plans.plan.workbook", plan)
    _read(name, content)
    kept = ReviewWorkbook(
        plan=plan,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
    kept.file.save(name, ContentFile(content), save=False)
    kept.save()
    audit.record(
        by=by,
        action="plans.plan.workbook_upload",
        target=plan,
        data={"workbook": kept.pk, "name": name, "sha256": kept.sha256},
    )
    return kept


def workbook_preview(*, workbook: ReviewWorkbook, by: User) -> WorkbookResult:
    """Say what the workbook would do; nothing is changed."""
    require(by, "plans.plan.workbook", workbook.plan)
    with transaction.atomic():
        act = begin(plan=workbook.plan, kind=ActKind.WORKBOOK, by=by)
        result = _run(act, _kept_reading(workbook))
        transaction.set_rollback(True)
    return result


@transaction.atomic
def workbook_apply(*, workbook: ReviewWorkbook, by: User) -> WorkbookResult:
    """Do what the workbook says, in one act that one undo takes back.

    Raises
    ------
    BadInputError
        ``workbook.applied``: it was applied before.
    """
    require(by, "plans.plan.workbook", workbook.plan)
    held = ReviewWorkbook.objects.select_for_update().get(pk=workbook.pk)
    if held.act_id is not None:
        msg = f"{held.name} was applied before."
        raise BadInputError(msg, code="workbook.applied")
    act = begin(plan=held.plan, kind=ActKind.WORKBOOK, by=by, note=held.name)
    result = _run(act, _kept_reading(held))
    held.act = act
    held.save(update_fields=["act"])
    audit.record(
        by=by,
        action="plans.plan.workbook",
        target=held.plan,
        data={
            "act": act.pk,
            "workbook": held.pk,
            "changes": [[change.verb, change.key] for change in result.changes],
            "findings": len(result.findings),
        },
    )
    return result


def _kept_reading(workbook: ReviewWorkbook) -> ReviewReading:
    with workbook.file.open("rb") as stream:
        return _read(workbook.name, stream.read())


def _read(name: str, content: bytes) -> ReviewReading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "workbook.xlsx")
        path.write_bytes(content)
        return read_review(read_workbook(path))


# Row by row ---------------------------------------------------------------------------


def _run(act: Act, reading: ReviewReading) -> WorkbookResult:
    changes: list[Change] = []
    findings = list(reading.findings)
    unchanged = 0
    groups: tuple[Sequence[Any], ...] = (
        reading.units,
        reading.projects,
        reading.targets,
        reading.tasks,
        reading.milestones,
    )
    for rows in groups:
        known = _known(act.plan, rows)
        for group in _same_key(rows):
            held = known.get(group[0].record.key or "")
            try:
                if held is not None and _leaves(group, held):
                    unchanged += 1
                    continue
                with transaction.atomic():
                    change = _row_run(act, group, held)
            except (DafengError, ValidationError) as error:
                findings.append(_finding(group[0], error))
                continue
            if change is None:
                unchanged += 1
            else:
                changes.append(change)
    return WorkbookResult(
        changes=tuple(changes), findings=tuple(findings), unchanged=unchanged
    )


def _same_key(rows: Iterable[RowAt[Row]]) -> list[list[RowAt[Row]]]:
    groups: dict[str, list[RowAt[Row]]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row.record.key or f" {number}", []).append(row)
    return list(groups.values())


def _known(plan: Plan, rows: Sequence[RowAt[Row]]) -> dict[str, Proposal]:
    """Objects of a sheet by key, read at once; what earlier sheets did is in them."""
    if not rows:
        return {}
    found = proposals_of(plan, row_kind(rows[0].record))
    return {one.key: one for one in found}


def _leaves(group: Sequence[RowAt[Row]], held: Proposal) -> bool:
    """Whether the workbook leaves an object as it is: most rows say nothing new."""
    if len(group) > 1:
        return False
    row = group[0].record
    if row.verdict is Verdict.REJECT:
        return held.state == ProposalState.REJECTED
    if row.verdict is not Verdict.OPEN and held.state not in ACCEPTED:
        return False
    return same_facts(facts_of(held), row_facts(row))


def _row_run(
    act: Act, group: Sequence[RowAt[Row]], held: Proposal | None
) -> Change | None:
    first = group[0].record
    kind = row_kind(first)
    if not first.key:
        return _add(act, group[0], kind)
    if held is None:
        msg = f"The plan has no {kind.value} numbered {first.key}."
        raise BadInputError(msg, code="row.unknown_key", key=first.key)
    if len(group) > 1:
        return _split(act, group, held)
    return _decide_row(act, group[0], held)


def _add(act: Act, row: RowAt[Row], kind: ProposalKind) -> Change | None:
    if row.record.verdict is not Verdict.CONFIRM:
        return None
    made = addition_create(act, Addition(kind=kind, facts=row_facts(row.record)))
    return _change(row, made, "add", None)


def _split(act: Act, group: Sequence[RowAt[Row]], held: Proposal) -> Change | None:
    _check_stamp(group[0].record, held)
    before = facts_of(held)
    parts = [row_facts(row.record) for row in group]
    parts_create(act, held, parts)
    decide(act, held, ProposalState.SPLIT)
    return _change(group[0], held, "split", before)


def _decide_row(act: Act, row: RowAt[Row], held: Proposal) -> Change:
    """Do what a row asks for; that it asks for something is known."""
    before, after = facts_of(held), row_facts(row.record)
    changed = not same_facts(before, after)
    verdict = row.record.verdict
    if verdict is Verdict.OPEN:
        msg = f"{held.key} was edited but is not marked 确认."
        raise BadInputError(msg, code="row.not_confirmed", key=held.key)
    if verdict is Verdict.REJECT:
        _check_stamp(row.record, held)
        decide(act, held, ProposalState.REJECTED)
        return _change(row, held, "reject", before)
    _check_stamp(row.record, held)
    earlier = snapshot(held)
    if changed:
        facts_write(held, before | after)
    decide(act, held, accepted_state(held), before=earlier)
    return _change(row, held, "correct" if changed else "confirm", before)


def _check_stamp(row: Row, held: Proposal) -> None:
    """Refuse a row whose object was decided on the site after the download."""
    if held.state in PROTECTED or (row.stamp and row.stamp != stamp_of(held)):
        msg = f"{held.key} was decided on the site after this workbook was made."
        raise BadInputError(msg, code="row.stale", key=held.key)


def _change(
    row: RowAt[Row], proposal: Proposal, verb: str, before: Facts | None
) -> Change:
    return Change(
        place=row.place,
        key=proposal.key,
        kind=proposal.KIND,
        verb=verb,
        before=before,
        after=facts_of(proposal),
    )


def _finding(row: RowAt[Row], error: DafengError | ValidationError) -> Finding:
    if isinstance(error, DafengError):
        code, rule = error.code, error_words(error)
    else:
        code, rule = "row.invalid", " ".join(error.messages)
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=row.place,
        value=row.record.key or "",
        rule=rule,
        hint="",
    )
