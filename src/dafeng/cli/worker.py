"""``dafeng worker``: the jobs of a house and their clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.house import DEFAULT_HOME, Home, open_house, today, web_room
from dafeng.cli.output import counted, emit_text, say
from dafeng.cli.results import Form, Output, Shape, findings_json, give, tell_findings

if TYPE_CHECKING:
    from dafeng.sheets import Sheet
    from dafeng.work import Reminder, Reminders

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Once = Annotated[bool, typer.Option("--once", help="Run what is due now, and end.")]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Show the reminders of a day; write, send nothing."),
]
On = Annotated[
    datetime | None,
    typer.Option(
        "--on", formats=["%Y-%m-%d"], help="With --dry-run: that day. Default: today."
    ),
]


@app.command()
def worker(
    once: Once = False,  # noqa: FBT002 - a switch of the command line
    dry_run: DryRun = False,  # noqa: FBT002 - a switch of the command line
    on: On = None,
    home: Home = DEFAULT_HOME,
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Do a house's jobs when they are due: reminders, mails, rounds, tidying up.

    Runs beside `dafeng serve` until it is told to stop; what is under way is ended
    first. Without a worker nothing is lost: jobs and mails wait.
    """
    if on is not None and not dry_run:
        msg = "--on belongs to --dry-run: a worker works today"
        raise typer.BadParameter(msg)
    if once and dry_run:
        msg = "choose --once or --dry-run"
        raise typer.BadParameter(msg)
    if not (home / "secret-key").exists():
        msg = f"There is no house in {home}. Make one: dafeng run --home {home}"
        raise BadInputError(msg, code="house.none", home=str(home))
    open_house(home)
    room = web_room("worker")
    if dry_run:
        day = today() if on is None else on.date()
        return _show(room.foreseen(day), form, output)
    if once:
        emit_text(counted([(room.work_once(), "job")]) + "\n")
        return 0
    say(f"Working for the house in {home} (stop with Ctrl+C)")
    room.work()
    return 0


def _show(reminders: Reminders, form: Form, output: Output) -> int:
    from dafeng.sheets import workbook_bytes

    give(
        form,
        output,
        table=lambda: _table(reminders),
        data=lambda: _data(reminders),
        book=lambda: workbook_bytes([_table(reminders)], title="提醒"),
    )
    return tell_findings(reminders.findings)


def _table(reminders: Reminders) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    titles = ("收件人", "类型", "对象", "单位", "期限", "逾期天数", "事由", "渠道")
    kinds = {"期限": Kind.DATE, "逾期天数": Kind.INTEGER}
    return Sheet(
        name="提醒",
        columns=tuple(
            Column(title=title, kind=kinds.get(title, Kind.TEXT)) for title in titles
        ),
        rows=[_line(one) for one in reminders.notices],
    )


def _line(one: Reminder) -> tuple[str | int | date | None, ...]:
    return (
        one.recipient.person,
        one.kind.value,
        one.label,
        one.unit,
        one.due_on,
        one.late,
        one.recipient.why.value,
        " ".join(channel.value for channel in one.channels),
    )


def _data(reminders: Reminders) -> dict[str, object]:
    return {
        "notices": [
            {
                "key": one.key,
                "to": one.recipient.person,
                "why": one.recipient.why.value,
                "kind": one.kind.value,
                "object": one.object,
                "label": one.label,
                "unit": one.unit,
                "due_on": None if one.due_on is None else one.due_on.isoformat(),
                "days_late": one.late,
                "channels": [channel.value for channel in one.channels],
            }
            for one in reminders.notices
        ],
        "findings": findings_json(reminders.findings),
    }
