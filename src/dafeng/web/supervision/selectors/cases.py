"""Cases as somebody may read them, and what is derived of their days."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import attrs
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from dafeng.supervision import AT_UNIT, Asks, CaseState
from dafeng.web.assessment.models import ProposalRow, RunStatus, Stand
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.supervision.models import (
    Case,
    CaseUnit,
    RectificationItem,
    Reply,
)

AnyRow = TypeVar("AnyRow", bound=Model)
VIEW, DRAFTS = "supervision.case.view", "supervision.draft.view"
_AT_UNIT = [state.value for state in AT_UNIT]
GONE = (CaseState.WITHDRAWN.value, CaseState.SUPERSEDED.value)
ENDED = (*GONE, CaseState.CLOSED.value)
SORTS = {
    "": ("-drafted_at", "-pk"),
    "reply": ("reply_by", "-pk"),
    "number": ("-letter__year", "-letter__serial", "-pk"),
}


@attrs.frozen(kw_only=True)
class CaseFilter:
    """What the list is narrowed to; empty fields do not narrow.

    Attributes
    ----------
    due : str
        ``late`` for what is overdue, ``open`` for what has not ended.
    wait : str
        One of :data:`WAITS`: what waits for the reader.
    """

    q: str = ""
    step: str = ""
    state: str = ""
    unit: str = ""
    due: str = ""
    wait: str = ""
    sort: str = ""


def cases_for(user: Person) -> QuerySet[Case]:
    """Cases issued to the person's units, and all of the person's district."""
    paths = paths_where(user, VIEW)
    named = CaseUnit.objects.filter(within("organisation__path", paths))
    issued = Q(issued_at__isnull=False) & (
        within("organisation__path", paths) | Q(pk__in=named.values("case_id"))
    )
    drafts = within("organisation__path", paths_where(user, DRAFTS))
    return Case.objects.filter(issued | drafts).select_related(
        "organisation", "run__plan"
    )


def with_days(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Add ``rectify_by``, the first day of what is not done, and ``corrected``."""
    undone = RectificationItem.objects.filter(
        reply=OuterRef("accepted_reply"), done_on__isnull=True
    ).order_by("due_on")
    return rows.annotate(
        rectify_by=Subquery(undone.values("due_on")[:1]),
        corrected=ExpressionWrapper(corrected(), output_field=BooleanField()),
    )


def corrected() -> Q:
    """Say when a correction of the result no longer carries a case.

    The proposal is gone, or the result was replaced by one that does not say the same;
    a circular about a whole result is of no use once that was replaced.
    """
    same = ProposalRow.objects.filter(
        core_id=OuterRef("proposal__core_id"),
        run__plan=OuterRef("proposal__run__plan"),
        run__period=OuterRef("proposal__run__period"),
        run__scheme=OuterRef("proposal__run__scheme"),
        run__status=RunStatus.FROZEN,
        facts=OuterRef("proposal__facts"),
        figure=OuterRef("proposal__figure"),
        stand__in=(Stand.CONFIRMED, Stand.PROPOSED),
    )
    carried_on = Exists(same)
    return ~Q(state__in=GONE) & (
        Q(proposal__stand__in=(Stand.TO_WITHDRAW, Stand.WITHDRAWN))
        | Q(proposal__run__status=RunStatus.REPLACED) & ~carried_on
        | Q(proposal__isnull=True, run__status=RunStatus.REPLACED)
    )


def overdue(on: date) -> Q:
    """Say when somebody is late; for rows of :func:`with_days`."""
    return (
        Q(state__in=_AT_UNIT, reply_by__lt=on)
        | Q(state=CaseState.REPLIED.value, review_by__lt=on)
        | Q(state=CaseState.ACCEPTED.value, rectify_by__lt=on)
    )


def cases_narrowed(user: Person, wanted: CaseFilter, *, on: date) -> QuerySet[Case]:
    """What the list shows."""
    rows = with_days(cases_for(user)).order_by(*SORTS.get(wanted.sort, SORTS[""]))
    rows = rows.select_related(None).only(*_LISTED).prefetch_related(_names())
    for word in wanted.q.split():
        rows = rows.filter(Q(item__icontains=word) | Q(number__icontains=word))
    if wanted.step:
        rows = rows.filter(step=wanted.step)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.unit:
        rows = rows.filter(
            pk__in=CaseUnit.objects.filter(organisation__code=wanted.unit).values(
                "case_id"
            )
        )
    if wanted.due == "late":
        rows = rows.filter(overdue(on))
    elif wanted.due == "open":
        rows = rows.exclude(state__in=ENDED)
    elif wanted.due == "corrected":
        rows = rows.filter(corrected())
    if wanted.wait:
        waiting = WAITS.get(wanted.wait)
        rows = (
            rows.filter(pk__in=waiting(user).values("pk")) if waiting else rows.none()
        )
    return rows


_LISTED = (
    *("item", "step", "state", "asks", "number", "accepted_reply"),
    *("issued_at", "reply_by", "review_by"),
)
"""What lists show of a case, on the page and in a workbook."""


def _names() -> Prefetch[str, QuerySet[CaseUnit], str]:
    rows = CaseUnit.objects.select_related("organisation").order_by("order")
    return Prefetch("units", queryset=rows.only("case", "organisation__name_zh"))


@attrs.frozen(kw_only=True)
class Tally:
    """Cases that a person may see, counted."""

    open: int
    late: int
    corrected: int


def tally_of(user: Person, *, on: date) -> Tally:
    """Count what has not ended, what is late, what was corrected."""
    rows = with_days(cases_for(user)).order_by()
    counted = rows.aggregate(
        going_on=Count("pk", filter=~Q(state__in=ENDED)),
        too_late=Count("pk", filter=overdue(on)),
        # Not "corrected": PostgreSQL would take the sum itself for the annotation.
        set_right=Count("pk", filter=Q(corrected=True)),
    )
    return Tally(
        open=counted["going_on"],
        late=counted["too_late"],
        corrected=counted["set_right"],
    )


def units_to_address(organisation: Organisation) -> QuerySet[Organisation]:
    """Units of the district that a case can be issued to."""
    rows = Organisation.objects.filter(path__startswith=organisation.path)
    return rows.exclude(pk=organisation.pk).order_by("path")


def units_named(user: Person) -> list[tuple[str, str]]:
    """Code and name of the units that the person's cases are about."""
    rows = CaseUnit.objects.filter(case__in=cases_for(user).order_by().values("pk"))
    named = rows.order_by("organisation__path").values_list(
        "organisation__code", "organisation__name_zh"
    )
    return list(dict.fromkeys(named))


def case_of_proposal(proposal: ProposalRow) -> Case | None:
    """The case that stands for a proposal."""
    return proposal.supervision_cases.exclude(state__in=GONE).first()


# What waits for a person --------------------------------------------------------------


def _of_office(user: Person, right: str) -> QuerySet[Case]:
    return Case.objects.filter(within("organisation__path", paths_where(user, right)))


def _of_unit(user: Person, right: str) -> QuerySet[Case]:
    mine = CaseUnit.objects.filter(
        within("organisation__path", paths_where(user, right))
    )
    return Case.objects.filter(pk__in=mine.values("case_id"))


def to_check(user: Person) -> QuerySet[Case]:
    """Drafts to check."""
    return _of_office(user, "supervision.case.check").filter(
        state=CaseState.DRAFT.value
    )


def to_issue(user: Person) -> QuerySet[Case]:
    """Checked cases that somebody else signs."""
    rows = _of_office(user, "supervision.case.issue").filter(
        state=CaseState.CHECKED.value
    )
    return rows.exclude(checked_by=user.pk)


def to_receive(user: Person) -> QuerySet[Case]:
    """Cases that a unit of the person has not received yet."""
    mine = CaseUnit.objects.filter(
        within("organisation__path", paths_where(user, "supervision.case.receive")),
        received_at__isnull=True,
    )
    return Case.objects.filter(
        pk__in=mine.values("case_id"), state=CaseState.ISSUED.value
    )


def to_reply(user: Person) -> QuerySet[Case]:
    """Cases whose answer the person writes."""
    handed = Reply.objects.filter(
        case=OuterRef("pk"), handed_at__isnull=False, confirmed_at__isnull=True
    )
    rows = _of_unit(user, "supervision.reply.write").filter(
        state__in=(CaseState.RECEIVED.value, CaseState.RETURNED.value),
        asks=Asks.REPLY.value,
    )
    return rows.exclude(Exists(handed))


def to_confirm(user: Person) -> QuerySet[Case]:
    """Cases whose answer the person confirms."""
    handed = Reply.objects.filter(
        case=OuterRef("pk"), handed_at__isnull=False, confirmed_at__isnull=True
    )
    rows = _of_unit(user, "supervision.reply.confirm").filter(
        state__in=(CaseState.RECEIVED.value, CaseState.RETURNED.value)
    )
    return rows.filter(Exists(handed))


def to_review(user: Person) -> QuerySet[Case]:
    """Answers to look at, rectifications that are done, cases to close."""
    rows = _of_office(user, "supervision.case.review")
    undone = RectificationItem.objects.filter(
        reply=OuterRef("accepted_reply"), done_on__isnull=True
    )
    accepted = Q(state=CaseState.ACCEPTED.value) & ~Exists(undone)
    nothing = Q(state=CaseState.RECEIVED.value, asks=Asks.NOTHING.value)
    whole = Q(state__in=(CaseState.REPLIED.value, CaseState.REVIEWED.value))
    return rows.filter(whole | accepted | nothing)


def to_rectify(user: Person) -> QuerySet[Case]:
    """Cases whose plan the person's unit carries out."""
    undone = RectificationItem.objects.filter(
        reply=OuterRef("accepted_reply"), done_on__isnull=True
    )
    rows = _of_unit(user, "supervision.reply.write")
    return rows.filter(Exists(undone), state=CaseState.ACCEPTED.value)


def to_withdraw(user: Person) -> QuerySet[Case]:
    """Cases that a correction no longer carries: of drafts the office decides."""
    signer = _of_office(user, "supervision.case.issue").filter(issued_at__isnull=False)
    office = _of_office(user, "supervision.case.draft").filter(issued_at__isnull=True)
    return (signer | office).filter(corrected())


WAITS = {
    "check": to_check,
    "issue": to_issue,
    "receive": to_receive,
    "reply": to_reply,
    "confirm": to_confirm,
    "rectify": to_rectify,
    "review": to_review,
    "withdraw": to_withdraw,
}
