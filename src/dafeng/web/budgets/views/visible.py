"""What a person may see of this room, and one act on a unit and year."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.permissions import KEEP, VIEW
from dafeng.web.budgets.selectors.budgets import budget_owner, ledger_for, user_for
from dafeng.web.budgets.services.preparing import user_prepare
from dafeng.web.budgets.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.act_pages import ActPage, telling
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import may, require

logger = logging.getLogger(__name__)

tell = telling(error_words)
acted = ActPage(
    template="budgets/act.html",
    done=gettext_lazy("已办理：%(act)s。"),
    tell=tell,
)


def owner_of(user: User) -> Organisation:
    """The district whose budgets the person reads."""
    require(user, VIEW)
    found = budget_owner(user)
    if found is None:
        raise Http404
    return found


def visible_ledger(user: User, pk: int) -> BudgetYear:
    """A ledger of the own district that the person may read as a whole."""
    require(user, VIEW)
    found = ledger_for(user, pk)
    if found is None:
        raise Http404
    require(user, VIEW, found)
    return found


def kept_ledger(user: User, pk: int, right: str = KEEP) -> BudgetYear:
    """A ledger that the person may write to."""
    require(user, VIEW)
    found = ledger_for(user, pk)
    if found is None:
        raise Http404
    require(user, right, found)
    return found


def visible_unit(user: User, pk: int) -> KeyUser:
    """A unit and year that the person may see; else there is none."""
    require(user, VIEW)
    found = user_for(user, pk)
    if found is None:
        raise Http404
    return found


def keeps(user: User, ledger: BudgetYear | None, owner: Organisation) -> bool:
    """Whether the person keeps the budgets of the district."""
    return may(user, KEEP, ledger or owner)


def problem_words(problem: DafengError | ValidationError) -> str:
    """What a service refused, in one sentence."""
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    return error_words(problem)


def reckoned_again(row: KeyUser) -> bool:
    """Reckon a unit anew after an act that stands already, whatever comes of it.

    Whether it went well; else the unit keeps the forecast that it had, and the next
    morning reckons it again.
    """
    try:
        user_prepare(row, on=timezone.localdate())
    except (DafengError, ValidationError, DatabaseError, ArithmeticError, ValueError):
        logger.exception("unit-year %s was not reckoned again", row.pk)
        return False
    return True


def asked_unit(request: HttpRequest, pk: int) -> tuple[User, KeyUser]:
    """The person and the unit that an address names."""
    user = signed_in(request)
    return user, visible_unit(user, pk)


def acted_on(
    request: HttpRequest,
    row: KeyUser,
    form: forms.Form,
    act: Callable[[], object],
    **shown: Any,
) -> HttpResponse:
    """Do the act, which then stands, and reckon the unit again."""
    answer = acted(request, form, act, row, row=row, ledger=row.ledger, **shown)
    if isinstance(answer, HttpResponseRedirect) and not reckoned_again(row):
        words = _("已经保存；用能测算没有完成，明日早晨重新测算。")
        messages.warning(request, words)
    return answer
