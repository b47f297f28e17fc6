"""Cases that wait: to check, to sign, to receive, to answer, to review, to withdraw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import attrs
from django.db.models import CharField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.models import User
from dafeng.web.core.permissions import may
from dafeng.web.core.selectors import Person
from dafeng.web.desk.cards import Need
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.cases import WAITS, overdue, with_days


@attrs.frozen(kw_only=True)
class _Wait:
    """What waits, by its name in the list's address; any of the rights asks for it.

    Nothing is asked for somebody without them: a count that can only be empty would
    empty the whole question.
    """

    wait: str
    label: str
    icon: str
    rights: tuple[str, ...]


def supervision_needs(user: Person, on: date) -> Iterable[Need]:
    """What waits for the person among the cases, by the person's rights."""
    if not isinstance(user, User) or not may(user, "supervision.case.view"):
        return
    asked = [one for one in _waits() if _any(user, one.rights)]
    found = _counted(user, on, [one.wait for one in asked])
    for one in asked:
        yield Need(
            code=f"case.{one.wait}",
            label=one.label,
            icon=one.icon,
            count=found[one.wait],
            late=found[f"{one.wait}_late"],
            url=f"{reverse('supervision:cases')}?wait={one.wait}",
        )


def _any(user: User, rights: tuple[str, ...]) -> bool:
    return any(may(user, right) for right in rights)


def _counted(user: User, on: date, waits: Iterable[str]) -> Counter[str]:
    """How many cases wait for each act, and how many of them are late."""
    rows = [
        WAITS[wait](user)
        .order_by()
        .annotate(wait=Value(wait, output_field=CharField()))
        .values_list("wait", "pk")
        for wait in waits
    ]
    if not rows:
        return Counter()
    found = set(rows[0].union(*rows[1:]))
    cases = Case.objects.filter(pk__in={pk for _wait, pk in found}).order_by()
    late = with_days(cases).filter(overdue(on)).values_list("pk", flat=True)
    over = set(late) if found else set()
    counted = Counter(wait for wait, _pk in found)
    counted.update(f"{wait}_late" for wait, pk in found if pk in over)
    return counted


def _waits() -> tuple[_Wait, ...]:
    case, reply = "supervision.case", "supervision.reply"
    return (
        _Wait(
            wait="withdraw",
            label=_("撤回所据结果已更正的督办件"),
            icon="alert-triangle",
            rights=(f"{case}.issue", f"{case}.draft"),
        ),
        _Wait(
            wait="issue",
            label=_("签发督办件"),
            icon="edit",
            rights=(f"{case}.issue",),
        ),
        _Wait(
            wait="check",
            label=_("审核督办件"),
            icon="clipboard-check",
            rights=(f"{case}.check",),
        ),
        _Wait(
            wait="review",
            label=_("审核督办回复，复核、销号"),
            icon="checklist",
            rights=(f"{case}.review",),
        ),
        _Wait(
            wait="receive",
            label=_("签收督办件"),
            icon="inbox",
            rights=(f"{case}.receive",),
        ),
        _Wait(
            wait="reply",
            label=_("回复督办件"),
            icon="message-reply",
            rights=(f"{reply}.write",),
        ),
        _Wait(
            wait="confirm",
            label=_("确认督办回复"),
            icon="user-check",
            rights=(f"{reply}.confirm",),
        ),
        _Wait(
            wait="rectify",
            label=_("完成督办的整改事项"),
            icon="list-check",
            rights=(f"{reply}.write",),
        ),
    )
