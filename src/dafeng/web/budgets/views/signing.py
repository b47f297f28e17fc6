"""Many proposals at once: tick them, see the sums against the reserve, and sign."""

from __future__ import annotations

import attrs
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from dafeng.enterprises.budgets import BudgetState
from dafeng.web.budgets.forms import SignManyForm
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.permissions import APPROVE, CHECK
from dafeng.web.budgets.selectors.proposals import (
    proposals_named,
    proposals_waiting,
)
from dafeng.web.budgets.services.batches import (
    Outcome,
    Ticked,
    proposals_approve,
    proposals_check,
    proposals_return,
)
from dafeng.web.budgets.views.visible import kept_ledger, problem_words, reckoned_again
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.posting import posted
from dafeng.web.core.ticked import number_in

SIGN, RETURN, ALL = "sign", "return", "all"
RIGHTS = {"check": CHECK, "approve": APPROVE}


@attrs.frozen(kw_only=True)
class Chosen:
    """The proposals that were ticked, and what they would take from the reserve."""

    ledger: BudgetYear
    ticked: tuple[Ticked, ...]

    @property
    def rows(self) -> list[KeyUser]:
        """The units."""
        return [one.row for one in self.ticked]

    @property
    def waiting(self) -> list[KeyUser]:
        """Those that still wait; somebody else may have signed the others meanwhile."""
        return [row for row in self.rows if row.state == BudgetState.PROPOSED]

    @property
    def proposed_q(self) -> int:
        """What they ask for in all."""
        return sum(row.proposed_q or 0 for row in self.waiting)

    @property
    def last_year_q(self) -> int | None:
        """What they used the year before; None where it is not known of each."""
        used = [row.last_year_q for row in self.waiting]
        known = [one for one in used if one is not None]
        return sum(known) if len(known) == len(used) else None

    @property
    def left_q(self) -> int:
        """What the reserve holds after all of them; below zero is short."""
        return self.ledger.reserve_q - self.proposed_q


@require_http_methods(["GET", "HEAD", "POST"])
def signing(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Check, approve or send back what was ticked, after a page that says the sums."""
    user = signed_in(request)
    ledger = kept_ledger(user, pk, RIGHTS[what])
    rows = proposals_waiting(ledger, what)
    act = request.POST.get("act", "")
    seen = _seen(request)
    pks = {row.pk for row in rows} if act == ALL else set(seen)
    context: dict[str, object] = {
        "ledger": ledger,
        "what": what,
        "title": _title(what),
        "rows": rows,
        "marked": pks,
    }
    if act not in (SIGN, RETURN):
        return render(request, "budgets/signing.html", context)
    chosen = Chosen(
        ledger=ledger,
        ticked=tuple(
            Ticked(row=row, version=seen[row.pk])
            for row in proposals_named(ledger, seen)
        ),
    )
    if not chosen.ticked:
        context["nothing"] = True
        return render(request, "budgets/signing.html", context)
    sure = "sure" in request.POST
    form = SignManyForm(posted(request) if sure else None, act=act, what=what)
    if not sure or not form.is_valid():
        context |= {"form": form, "chosen": chosen, "act": act}
        return render(request, "budgets/signing_sure.html", context)
    outcome = _acted(user, what, act, chosen, form)
    return _told(request, ledger, what, act, outcome)


def _seen(request: HttpRequest) -> dict[int, int]:
    """The units that were ticked, and the versions that the page showed: ``7:3``.

    Units that are not ticked send nothing: a long list stays within what a form holds.
    """
    found = {}
    for text in request.POST.getlist("unit"):
        pk, version = (number_in(part) for part in text.partition(":")[::2])
        if pk is not None and version is not None:
            found[pk] = version
    return found


def _acted(
    user: User, what: str, act: str, chosen: Chosen, form: SignManyForm
) -> Outcome:
    if act == RETURN:
        reason = form.cleaned_data["reason"]
        return proposals_return(ticked=chosen.ticked, by=user, reason=reason)
    if what == "check":
        return proposals_check(ticked=chosen.ticked, by=user)
    document = form.cleaned_data["document"]
    return proposals_approve(ticked=chosen.ticked, by=user, document=document)


def _told(
    request: HttpRequest, ledger: BudgetYear, what: str, act: str, outcome: Outcome
) -> HttpResponse:
    """Say how many went through; who was refused is named with the reason."""
    for row in outcome.done:
        reckoned_again(row)
    title = pgettext("budget", "退回") if act == RETURN else _title(what)
    if outcome.done:
        count = len(outcome.done)
        words = ngettext(
            "%(act)s：%(count)s 家已办理。", "%(act)s：%(count)s 家已办理。", count
        )
        messages.success(request, words % {"act": title, "count": count})
    if not outcome.refused:
        return redirect("budgets:signing-" + what, ledger.pk)
    ledger.refresh_from_db()
    context = {
        "ledger": ledger,
        "what": what,
        "title": _title(what),
        "rows": proposals_waiting(ledger, what),
        "marked": {one.row.pk for one in outcome.refused},
        "refused": [(one.row, problem_words(one.problem)) for one in outcome.refused],
    }
    return render(request, "budgets/signing.html", context)


def _title(what: str) -> str:
    return _("批量审核") if what == "check" else _("批量核定")
