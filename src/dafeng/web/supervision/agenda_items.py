"""What supervision puts before the leading group; the office picks from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from dafeng.supervision import AT_UNIT, Asks, CaseState, CaseStep
from dafeng.web.core.models import Organisation
from dafeng.web.office.agenda import AgendaItem, register_agenda
from dafeng.web.office.selectors.agenda_sources import named
from dafeng.web.supervision.models import STEPS, Case
from dafeng.web.supervision.selectors.cases import corrected, with_days

WEIGHTY = (CaseStep.CIRCULAR, CaseStep.INTERVIEW, CaseStep.TRANSFER, CaseStep.COMMEND)
"""Steps about which the leading group decides; the rest is the office's own work."""
_UNSIGNED = (CaseState.DRAFT.value, CaseState.CHECKED.value)


def case_items(organisation: Organisation, day: date) -> Iterator[AgendaItem]:
    """Weighty papers not signed yet, silence past the term, what rests on no result."""
    rows = with_days(Case.objects.filter(organisation=organisation)).order_by("pk")
    listed = reverse("supervision:cases")
    for step in WEIGHTY:
        waiting = rows.filter(step=step.value, state__in=_UNSIGNED)
        if titles := list(waiting.values_list("item", flat=True)):
            words = ngettext(
                "审议%(step)s %(n)s 件",
                "审议%(step)s %(n)s 件",
                len(titles),
            )
            told = {"step": dict(STEPS)[step.value], "n": len(titles)}
            yield AgendaItem(
                key=f"supervision.{step.value}",
                title=words % told,
                url=f"{listed}?step={step.value}&due=open",
                why=named(titles),
            )
    silent = rows.filter(
        asks=Asks.REPLY.value,
        state__in=[state.value for state in AT_UNIT],
        reply_by__lt=day,
    )
    if titles := list(silent.values_list("item", flat=True)):
        words = ngettext(
            "研究 %(n)s 件逾期未回复的督办件是否升级",
            "研究 %(n)s 件逾期未回复的督办件是否升级",
            len(titles),
        )
        yield AgendaItem(
            key="supervision.silent",
            title=words % {"n": len(titles)},
            url=f"{listed}?due=late",
            why=named(titles),
        )
    issued = Q(issued_at__isnull=False) & ~Q(state=CaseState.CLOSED.value)
    groundless = rows.filter(issued, corrected())
    if titles := list(groundless.values_list("item", flat=True)):
        words = ngettext(
            "研究撤回 %(n)s 件所据结果已更正的督办件",
            "研究撤回 %(n)s 件所据结果已更正的督办件",
            len(titles),
        )
        yield AgendaItem(
            key="supervision.corrected",
            title=words % {"n": len(titles)},
            url=f"{listed}?due=corrected",
            why=named(titles),
        )


register_agenda("supervision.cases", case_items, label=gettext_lazy("督办"), order=45)
