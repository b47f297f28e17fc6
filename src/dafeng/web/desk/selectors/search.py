"""Find what holds every word, kind by kind, by the rule of the kind's own room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

import attrs
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from dafeng.web.core.selectors import (
    Person,
    organisations_visible_to,
    people_visible_to,
)
from dafeng.web.desk.finding.marks import Piece, marked
from dafeng.web.desk.models import EntryKind, SearchEntry
from dafeng.web.office.selectors.decisions import decisions_for
from dafeng.web.office.selectors.letters import letters_for
from dafeng.web.plans.models import Clause, PlanUnit, Target
from dafeng.web.plans.selectors.plans import plans_for
from dafeng.web.supervision.selectors.cases import cases_for
from dafeng.web.work.selectors.evidence import evidence_for
from dafeng.web.work.selectors.tasks import tasks_visible_to

LONGEST, MOST_WORDS = 100, 8
FEW, MANY = 8, 100
"""Rows of a kind when all kinds are shown, and when one is."""
AT_ONCE = 500
"""Of so many matches one looks at once which the person may see."""
_AROUND = 30


@attrs.frozen(kw_only=True)
class Hit:
    """One thing that was found.

    Attributes
    ----------
    title : tuple of Piece
        Its title with the match marked.
    excerpt : tuple of Piece
        A part of its text, where the match stands there and not in the title.
    """

    url: str
    number: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@attrs.frozen(kw_only=True)
class Group:
    """What was found of one kind; ``more`` says that there is more than is shown."""

    kind: str
    label: str
    hits: tuple[Hit, ...]
    more: bool


def words_of(text: str) -> tuple[str, ...]:
    """The words that are looked for, in small letters."""
    return tuple(dict.fromkeys(text.lower().split()))[:MOST_WORDS]


def visible(user: Person) -> Mapping[EntryKind, Callable[[], QuerySet[Any]]]:
    """What a person may see of each kind: the rule of its own room."""
    plans = plans_for(user).values("pk")
    return {
        EntryKind.TARGET: lambda: Target.objects.filter(plan__in=plans),
        EntryKind.CLAUSE: lambda: Clause.objects.filter(plan__in=plans),
        EntryKind.TASK: lambda: tasks_visible_to(user),
        EntryKind.UNIT: lambda: PlanUnit.objects.filter(plan__in=plans),
        EntryKind.REGISTER: lambda: organisations_visible_to(user),
        EntryKind.EVIDENCE: lambda: evidence_for(user),
        EntryKind.LETTER: lambda: letters_for(user),
        EntryKind.DECISION: lambda: decisions_for(user),
        EntryKind.CASE: lambda: cases_for(user),
        EntryKind.PERSON: lambda: people_visible_to(user),
    }


def found_for(user: Person, words: tuple[str, ...], kind: str) -> list[Group]:
    """Everything that holds every word, as far as the person may see it.

    Parameters
    ----------
    words : tuple of str
        As :func:`words_of` gives them; none finds nothing.
    kind : str
        Only this kind; empty for all of them.
    """
    if not words:
        return []
    wanted = {
        one: rows for one, rows in visible(user).items() if kind in ("", one.value)
    }
    limit = MANY if kind else FEW
    places = {
        one: _visible(wanted[one](), found, limit + 1)
        for one, found in _holding(words, wanted).items()
    }
    shown = [place.pk for found in places.values() for place in found[:limit]]
    entries = SearchEntry.objects.in_bulk(shown)
    return [
        Group(
            kind=one.value,
            label=str(one.label),
            hits=tuple(_hit(entries[place.pk], words) for place in places[one][:limit]),
            more=len(places[one]) > limit,
        )
        for one in wanted
        if places.get(one)
    ]


class _Place(NamedTuple):
    """An entry of the index, and the object that it is of."""

    pk: int
    object_id: int


def _holding(
    words: tuple[str, ...], kinds: Iterable[EntryKind]
) -> dict[EntryKind, list[_Place]]:
    """Whatever holds every word, whoever may see it: by kind, the closest first."""
    rows = SearchEntry.objects.filter(
        reduce(and_, map(_holds, words)), kind__in=[one.value for one in kinds]
    )
    ranked = rows.annotate(at=_closeness(words)).order_by("at", "object_id")
    found: dict[EntryKind, list[_Place]] = {}
    for kind, *place in ranked.values_list("kind", "pk", "object_id"):
        found.setdefault(EntryKind(kind), []).append(_Place(*place))
    return found


def _visible(rows: QuerySet[Any], found: list[_Place], most: int) -> list[_Place]:
    """The first of those that are among the rows that a person may see.

    Mostly the first few hundred hold enough of them; else all rows are looked through.
    """
    plain = rows.order_by()
    first = plain.filter(pk__in=[place.object_id for place in found[:AT_ONCE]])
    seen = set(first.values_list("pk", flat=True))
    if len(seen) < most and len(found) > AT_ONCE:
        seen = set(plain.values_list("pk", flat=True))
    return [place for place in found if place.object_id in seen][:most]


def _holds(word: str) -> Q:
    holds = Q(words__contains=word)
    if word.isascii() and word.isalpha():
        holds |= Q(initials__contains=word) | Q(pinyin__contains=word)
    return holds


def _closeness(words: tuple[str, ...]) -> Case:
    """A number that is exactly it, then the title, then its beginning by sound."""
    first = words[0]
    return Case(
        When(number__iexact=first, then=Value(0)),
        When(title__icontains=first, then=Value(1)),
        When(initials__startswith=first, then=Value(2)),
        When(pinyin__startswith=first, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )


def _hit(entry: SearchEntry, words: tuple[str, ...]) -> Hit:
    title = marked(entry.title, words)
    excerpt: tuple[Piece, ...] = ()
    if not any(piece.hit for piece in title):
        excerpt = _excerpt(entry.text, words)
    return Hit(
        url=entry.url,
        number=entry.number,
        title=title,
        excerpt=excerpt,
    )


def _excerpt(text: str, words: tuple[str, ...]) -> tuple[Piece, ...]:
    low = text.lower()
    places = [low.find(word) for word in words if word in low]
    if not places:
        return ()
    start = max(min(places) - _AROUND, 0)
    return marked(text[start : min(places) + 2 * _AROUND], words)
