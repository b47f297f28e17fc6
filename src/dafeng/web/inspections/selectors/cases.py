"""Shared cases: a summary for all offices of a case, a part for each alone."""

from __future__ import annotations

import attrs
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.inspections.models import (
    CasePart,
    CaseState,
    InspectionMove,
    PartState,
    SharedCase,
)

OPENED, ACT = "inspections.case.view", "inspections.part.act"


@attrs.frozen(kw_only=True)
class PartLine:
    """What the opener reads of a part: which office, what for, where it stands."""

    office: str
    kind: str
    state: str
    state_label: str
    ask: str


def cases_for(user: Person) -> QuerySet[SharedCase]:
    """Cases that the person's unit opened, or of which it has a part."""
    own = CasePart.objects.filter(
        within("office__path", paths_where(user, ACT)), case=OuterRef("pk")
    )
    rows = SharedCase.objects.filter(
        within("organisation__path", paths_where(user, OPENED)) | Q(Exists(own))
    )
    return rows.select_related("organisation", "subject")


def case_list(user: Person, *, state: str = "") -> QuerySet[SharedCase]:
    """The list; ``ended`` and ``part_count`` are for the opener alone to show."""
    ended = (PartState.DONE, PartState.DECLINED)
    rows = (
        cases_for(user)
        .annotate(
            part_count=Count("parts"),
            ended=Count("parts", filter=Q(parts__state__in=ended)),
        )
        .order_by("-opened_at", "-pk")
    )
    return rows.filter(state=state) if state else rows


def case_at(user: Person, pk: int) -> SharedCase | None:
    """One case; None where the person may see none."""
    return cases_for(user).filter(pk=pk).first()


def opened_paths(user: Person) -> tuple[str, ...]:
    """Where the person stands on the opener's side."""
    return paths_where(user, OPENED)


def is_openers(user: Person, case: SharedCase) -> bool:
    """Whether the person stands on the side of who opened the case."""
    return case.organisation.path.startswith(opened_paths(user))


def lines_of(case: SharedCase) -> list[PartLine]:
    """States of all parts, for the opener; nothing of what the offices wrote."""
    return [
        PartLine(
            office=str(part.office),
            kind=str(part.get_kind_display()),
            state=part.state,
            state_label=str(part.get_state_display()),
            ask=part.ask,
        )
        for part in case.parts.select_related("office")
    ]


def own_parts(user: Person, case: SharedCase) -> list[CasePart]:
    """Parts of the person's own office, in full."""
    rows = case.parts.filter(within("office__path", paths_where(user, ACT)))
    return list(rows.select_related("office"))


def part_at(user: Person, pk: int) -> CasePart | None:
    """One part of the person's own office; another's does not exist for it."""
    rows = CasePart.objects.filter(within("office__path", paths_where(user, ACT)))
    related = ("office", "case__organisation", "case__subject")
    return rows.select_related(*related).filter(pk=pk).first()


def moves_of_case(case: SharedCase) -> QuerySet[InspectionMove]:
    """What happened to the case as a whole."""
    return case.moves.select_related("by")


def moves_of_parts(parts: list[CasePart]) -> QuerySet[InspectionMove]:
    """What happened to these parts."""
    rows = InspectionMove.objects.filter(part__in=parts)
    return rows.select_related("by", "part__office")


def parts_to_act(user: Person) -> QuerySet[CasePart]:
    """Parts that wait for the person's office, withdrawals unseen among them."""
    rows = CasePart.objects.filter(within("office__path", paths_where(user, ACT)))
    running = (PartState.SENT, PartState.ACCEPTED, PartState.DECIDED)
    return rows.filter(
        Q(case__state=CaseState.OPEN, state__in=running)
        | Q(state=PartState.WITHDRAWN, withdrawn_seen_at__isnull=True)
    )


def units_to_open_for(user: Person) -> QuerySet[Organisation]:
    """Units for which the person may open a case."""
    paths = paths_where(user, "inspections.case.open")
    return Organisation.objects.filter(path__in=paths)


def offices_to_ask(case_of: Organisation) -> QuerySet[Organisation]:
    """Offices of the same district that can be asked for a part."""
    root = case_of.path.strip("/").split("/")[0]
    return Organisation.objects.filter(
        Q(kind__in=("bureau", "branch", "government", "office")) | Q(code="grid"),
        path__startswith=f"/{root}/",
    ).order_by("path")
