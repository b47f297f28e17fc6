"""What the house keeps about a score or a figure, as far as a person may see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from dafeng.proofs import (
    RUN,
    Backing,
    Paper,
    What,
    Words,
    input_anchor,
    return_anchor,
    task_anchor,
)
from dafeng.web.assessment.convert import input_rows
from dafeng.web.assessment.models import (
    AssessmentRun,
    Decree,
    DecreeState,
    TargetStanding,
    UnitScore,
)
from dafeng.web.assessment.selectors.proof_parts import (
    hand,
    known_hands,
    moment,
    papers_named,
    papers_of,
    plain_value,
    target_backing,
    unseen_report,
)
from dafeng.web.core.models import User
from dafeng.web.office.models import Letter
from dafeng.web.office.selectors.letters import letters_for
from dafeng.web.plans.models import GroupMember, PlanUnit
from dafeng.web.work.models import Evidence, Report, Task, TaskMove
from dafeng.web.work.selectors.evidence import evidence_for
from dafeng.web.work.selectors.reports import reports_for
from dafeng.web.work.selectors.tasks import tasks_visible_to
from dafeng.web.work.services.evidence import evidence_path

REPORT_NAMED = re.compile(r"报送#(\d+)")
DIGEST = 64


@attrs.frozen(kw_only=True)
class TargetOwners:
    """Whose a target's figure is: the district's, and the units' that answer for it."""

    paths: tuple[str, ...]

    def owner_paths(self) -> Iterable[str]:
        """Paths of all of them."""
        return self.paths


def owners_of_target(run: AssessmentRun, standing: TargetStanding) -> TargetOwners:
    """Who may carry the chain of a target's figure away as its own."""
    names = [name for name, _role in standing.duties]
    units = PlanUnit.objects.filter(plan=run.plan_id, name__in=names)
    named = units.filter(organisation__isnull=False)
    groups = GroupMember.objects.filter(group__in=units)
    paths = {
        run.organisation.path,
        *named.values_list("organisation__path", flat=True),
        *groups.values_list("organisation__path", flat=True),
    }
    return TargetOwners(paths=tuple(sorted(paths)))


def is_sealed(run: AssessmentRun) -> bool:
    """Whether there is something to prove: a draft still changes."""
    return len(run.seal) == DIGEST


# What backs a score or a figure -------------------------------------------------------


def backings_of_score(
    user: User, run: AssessmentRun, score: UnitScore
) -> list[Backing]:
    """Everything behind the points of a unit."""
    subjects = list(dict.fromkeys(point["subject"] for point in score.points))
    standings = run.standings.filter(key__in=subjects).select_related(
        "target__plan", "target__clause", "target__decided_by__organisation"
    )
    view = _View(user=user, run=run)
    return [
        view.of_run(),
        *view.of_standings(standings),
        *view.of_tasks(subjects),
        *view.of_returns(score, subjects),
    ]


def backings_of_target(
    user: User, run: AssessmentRun, standing: TargetStanding
) -> list[Backing]:
    """Everything behind a target's figure."""
    view = _View(user=user, run=run)
    return [view.of_run(), *view.of_standings([standing])]


@attrs.frozen(kw_only=True)
class _View:
    """The records of a house as one person sees them, at the time of a freeze."""

    user: User
    run: AssessmentRun

    def of_run(self) -> Backing:
        run = self.run
        hands = (
            hand("计算", "made by", run.made_by),
            hand("冻结", "frozen by", run.frozen_by, approves=True),
        )
        return Backing(
            backs=RUN,
            what=What.SEAL,
            name=f"result-{run.pk}",
            record={
                "id": run.pk,
                "period": run.period,
                "scheme": run.scheme,
                "status": run.status,
                "seal": run.seal,
                "made_at": moment(run.made_at),
                "frozen_at": moment(run.frozen_at),
                "reason": run.reason,
            },
            words=Words(
                zh=f"考核结果 {run.period} {run.scheme}，{moment(run.frozen_at)} 冻结",
                en=f"result {run.period} {run.scheme}, frozen {moment(run.frozen_at)}",
            ),
            hands=known_hands(hands),
        )

    def of_standings(self, standings: Iterable[TargetStanding]) -> Iterator[Backing]:
        rows = list(standings)
        decrees = self._decrees([row.target_id for row in rows])
        reports = self._reports_named(rows)
        for row in rows:
            if row.target is not None:
                yield target_backing(
                    row.target, tuple(decrees.get(row.target_id or 0, ()))
                )
            for one in input_rows(row):
                anchor = input_anchor(one.series, one.period, one.scope)
                named = REPORT_NAMED.search(one.evidence)
                report = reports.get(int(named[1])) if named else None
                if report is not None:
                    yield attrs.evolve(self._report(report), backs=anchor)
                elif papers := papers_named(one.evidence):
                    yield unseen_report(anchor, one.evidence, papers)

    def of_tasks(self, subjects: Iterable[str]) -> Iterator[Backing]:
        wanted = list(subjects)
        refs = {one.partition("/")[0] for one in wanted}
        year = Q(year=int(self.run.period[:4])) | Q(year=None)
        rows = tasks_visible_to(self.user).filter(
            year, plan=self.run.plan_id, parent=None, clause__ref__in=refs
        )
        moves = TaskMove.objects.select_related("by").order_by("pk")
        seen = Prefetch("reports", self._reports(), to_attr="reports_seen")
        rows = rows.select_related("clause", "lead").prefetch_related(
            Prefetch("moves", moves), self._papers(), seen
        )
        known: dict[str, Task] = {}
        for task in rows.order_by("number"):
            ref = task.clause.ref if task.clause is not None else ""
            known.setdefault(ref, task)
            known[f"{ref}/{task.number}"] = task
        for subject in wanted:
            if subject in known:
                found = self._task(known[subject])
                yield attrs.evolve(found, backs=task_anchor(subject))

    def of_returns(
        self, score: UnitScore, subjects: Iterable[str]
    ) -> Iterator[Backing]:
        """Reports that the unit owed; ``subject`` is form and period."""
        if score.organisation is None:
            return
        owed = [one.rpartition(":") for one in subjects if ":" in one]
        rows = self._reports().filter(
            unit=score.organisation,
            round__period__in={period for _f, _c, period in owed},
        )
        for report in rows:
            at = (report.duty.form, report.round.period)
            if at in {(form, period) for form, _c, period in owed}:
                anchor = return_anchor(score.unit, *at)
                yield attrs.evolve(self._report(report), backs=anchor)

    # The records themselves -----------------------------------------------------------

    def _reports(self) -> QuerySet[Report]:
        return (
            reports_for(self.user)
            .select_related(
                *("confirmed_by__organisation", "verified_by__organisation"),
                "filled_by__organisation",
            )
            .prefetch_related("figures", self._papers())
            .order_by("pk")
        )

    def _papers(self) -> Prefetch[Any]:
        """Evidence that stood when the result was frozen."""
        frozen = self.run.frozen_at or timezone.now()
        standing = Q(withdrawn_at=None) | Q(withdrawn_at__gt=frozen)
        rows = Evidence.objects.filter(standing, added_at__lte=frozen)
        seen = evidence_for(self.user).values("pk")
        rows = rows.filter(pk__in=seen).select_related("added_by__organisation")
        return Prefetch("evidence", rows.order_by("pk"), to_attr="papers_seen")

    def _reports_named(self, rows: Iterable[TargetStanding]) -> Mapping[int, Report]:
        text = " ".join(
            str(one["evidence"])
            for row in rows
            for one in row.inputs
            if one["evidence"]
        )
        named = {int(number) for number in REPORT_NAMED.findall(text)}
        return self._reports().in_bulk(sorted(named)) if named else {}

    def _report(self, report: Report) -> Backing:
        said = f"{report.duty.form} {report.round.period}"
        unit = report.unit.name_zh
        return Backing(
            what=What.REPORT,
            name=f"report-{report.pk}",
            record={
                "id": report.pk,
                "form": report.duty.form,
                "period": report.round.period,
                "unit": unit,
                "state": report.state,
                "version": report.version,
                "due_on": str(report.due_on),
                "first_received_on": plain_value(report.first_received_on),
                "percent": plain_value(report.percent),
                "figures": [
                    {
                        "series": one.series,
                        "value": plain_value(one.value),
                        "unit": one.unit,
                        "answer": one.answer,
                    }
                    for one in report.figures.all()
                ],
            },
            words=Words(zh=f"报送 {said} {unit}", en=f"report {said} {unit}"),
            papers=papers_of(report),
            hands=known_hands(
                (
                    hand("填报", "filled in by", report.filled_by),
                    hand("确认", "confirmed by", report.confirmed_by, approves=True),
                    hand("核实", "verified by", report.verified_by, approves=True),
                )
            ),
        )

    def _task(self, task: Task) -> Backing:
        moves = list(task.moves.all())
        return Backing(
            what=What.TASK,
            name=f"task-{task.pk}",
            record={
                "number": task.number,
                "title": task.title,
                "year": task.year,
                "lead": task.lead.name_zh,
                "state": task.state,
                "percent": plain_value(task.percent),
                "verified": task.verified,
                "due_on": str(task.due_on),
                "moves": [
                    {
                        "act": move.act,
                        "before": move.before,
                        "after": move.after,
                        "at": moment(move.at),
                        "by": None if move.by is None else move.by.display_name,
                    }
                    for move in moves
                ],
            },
            words=Words(
                zh=f"任务 {task.number} {task.title}",
                en=f"task {task.number} {task.title}",
            ),
            papers=papers_of(task),
            below=tuple(self._report(one) for one in task.reports_seen),  # type: ignore[attr-defined]
        )

    def _decrees(self, targets: Iterable[int | None]) -> dict[int, list[Backing]]:
        rows = Decree.objects.filter(
            target__in=[one for one in targets if one is not None],
            state=DecreeState.APPROVED,
            issued_on__lte=self.run.as_of,
        ).select_related("entered_by__organisation", "approved_by__organisation")
        found: dict[int, list[Backing]] = {}
        for row in rows.order_by("issued_on", "pk"):
            found.setdefault(row.target_id, []).append(self._decree(row))
        return found

    def _decree(self, row: Decree) -> Backing:
        return Backing(
            what=What.LETTER,
            name=f"decree-{row.pk}",
            record={
                "number": row.number,
                "issued_on": str(row.issued_on),
                "value": str(row.value),
                "unit": row.unit,
                "comparator": row.comparator,
                "year": row.year,
                "base_year": row.base_year,
                "path": row.path,
            },
            words=Words(
                zh=f"上级下达：{row.number}，{row.issued_on}",
                en=f"handed down by {row.number} of {row.issued_on}",
            ),
            papers=tuple(self._letter_papers(row.number)),
            hands=known_hands(
                (
                    hand("登记", "entered by", row.entered_by),
                    hand("复核", "agreed by", row.approved_by, approves=True),
                )
            ),
        )

    def _letter_papers(self, number: str) -> Iterator[Paper]:
        """The file of the letter in the register, if the person may read letters."""
        rows = Letter.objects.filter(number=number, hands_down=True)
        seen = set(letters_for(self.user).filter(number=number).values_list("pk"))
        for letter in rows.exclude(file_sha256="").order_by("pk"):
            yield Paper(
                name=letter.file_name,
                sha256=letter.file_sha256,
                path=evidence_path(letter.file_sha256)
                if (letter.pk,) in seen
                else None,
                words=Words(
                    zh=f"来文 {letter.register_number} {letter.file_name}",
                    en=f"letter {letter.register_number} {letter.file_name}",
                ),
            )


def files_size(backings: Iterable[Backing]) -> int:
    """Bytes of the files of evidence that would be enclosed."""
    paths = {
        paper.path
        for one in backings
        for paper in (*one.papers, *(p for below in one.below for p in below.papers))
        if paper.path is not None
    }
    return sum(path.stat().st_size for path in paths if path.is_file())
