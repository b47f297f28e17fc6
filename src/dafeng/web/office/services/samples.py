"""Fill a sample house with the office's papers: calendar, letters, decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TypeAlias

import attrs
from django.db import transaction

from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.office_papers import (
    LETTER_SIGNS,
    MARKED_FROM,
    NOT_DONE,
    SampleItem,
    SampleLetter,
    sample_calendar_row,
    sample_letters,
    sample_meetings,
)
from dafeng.sample.work_tasks import SAMPLE_WORK_DATE
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation, RoleCode, User
from dafeng.web.core.selectors import first_holder
from dafeng.web.office.models import CalendarMark, Direction, Letter, LetterState
from dafeng.web.office.selectors.calendar import turns_of
from dafeng.web.office.services.calendar import OwnRow, own_rule_add
from dafeng.web.office.services.decisions import (
    ItemFacts,
    Minutes,
    decision_record,
    task_change_link,
)
from dafeng.web.office.services.letter_facts import LetterFacts
from dafeng.web.office.services.letters import (
    letter_circulate,
    letter_file,
    letter_register,
    registry_set,
)
from dafeng.web.office.services.papers import paper_of
from dafeng.web.plans.models import Plan, Target
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from dafeng.web.work.models import Task, TaskMove
from dafeng.web.work.services.sample_hands import at_hour
from dafeng.work import TaskAct, TaskState

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "office.sample.fill"
STEPS = 3
TASKS_OF = 2026
DONE_BEFORE = timedelta(days=3)
"""The office marks most things some days before they fall due."""
WITH_FILE = ("in6", "out7")
ACTS = {
    TaskState.EXTENDED: TaskAct.EXTEND,
    TaskState.SUSPENDED: TaskAct.SUSPEND,
    TaskState.CANCELLED: TaskAct.CANCEL,
}


def load_sample_office(progress: Progress) -> None:
    """Fill the office's calendar, register and log; call it after the tasks; once."""
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    if plan is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    with transaction.atomic():
        root, by = plan.owner, first_holder(RoleCode.CARBON_OFFICE)
        progress("calendar", 0, STEPS)
        _calendar(root, by)
        progress("letters", 1, STEPS)
        _letters(plan, by)
        progress("decisions", 2, STEPS)
        _decisions(plan, by)
        audit.record(by=None, action=FILLED, target=plan, data={})


def _calendar(root: Organisation, by: User | None) -> None:
    """Mark what was done since the beginning of 2025; add the row of the house."""
    own_rule_add(
        organisation=root, by=by, row=OwnRow(**attrs.asdict(sample_calendar_row()))
    )
    turns = turns_of(
        root,
        first=MARKED_FROM,
        last=SAMPLE_WORK_DATE - timedelta(days=1),
        on=SAMPLE_WORK_DATE,
    )
    marks = CalendarMark.objects.bulk_create(
        CalendarMark(
            organisation=root,
            key=turn.item.key,
            title=f"{turn.item.rule.title_zh} {turn.item.period.name_zh}",
            done_on=turn.item.due_on - DONE_BEFORE,
            by=by,
            at=at_hour(turn.item.due_on - DONE_BEFORE, 16),
        )
        for turn in turns
        if turn.item.key not in NOT_DONE
    )
    data = {"marks": len(marks)}
    audit.record(by=None, action="office.sample.calendar", target=root, data=data)


def _letters(plan: Plan, by: User | None) -> None:
    registry_set(organisation=plan.owner, by=by, signs=LETTER_SIGNS)
    units = Organisation.objects.in_bulk(field_name="code")
    known: dict[str, Letter] = {}
    for one in sample_letters():
        facts = LetterFacts(
            title=one.title,
            correspondent=one.correspondent,
            registered_on=one.registered_on,
            number=one.number,
            dated=one.dated,
            reply_by=one.reply_by,
            replies_to=known.get(one.replies_to),
            hands_down=one.hands_down,
            note=one.note,
            targets=list(_targets(plan, one.targets)),
            tasks=list(_tasks(plan, one.tasks)),
        )
        text = f"\ufeff{one.title}\n示例文件，内容为虚构。\n"
        paper = paper_of(f"{one.title}.csv", text.encode())
        letter = letter_register(
            organisation=plan.owner,
            by=by,
            direction=Direction(one.direction),
            facts=facts,
            paper=paper if one.key in WITH_FILE else None,
        )
        known[one.key] = _taken_on(letter, one, units, by)
    Letter.objects.update(synthetic=True)
    for letter in known.values():
        # As if each had been dealt with on the day on which it came.
        letter.moves.update(at=at_hour(letter.registered_on, 10))


def _taken_on(
    letter: Letter,
    one: SampleLetter,
    units: Mapping[str, Organisation],
    by: User | None,
) -> Letter:
    """Pass a letter on and file it, as the table says; replies mark themselves."""
    addressed = [units[code] for code in one.units if code in units]
    if addressed:
        letter_circulate(letter=letter, by=by, units=addressed)
    answered_later = any(other.replies_to == one.key for other in sample_letters())
    if one.state == LetterState.FILED and not answered_later:
        letter_file(letter=letter, by=by)
    return letter


def _decisions(plan: Plan, by: User | None) -> None:
    """Record the meetings, and link the changes of tasks that they decided.

    One suspension names no decision, so that the check has something to show.
    """
    for one in sample_meetings():
        made = decision_record(
            organisation=plan.owner,
            by=by,
            minutes=Minutes(
                number=one.number,
                meeting=one.meeting,
                met_on=one.met_on,
                chair=one.chair,
                present="\n".join(one.present),
                text=one.text,
            ),
            items=[_item(plan, item) for item in one.items],
        )
        made.recorded_at, made.synthetic = at_hour(one.met_on, 17), True
        made.save(update_fields=["recorded_at", "synthetic"])
        for item in made.items.prefetch_related("tasks__task"):
            for link in item.tasks.all():
                move = _move_of(link.task)
                if move is not None and move.act != TaskAct.SUSPEND.value:
                    task_change_link(item=item, by=by, move=move)


def _item(plan: Plan, item: SampleItem) -> ItemFacts:
    tasks = dict.fromkeys(_tasks(plan, item.tasks))
    targets = dict.fromkeys(_targets(plan, item.targets))
    return ItemFacts(
        text=item.text,
        tasks=[(item.effect, task) for task in tasks],
        targets=[(item.effect, target) for target in targets],
    )


def _tasks(plan: Plan, named: tuple[str, ...]) -> Iterator[Task]:
    """Tasks of this year by clause, or all of a year in a state: ``2025:extended``."""
    rows = Task.objects.filter(plan=plan, parent=None).order_by("number")
    for name in named:
        year, colon, state = name.partition(":")
        if colon:
            yield from rows.filter(year=int(year), state=state)
        else:
            found = rows.filter(year=TASKS_OF, clause__ref=name).first()
            if found is not None:
                yield found


def _targets(plan: Plan, named: tuple[str, ...]) -> Iterator[Target]:
    """Targets by key or by what they are: the first, the second, one handed down."""
    rows = list(Target.objects.filter(plan=plan).order_by("order"))
    known = {row.key: row for row in rows}
    known |= dict(zip(("first", "second"), rows, strict=False))
    handed = next((row for row in rows if row.kind == "delegated"), None)
    if handed is not None:
        known["first-delegated"] = handed
    yield from (known[name] for name in named if name in known)


def _move_of(task: Task) -> TaskMove | None:
    act = ACTS.get(TaskState(task.state))
    return None if act is None else task.moves.filter(act=act.value).first()
