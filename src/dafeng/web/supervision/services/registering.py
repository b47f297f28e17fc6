"""What the office's register of letters says of a case: entered, answered, void."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone, translation

from dafeng.web.core.models import Organisation
from dafeng.web.office.models import Direction, Letter, LetterState
from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.office.services.letters import (
    ENDED,
    letter_answer,
    letter_register,
    letter_void,
)
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.services.documents import LANGUAGE, paper_of_case

MOST_NAMED = 5


def letter_entered(held: Case, now: datetime) -> Letter:
    """Enter the paper of a case; the register gives its number.

    The signer need not keep the register: the program enters what was signed.
    """
    units = [unit.organisation for unit in held.units.select_related("organisation")]
    day = timezone.localdate(now)
    facts = LetterFacts(
        title=_title(held)[:300],
        correspondent=_named(units),
        registered_on=day,
        dated=day,
        reply_by=held.reply_by,
        note=_kind(held),
        units=units,
        targets=[] if held.target is None else [held.target],
    )
    return letter_register(
        organisation=held.organisation, by=None, direction=Direction.OUT, facts=facts
    )


def letter_answered(held: Case, on: date) -> None:
    """Say in the register that the answer came."""
    letter = _open_letter(held)
    if letter is not None and letter.state != LetterState.REPLIED:
        letter_answer(letter=letter, by=None, on=on)


def letter_voided(held: Case, reason: str) -> None:
    """Say in the register that the paper no longer holds; its place stays."""
    letter = _open_letter(held)
    if letter is not None:
        letter_void(letter=letter, by=None, reason=reason[:500])


def _open_letter(held: Case) -> Letter | None:
    """The letter, while the register lets something be said of it."""
    if held.letter_id is None:
        return None
    return Letter.objects.filter(pk=held.letter_id).exclude(state__in=ENDED).first()


def _kind(held: Case) -> str:
    """What kind of paper it is, in the register's language."""
    with translation.override(LANGUAGE):
        return str(held.get_step_display())


def _named(units: list[Organisation]) -> str:
    """The units by name; of many the first, and how many."""
    if len(units) > MOST_NAMED:
        return f"{units[0].name_zh}等{len(units)}个单位"
    return "、".join(unit.name_zh for unit in units)[:200]


def _title(held: Case) -> str:
    title = paper_of_case(held).title
    return title if held.replaces is None else f"{title}（取代{held.replaces.number}）"
