"""Everything that the search looks through, kind by kind, with its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import attrs
from django.urls import reverse

from dafeng.web.core.models import Organisation, User
from dafeng.web.desk.models import EntryKind
from dafeng.web.office.models import Decision, Letter, LetterState
from dafeng.web.plans.models import LIVE, Clause, Plan, PlanStatus, PlanUnit, Target
from dafeng.web.supervision.models import Case
from dafeng.web.work.models import Evidence, Task

CHUNK, MARK = 2000, 40


@attrs.frozen(kw_only=True)
class Found:
    """One thing that has a page."""

    object_id: int
    title: str
    url: str
    number: str = ""
    text: str = ""


def sources() -> Mapping[EntryKind, Callable[[], Iterable[Found]]]:
    """Where the things of each kind come from."""
    return {
        EntryKind.CLAUSE: clauses,
        EntryKind.TARGET: targets,
        EntryKind.TASK: tasks,
        EntryKind.UNIT: units,
        EntryKind.REGISTER: organisations,
        EntryKind.EVIDENCE: evidence,
        EntryKind.LETTER: letters,
        EntryKind.DECISION: decisions,
        EntryKind.CASE: cases,
        EntryKind.PERSON: people,
    }


@attrs.frozen(kw_only=True)
class _Plan:
    """A plan in use; ``mark`` names it where the house has several."""

    slug: str
    mark: str


def _plans() -> dict[int, _Plan]:
    """Plans that are in use: those replaced by a new edition are not."""
    rows = list(
        Plan.objects.exclude(status=PlanStatus.SUPERSEDED).values_list(
            "pk", "slug", "title"
        )
    )
    several = len(rows) > 1
    return {
        pk: _Plan(slug=slug, mark=f" · {title[:MARK]}" if several else "")
        for pk, slug, title in rows
    }


def clauses() -> Iterable[Found]:
    """Clauses by number and title."""
    plans = _plans()
    rows = Clause.objects.filter(plan__in=plans).exclude(title="")
    for pk, plan, ref, title in rows.values_list("pk", "plan", "ref", "title"):
        yield Found(
            object_id=pk,
            title=title,
            number=f"{ref}{plans[plan].mark}",
            url=reverse("plans:clause", args=[plans[plan].slug, ref]),
        )


def targets() -> Iterable[Found]:
    """Targets by indicator; the words of the plan are their text."""
    plans = _plans()
    rows = Target.objects.filter(plan__in=plans, state__in=LIVE)
    for pk, plan, key, indicator, scope, code, quote in rows.values_list(
        *("pk", "plan", "key", "indicator", "scope", "indicator_code", "quote")
    ):
        yield Found(
            object_id=pk,
            title=f"{indicator} {scope}".strip(),
            number=f"{f'{key} {code}'.strip()}{plans[plan].mark}",
            text=quote,
            url=reverse("plans:target", args=[plans[plan].slug, key]),
        )


def tasks() -> Iterable[Found]:
    """Tasks by title, number and what is to be delivered."""
    for pk, number, title, deliverable in Task.objects.values_list(
        "pk", "number", "title", "deliverable"
    ).iterator(chunk_size=CHUNK):
        yield Found(
            object_id=pk,
            title=title,
            number=number,
            text=deliverable,
            url=reverse("work:task", args=[pk]),
        )


def units() -> Iterable[Found]:
    """Responsible units by every name that the plan gives them."""
    plans = _plans()
    rows = PlanUnit.objects.filter(plan__in=plans, state__in=LIVE)
    for pk, plan, key, name, variants in rows.values_list(
        "pk", "plan", "key", "name", "variants"
    ):
        yield Found(
            object_id=pk,
            title=name,
            number=plans[plan].mark.removeprefix(" · "),
            text=" ".join(variants),
            url=reverse("plans:unit", args=[plans[plan].slug, key]),
        )


def organisations() -> Iterable[Found]:
    """Registered units by their names, codes and credit numbers."""
    for unit in Organisation.objects.prefetch_related("other_names"):
        others = [one.name for one in unit.other_names.all()]
        yield Found(
            object_id=unit.pk,
            title=unit.name_zh,
            number=unit.uscc or unit.code,
            text=" ".join((unit.short_zh, unit.name_en, *others)).strip(),
            url=unit.get_absolute_url(),
        )


def evidence() -> Iterable[Found]:
    """Evidence that stands, by name, number and address."""
    rows = Evidence.objects.filter(withdrawn_at__isnull=True)
    for pk, name, number, url in rows.values_list(
        "pk", "name", "number", "url"
    ).iterator(chunk_size=CHUNK):
        yield Found(
            object_id=pk,
            title=name,
            number=number,
            text=url,
            url=reverse("work:evidence", args=[pk]),
        )


def letters() -> Iterable[Found]:
    """Letters by title, number and whom they came from or went to."""
    for letter in Letter.objects.exclude(state=LetterState.VOID):
        yield Found(
            object_id=letter.pk,
            title=letter.title,
            number=letter.number or letter.register_number,
            text=f"{letter.correspondent} {letter.note}".strip(),
            url=letter.get_absolute_url(),
        )


def decisions() -> Iterable[Found]:
    """Decisions of the leading group by meeting and by what was decided."""
    rows = Decision.objects.filter(withdrawn=False).prefetch_related("items")
    for decision in rows:
        yield Found(
            object_id=decision.pk,
            title=decision.meeting,
            number=decision.number,
            text=" ".join(item.text for item in decision.items.all()),
            url=decision.get_absolute_url(),
        )


def cases() -> Iterable[Found]:
    """Cases of supervision by matter and number; facts and demand are their text."""
    rows = Case.objects.values_list("pk", "item", "number", "facts", "demand")
    for pk, item, number, facts, demand in rows.iterator(chunk_size=CHUNK):
        yield Found(
            object_id=pk,
            title=item,
            number=number,
            text=f"{facts}\n{demand}",
            url=reverse("supervision:case", args=[pk]),
        )


def people() -> Iterable[Found]:
    """People by name; the page is the list, narrowed to the person."""
    address = reverse("core:members")
    for pk, name, username in User.objects.filter(is_active=True).values_list(
        "pk", "display_name", "username"
    ):
        yield Found(
            object_id=pk,
            title=name or username,
            number=username,
            url=f"{address}?q={username}",
        )
