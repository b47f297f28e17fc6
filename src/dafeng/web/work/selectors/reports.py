"""Reading rounds and reports, scoped by what the person may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import attrs
from django.db.models import Count, Prefetch, Q, QuerySet

from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, but_names, within
from dafeng.web.work.models import (
    Evidence,
    Report,
    ReportFigure,
    ReportingDuty,
    ReportMove,
    Round,
    RoundStatus,
    Task,
)
from dafeng.work import ReportState

TO_FILL = (
    ReportState.OPEN.value,
    ReportState.DRAFT.value,
    ReportState.RETURNED.value,
)
"""States in which the officer has something to do."""
ANSWERED = (ReportState.CONFIRMED.value, ReportState.VERIFIED.value)
"""States in which the unit has answered."""


def _seen(user: Person, unit: str, asker: str) -> Q:
    paths = paths_where(user, "work.report.view")
    return within(unit, paths) | within(asker, paths)


def reports_for(user: Person) -> QuerySet[Report]:
    """Reports of one's own unit, of those below it, and those that one asked for."""
    seen = _seen(user, "unit__path", "round__organisation__path")
    return Report.objects.filter(seen).select_related(
        "round__organisation", "duty", "unit", "task", "filled_by"
    )


def reports_about(user: Person, task: Task) -> QuerySet[Report]:
    """Reports about a task as its page lists them, the newest first."""
    rows = reports_for(user).filter(task=task).select_related(None)
    rows = rows.select_related("round", "unit").order_by("-due_on")
    return rows.only(
        *("state", "percent", "round__period", "unit__name_zh", "unit__name_en")
    )


def report_for(user: Person, pk: int) -> Report | None:
    """One report with all that its page shows; None where the person may not see it."""
    rows = reports_for(user).select_related("task__plan", "confirmed_by", "verified_by")
    rows = rows.defer(*but_names("filled_by", "confirmed_by", "verified_by"))
    moves = ReportMove.objects.select_related("by").defer(*but_names("by"))
    papers = Evidence.objects.select_related("added_by").defer(*but_names("added_by"))
    # In their own order: that of their reports would be joined in as well.
    figures = ReportFigure.objects.order_by("pk")
    held = rows.prefetch_related(
        Prefetch("figures", figures),
        Prefetch("evidence", papers),
        Prefetch("moves", moves.order_by("pk")),
    )
    return held.order_by("pk").filter(pk=pk).first()


def reports_to_fill(user: Person) -> QuerySet[Report]:
    """What waits for the person's units, what is due first at the top."""
    paths = paths_where(user, "work.report.fill")
    rows = reports_for(user).filter(within("unit__path", paths), state__in=TO_FILL)
    return rows.order_by("due_on", "unit__path", "pk")


def reports_to_confirm(user: Person) -> QuerySet[Report]:
    """What waits for the head of the unit."""
    paths = paths_where(user, "work.report.confirm")
    rows = reports_for(user).filter(
        within("unit__path", paths), state=ReportState.SUBMITTED.value
    )
    return rows.order_by("due_on", "unit__path", "pk")


def reports_to_verify(user: Person) -> QuerySet[Report]:
    """What waits for who asked; not what the person filled in or confirmed."""
    paths = paths_where(user, "work.report.verify")
    rows = reports_for(user).filter(
        within("round__organisation__path", paths), state=ReportState.CONFIRMED.value
    )
    own = Q(filled_by=user.pk) | Q(confirmed_by=user.pk)
    return rows.exclude(own & Q(pk__isnull=False)).order_by(
        "due_on", "unit__path", "pk"
    )


def reports_done(user: Person) -> QuerySet[Report]:
    """What the person's units have handed over, the newest first."""
    paths = paths_where(user, "work.report.fill")
    waiting = (*TO_FILL, ReportState.SUBMITTED.value)
    rows = reports_for(user).filter(within("unit__path", paths))
    return rows.exclude(state__in=waiting).order_by("-due_on", "unit__path", "pk")


def report_before(report: Report) -> Report | None:
    """The last report on the same duty that stands verified."""
    rows = Report.objects.filter(
        duty=report.duty_id,
        state=ReportState.VERIFIED.value,
        round__due_on__lt=report.round.due_on,
    )
    return rows.select_related("round").order_by("-round__due_on").first()


# Rounds -------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class RoundCounts:
    """How many reports of a round stand where, of those that the reader may see."""

    by_state: Mapping[str, int]
    late: int

    @property
    def all(self) -> int:
        """How many were asked for."""
        return sum(self.by_state.values())

    @property
    def answered(self) -> int:
        """How many have arrived."""
        return sum(self.by_state.get(state, 0) for state in ANSWERED)

    @property
    def verified(self) -> int:
        """How many are through."""
        return self.by_state.get(ReportState.VERIFIED.value, 0)

    @property
    def share(self) -> int:
        """Percent that have arrived, whole; 0 where nothing was asked for."""
        return 100 * self.answered // self.all if self.all else 0


def rounds_for(user: Person) -> QuerySet[Round]:
    """Rounds that the person may see, each with how much was asked for and came."""
    paths = paths_where(user, "work.round.view")
    rows = _rounds_seen(paths)
    answered = Q(reports__state__in=ANSWERED)
    mine = within("reports__unit__path", paths) | within("organisation__path", paths)
    return rows.order_by("-due_on", "frequency", "pk").annotate(
        asked=Count("reports", filter=mine, distinct=True),
        answered=Count("reports", filter=mine & answered, distinct=True),
        verified=Count(
            "reports",
            filter=mine & Q(reports__state=ReportState.VERIFIED.value),
            distinct=True,
        ),
    )


def _rounds_seen(paths: tuple[str, ...]) -> QuerySet[Round]:
    """Rounds that the person's units asked for, or owe a report in."""
    own = Report.objects.filter(within("unit__path", paths)).values("round")
    seen = within("organisation__path", paths) | Q(pk__in=own)
    return Round.objects.filter(seen).select_related("organisation")


def round_for(user: Person, pk: int) -> Round | None:
    """One round, if the person may see it; its page counts by itself."""
    return _rounds_seen(paths_where(user, "work.round.view")).filter(pk=pk).first()


def rounds_open(user: Person) -> QuerySet[Round]:
    """Rounds that still take reports."""
    return rounds_for(user).filter(status=RoundStatus.OPEN)


@attrs.frozen(kw_only=True)
class RoundFilter:
    """What the page of a round is narrowed to; empty fields do not narrow."""

    state: str = ""
    form: str = ""
    unit: str = ""
    late: str = ""


def reports_of_round(
    user: Person, round_: Round, wanted: RoundFilter, on: date
) -> QuerySet[Report]:
    """Reports of a round as the page lists them."""
    rows = reports_for(user).filter(round=round_).select_related(None)
    rows = rows.select_related("duty", "unit", "task").only(*_LISTED)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.form:
        rows = rows.filter(duty__form=wanted.form)
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    if wanted.late:
        rows = rows.filter(_late(on))
    return rows.annotate(
        papers=Count("evidence", filter=Q(evidence__withdrawn_at__isnull=True))
    ).order_by("unit__path", "duty__form", "pk")


_LISTED = (
    *("state", "due_on", "first_received_on", "duty__form", "task__number"),
    *("task__title", "unit__name_zh", "unit__name_en"),
)
"""What the page of a round says of a report."""


def _late(on: date) -> Q:
    return Q(due_on__lt=on, first_received_on__isnull=True)


def round_counts(user: Person, round_: Round, on: date) -> RoundCounts:
    """Count the reports of a round by state."""
    rows = reports_for(user).filter(round=round_).order_by()
    held = dict(rows.values_list("state").annotate(n=Count("pk")))
    ordered = {s.value: held[s.value] for s in ReportState if s.value in held}
    return RoundCounts(by_state=ordered, late=rows.filter(_late(on)).count())


@attrs.frozen(kw_only=True)
class RoundChoices:
    """What the reports of a round can be narrowed to.

    Attributes
    ----------
    forms : tuple of str
    units : tuple of (str, str)
        Code and name.
    own_units : tuple of (str, str)
        Those of them that the reader fills in for.
    """

    forms: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    own_units: tuple[tuple[str, str], ...]


def round_choices(user: Person, round_: Round) -> RoundChoices:
    """Forms and units of the reports that the reader may see in a round."""
    seen = _seen(user, "unit__path", "round__organisation__path")
    rows = Report.objects.filter(seen, round=round_).order_by()
    units = Organisation.objects.filter(pk__in=rows.values("unit")).order_by("path")
    units = units.only("code", "name_zh", "name_en", "path")
    own = paths_where(user, "work.report.fill")
    named = [(unit.code, str(unit), unit.path) for unit in units]
    return RoundChoices(
        forms=tuple(rows.values_list("duty__form", flat=True).distinct()),
        units=tuple((code, name) for code, name, _path in named),
        own_units=tuple(
            (code, name)
            for code, name, path in named
            if any(path.startswith(above) for above in own)
        ),
    )


def units_of(reports: QuerySet[Report]) -> QuerySet[Organisation]:
    """Units that stand behind reports, in the order of the tree."""
    held = Organisation.objects.filter(pk__in=reports.order_by().values("unit"))
    return held.order_by("path")


@attrs.frozen(kw_only=True)
class UnitLine:
    """A unit and its reports of a round: a row of the matrix of who answered."""

    unit: Organisation
    reports: tuple[Report, ...]

    @property
    def answered(self) -> int:
        """How many have arrived."""
        return sum(one.state in ANSWERED for one in self.reports)


def by_unit(reports: Sequence[Report]) -> list[UnitLine]:
    """Gather reports by unit, in the order in which the units come."""
    held: dict[int, list[Report]] = {}
    for one in reports:
        held.setdefault(one.unit_id, []).append(one)
    return [UnitLine(unit=rows[0].unit, reports=tuple(rows)) for rows in held.values()]


# Duties -------------------------------------------------------------------------------


def duties_for(user: Person) -> QuerySet[ReportingDuty]:
    """Duties of the person's units, and those that they ask for."""
    seen = _seen(user, "unit__path", "organisation__path")
    rows = ReportingDuty.objects.filter(seen)
    return rows.select_related("organisation", "unit", "task")


def duties_in_force(
    duties: QuerySet[ReportingDuty], on: date
) -> QuerySet[ReportingDuty]:
    """Those that hold on a day."""
    return duties.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on
    )
