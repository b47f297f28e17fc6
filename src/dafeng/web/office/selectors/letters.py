"""The register of letters as somebody may read it."""

from __future__ import annotations

from datetime import date

import attrs
from django.db.models import Prefetch, Q, QuerySet

from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.office.models import (
    Direction,
    Letter,
    LetterMove,
    LetterState,
    Registry,
)
from dafeng.web.work.models import Task
from dafeng.web.work.selectors.tasks import tasks_visible_to

VIEW = "office.letter.view"
WAITING = (LetterState.REGISTERED, LetterState.CIRCULATING)
"""States in which an answer is still owed."""
SORTS = {
    "": ("-registered_on", "-year", "direction", "-serial"),
    "reply": ("reply_by", "-registered_on", "-pk"),
    "number": ("year", "direction", "serial"),
}


@attrs.frozen(kw_only=True)
class LetterFilter:
    """What the register is narrowed to; empty fields do not narrow.

    Attributes
    ----------
    owed : str
        ``owed`` for letters whose answer is due, ``late`` for those past their day.
    """

    q: str = ""
    direction: str = ""
    state: str = ""
    owed: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None
    sort: str = ""


def register_owner(user: Person) -> Organisation | None:
    """Return the district whose register the person reads."""
    return district_of(user, VIEW)


def registry_of(organisation: Organisation) -> Registry | None:
    """Return with which characters its letters are numbered."""
    return Registry.objects.filter(organisation=organisation).exclude(signs="").first()


def letters_for(user: Person) -> QuerySet[Letter]:
    """Letters of the person's office, and those sent or passed to its units."""
    paths = paths_where(user, VIEW)
    passed = Letter.units.through.objects.filter(within("organisation__path", paths))
    mine = within("organisation__path", paths) | Q(pk__in=passed.values("letter_id"))
    rows = Letter.objects.filter(mine)
    return rows.select_related("organisation", "replies_to", "registered_by")


def letters_narrowed(
    user: Person, wanted: LetterFilter, *, on: date
) -> QuerySet[Letter]:
    """What the register's page lists."""
    rows = letters_for(user).order_by(*SORTS.get(wanted.sort, SORTS[""]))
    if wanted.q:
        word = wanted.q
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(number__icontains=word)
            | Q(correspondent__icontains=word)
        )
    if wanted.direction:
        rows = rows.filter(direction=wanted.direction)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.since:
        rows = rows.filter(registered_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(registered_on__lte=wanted.until)
    if wanted.owed:
        rows = rows.filter(reply_by__isnull=False, state__in=WAITING)
    if wanted.owed == "late":
        rows = rows.filter(reply_by__lt=on)
    return rows


def owed_counts(user: Person, *, on: date) -> tuple[int, int]:
    """How many letters wait for an answer, and how many of them are late."""
    rows = letters_narrowed(user, LetterFilter(owed="owed"), on=on)
    return rows.count(), rows.filter(reply_by__lt=on).count()


def letter_in_full(user: Person, pk: int) -> Letter | None:
    """One letter with its links and moves; None where the person may see none.

    A unit that one letter was passed to reads neither its answers nor tasks of others.
    """
    moves = LetterMove.objects.select_related("by")
    rows = letters_for(user).prefetch_related(
        "units",
        Prefetch("replies", queryset=letters_for(user)),
        "targets__plan",
        Prefetch("tasks", queryset=tasks_visible_to(user)),
        Prefetch("moves", queryset=moves),
    )
    return rows.filter(pk=pk).first()


def letter_answered(user: Person, letter: Letter) -> Letter | None:
    """The letter that this one answers, where the person may read it."""
    if letter.replies_to_id is None:
        return None
    return letters_for(user).filter(pk=letter.replies_to_id).first()


def answerable(user: Person, direction: Direction) -> QuerySet[Letter]:
    """Letters that one of ``direction`` can answer, the newest first."""
    other = Direction.IN if direction == Direction.OUT else Direction.OUT
    return letters_for(user).filter(direction=other).exclude(state=LetterState.VOID)


def letter_years(user: Person) -> list[int]:
    """Years of the register, the newest first."""
    years = letters_for(user).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def tasks_named(organisation: Organisation, numbers: list[str]) -> dict[str, Task]:
    """Tasks that the district issued, by number."""
    rows = Task.objects.filter(organisation=organisation, number__in=numbers)
    return {row.number: row for row in rows}


def units_to_address(organisation: Organisation) -> QuerySet[Organisation]:
    """Units of the district that a letter can be sent or passed to."""
    rows = Organisation.objects.filter(path__startswith=organisation.path)
    return rows.exclude(kind=OrganisationKind.GROUP).order_by("path")
