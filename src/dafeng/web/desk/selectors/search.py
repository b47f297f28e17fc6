"""Find what holds every word, kind by kind, by the rule of the kind's own room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_
from typing import Any

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
from dafeng.web.work.selectors.evidence import evidence_for
from dafeng.web.work.selectors.tasks import tasks_visible_to

LONGEST, MOST_WORDS = 100, 8
FEW, MANY = 8, 100
"""Rows of a kind when all kinds are shown, and when one is."""
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
    groups = [_group(one, rows(), words, limit) for one, rows in wanted.items()]
    return [group for group in groups if group.hits]


def _group(
    kind: EntryKind, rows: QuerySet[Any], words: tuple[str, ...], limit: int
) -> Group:
    seen = SearchEntry.objects.filter(
        reduce(and_, map(_holds, words)),
        kind=kind,
        object_id__in=rows.order_by().values("pk"),
    )
    ranked = seen.annotate(at=_closeness(words)).order_by("at", "object_id")
    found = list(ranked[: limit + 1])
    return Group(
        kind=kind.value,
        label=str(kind.label),
        hits=tuple(_hit(one, words) for one in found[:limit]),
        more=len(found) > limit,
    )


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
