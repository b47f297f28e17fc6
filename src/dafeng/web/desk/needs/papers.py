"""Documents that wait to be checked, signed, corrected, or written at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dafeng.web.core.selectors import Person
from dafeng.web.desk.cards import Need
from dafeng.web.papers.models import PaperKindCode, PaperState
from dafeng.web.papers.selectors.freshness import corrected_papers
from dafeng.web.papers.selectors.papers import (
    dispatch_missing,
    papers_to_check,
    papers_to_issue,
)


def paper_needs(user: Person, on: date) -> Iterable[Need]:
    """What waits among the office's documents, by the person's rights."""
    listed = reverse("papers:papers")
    yield Need(
        code="paper.issue",
        label=_("签发公文"),
        count=papers_to_issue(user).count(),
        url=f"{listed}?{urlencode({'state': PaperState.CHECKED.value})}",
        icon="edit",
    )
    yield Need(
        code="paper.check",
        label=_("审核公文"),
        count=papers_to_check(user).count(),
        url=f"{listed}?{urlencode({'state': PaperState.DRAFT.value})}",
        icon="clipboard-check",
    )
    wrong = list(corrected_papers(user))
    if wrong:
        yield Need(
            code="paper.correct",
            label=_("更正或撤回依据已变的公文"),
            count=len(wrong),
            url=wrong[0].get_absolute_url() if len(wrong) == 1 else listed,
            icon="alert-triangle",
        )
    period = dispatch_missing(user, on)
    if period:
        query = urlencode({"kind": PaperKindCode.DISPATCH.value, "period": period})
        yield Need(
            code="paper.write",
            label=_("编写本月调度单"),
            count=1,
            url=f"{reverse('papers:new')}?{query}",
            icon="file-text",
        )
