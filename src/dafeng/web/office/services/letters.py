"""Letters: registered with their number, passed round, answered, filed, void."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.office.keepers import keeper_of
from dafeng.web.office.models import (
    Direction,
    Letter,
    LetterAct,
    LetterMove,
    LetterState,
    Registry,
)
from dafeng.web.office.services.letter_facts import LetterFacts, StaleLetterError
from dafeng.web.office.services.papers import Paper

REGISTER = "office.letter.register"
ENDED = (LetterState.FILED, LetterState.VOID)


@transaction.atomic
def registry_set(
    *, organisation: Organisation, by: User | None, signs: str
) -> Registry:
    """Say with which characters the office numbers its letters."""
    if by is not None:
        require(by, REGISTER, organisation)
    row = Registry.objects.filter(organisation=organisation).first()
    before = "" if row is None else row.signs
    row = row or Registry(organisation=organisation)
    row.signs = signs.strip()
    row.full_clean()
    row.save()
    data = {"before": before, "after": row.signs}
    audit.record(by=by, action="office.registry.set", target=row, data=data)
    return row


@transaction.atomic
def letter_register(
    *,
    organisation: Organisation,
    by: User | None,
    direction: Direction,
    facts: LetterFacts,
    paper: Paper | None = None,
) -> Letter:
    """Enter a letter; it gets the next place of its year's register.

    An outgoing letter also gets its number. A reply marks the letter that it answers.

    Raises
    ------
    BadInputError
        ``letter.no_signs``: the office has no characters for outgoing letters yet.
        ``letter.future``: its day is still to come.
        ``letter.twice``: it stands in the register already.
        ``letter.no_reply``: it answers a letter of the same direction, or a void one.
    """
    if by is not None:
        require(by, REGISTER, organisation)
    if facts.registered_on > timezone.localdate():
        msg = f"{facts.registered_on} is still to come."
        raise BadInputError(msg, code="letter.future")
    registry = _held_registry(organisation)
    _see_it_is_new(organisation, direction, facts)
    year = facts.registered_on.year
    letter = Letter(
        organisation=organisation,
        direction=direction,
        year=year,
        serial=_next_serial(organisation, direction, year),
        registered_by=by,
    )
    _write(letter, facts)
    if direction == Direction.OUT:
        if not registry.signs:
            msg = "The office has no characters for its letters yet."
            raise BadInputError(msg, code="letter.no_signs")
        letter.number = f"{registry.signs}〔{year}〕{letter.serial}号"
    if paper is not None:
        _lay_in(letter, paper)
    letter.full_clean()
    letter.save()
    _link(letter, facts)
    _note(letter, LetterAct.REGISTER, by, "")
    audit.record(
        by=by,
        action="office.letter.register",
        target=letter,
        data=_told(letter, facts),
    )
    if letter.replies_to is not None:
        _answered(letter.replies_to, letter, by)
    return letter


@transaction.atomic
def letter_change(
    *,
    letter: Letter,
    by: User,
    facts: LetterFacts,
    version: int,
    paper: Paper | None = None,
) -> Letter:
    """Correct what the register says; its place and an own number stay.

    Parameters
    ----------
    version : int
        Version that the person saw.

    Raises
    ------
    StaleLetterError
        Somebody corrected it, or passed it on, since then.
    BadInputError
        ``letter.ended``: it is filed or void. ``letter.other_year``: the new day lies
        in another year's register. ``letter.kept``: it is what two people signed in
        another room; note, units and links may change, what was signed may not.
    """
    held = _held(letter, by)
    if facts.registered_on.year != held.year:
        msg = f"{held} stands in the register of {held.year}."
        raise BadInputError(msg, code="letter.other_year", year=held.year)
    standing = facts_of(held)
    if version != held.version:
        raise StaleLetterError(mine=facts, theirs=standing, version=held.version)
    if paper is not None or _signed_part(facts) != _signed_part(standing):
        _see_nobody_keeps(held)
    before = _told(held, standing)
    held.version += 1
    _write(held, attrs.evolve(facts, replies_to=held.replies_to))
    if paper is not None:
        _lay_in(held, paper)
    held.full_clean()
    held.save()
    _link(held, facts)
    data = {"before": before, "after": _told(held, facts)}
    audit.record(by=by, action="office.letter.change", target=held, data=data)
    return held


@transaction.atomic
def letter_circulate(
    *, letter: Letter, by: User | None, units: Sequence[Organisation], note: str = ""
) -> Letter:
    """Pass a letter on to units: they may read it from now on."""
    held = _held(letter, by)
    held.units.add(*units)
    if held.state == LetterState.REGISTERED:
        held.state = LetterState.CIRCULATING
    held.version += 1
    held.save()
    names = "、".join(unit.name_zh for unit in units)
    return _done(held, LetterAct.CIRCULATE, by, f"{names} {note}".strip())


@transaction.atomic
def letter_answer(
    *, letter: Letter, by: User | None, on: date, note: str = ""
) -> Letter:
    """Say that a letter was answered, where the answer is no letter of this register.

    Raises
    ------
    BadInputError
        ``letter.future``: the day is still to come.
    """
    held = _held(letter, by)
    if on > timezone.localdate():
        msg = f"{on} is still to come."
        raise BadInputError(msg, code="letter.future")
    held.state, held.replied_on = LetterState.REPLIED, on
    held.full_clean()
    held.save()
    return _done(held, LetterAct.REPLY, by, note)


@transaction.atomic
def letter_file(*, letter: Letter, by: User | None, note: str = "") -> Letter:
    """Put a letter away; nothing more is expected of it."""
    held = _held(letter, by)
    held.state = LetterState.FILED
    held.save()
    return _done(held, LetterAct.FILE, by, note)


@transaction.atomic
def letter_void(*, letter: Letter, by: User | None, reason: str) -> Letter:
    """Make a letter void that was registered by mistake; its place stays.

    Raises
    ------
    BadInputError
        ``letter.reason``: no reason is given. ``letter.kept``: another room signed it,
        and takes it back.
    """
    held = _held(letter, by)
    if by is not None:
        _see_nobody_keeps(held)
    if not reason.strip():
        msg = "Say why the letter is void."
        raise BadInputError(msg, code="letter.reason")
    held.state = LetterState.VOID
    held.save()
    return _done(held, LetterAct.VOID, by, reason)


def facts_of(letter: Letter) -> LetterFacts:
    """What the register says of a letter now."""
    return LetterFacts(
        title=letter.title,
        correspondent=letter.correspondent,
        registered_on=letter.registered_on,
        number=letter.number,
        dated=letter.dated,
        reply_by=letter.reply_by,
        replies_to=letter.replies_to,
        hands_down=letter.hands_down,
        note=letter.note,
        units=list(letter.units.all()),
        targets=list(letter.targets.all()),
        tasks=list(letter.tasks.all()),
    )


def _signed_part(facts: LetterFacts) -> tuple[object, ...]:
    """What stands on a signed paper."""
    named = (facts.title.strip(), facts.correspondent.strip())
    return (*named, facts.registered_on, facts.dated, facts.reply_by)


def _see_nobody_keeps(held: Letter) -> None:
    keeper = keeper_of(held)
    if keeper is not None:
        msg = f"{held} belongs to {keeper}; change it there."
        raise BadInputError(msg, code="letter.kept", keeper=keeper)


def _write(letter: Letter, facts: LetterFacts) -> None:
    letter.title = facts.title.strip()
    letter.correspondent = facts.correspondent.strip()
    letter.registered_on, letter.dated = facts.registered_on, facts.dated
    letter.reply_by, letter.hands_down = facts.reply_by, facts.hands_down
    letter.note = facts.note.strip()
    if letter.direction == Direction.IN:
        letter.number = facts.number.strip()
    answered = facts.replies_to
    if answered is not None:
        same = answered.direction == letter.direction
        if same or answered.state == LetterState.VOID:
            msg = f"{letter.title!r} cannot answer {answered}."
            raise BadInputError(msg, code="letter.no_reply", letter=str(answered))
    letter.replies_to = answered


def _link(letter: Letter, facts: LetterFacts) -> None:
    letter.units.set(facts.units)
    letter.targets.set(facts.targets)
    letter.tasks.set(facts.tasks)


def _lay_in(letter: Letter, paper: Paper) -> None:
    letter.file_name, letter.file_sha256 = paper.name, paper.sha256
    letter.file_size, letter.file_media = paper.size, paper.media


def _answered(original: Letter, reply: Letter, by: User | None) -> None:
    """Mark the letter that a reply answers."""
    held = Letter.objects.select_for_update(of=("self",)).get(pk=original.pk)
    held.replied_on = reply.registered_on
    if held.state not in ENDED:
        held.state = LetterState.REPLIED
    held.save()
    _done(held, LetterAct.REPLY, by, reply.number or reply.register_number)


def _done(letter: Letter, act: LetterAct, by: User | None, note: str) -> Letter:
    _note(letter, act, by, note)
    data = {"state": letter.state, "note": note.strip()}
    audit.record(by=by, action=f"office.letter.{act}", target=letter, data=data)
    return letter


def _note(letter: Letter, act: LetterAct, by: User | None, note: str) -> None:
    move = LetterMove(
        letter=letter,
        act=act,
        after=letter.state,
        note=note.strip(),
        by=by,
        at=timezone.now(),
    )
    move.full_clean()
    move.save()


def _held(letter: Letter, by: User | None) -> Letter:
    """Lock a letter that something can still be done with.

    Raises
    ------
    BadInputError
        ``letter.ended``: it is filed or void.
    """
    rows = Letter.objects.select_for_update(of=("self",))
    held = rows.select_related("organisation", "replies_to").get(pk=letter.pk)
    if by is not None:
        require(by, REGISTER, held.organisation)
    if held.state in ENDED:
        msg = f"{held} is {held.state}."
        raise BadInputError(msg, code="letter.ended", letter=str(held))
    return held


def _held_registry(organisation: Organisation) -> Registry:
    """Lock the register, so that two people never get the same place."""
    Registry.objects.get_or_create(organisation=organisation)
    return Registry.objects.select_for_update(of=("self",)).get(
        organisation=organisation
    )


def _see_it_is_new(
    organisation: Organisation, direction: Direction, facts: LetterFacts
) -> None:
    """Refuse a form that was sent twice: a place in the register is never given back.

    Raises
    ------
    BadInputError
        ``letter.twice``: the same letter stands there, and is not void.
    """
    same: dict[str, object] = {"number": facts.number}
    if direction == Direction.OUT or not facts.number:
        same = {"registered_on": facts.registered_on}
    twin = (
        Letter.objects.filter(
            organisation=organisation,
            direction=direction,
            correspondent=facts.correspondent,
            title=facts.title,
            **same,
        )
        .exclude(state=LetterState.VOID)
        .first()
    )
    if twin is not None:
        msg = f"{twin} stands in the register already."
        raise BadInputError(msg, code="letter.twice", letter=str(twin))


def _next_serial(organisation: Organisation, direction: str, year: int) -> int:
    rows = Letter.objects.filter(
        organisation=organisation, direction=direction, year=year
    )
    last = rows.aggregate(last=Max("serial"))["last"]
    return int(last or 0) + 1


def _told(letter: Letter, facts: LetterFacts) -> dict[str, object]:
    """What the audit keeps of a letter."""
    return {
        "number": letter.number,
        "register": letter.register_number,
        "title": letter.title,
        "correspondent": letter.correspondent,
        "registered_on": letter.registered_on,
        "dated": letter.dated,
        "reply_by": letter.reply_by,
        "file": letter.file_sha256,
        "units": [unit.code for unit in facts.units],
        "targets": [target.key for target in facts.targets],
        "tasks": [task.number for task in facts.tasks],
    }
