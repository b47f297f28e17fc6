"""``dafeng indicators``: the register, one indicator opened, the data that lack."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.account_house import AsOf, Place  # noqa: TC001 - typer reads them
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.indicator_compare import compare
from dafeng.cli.indicator_rebase import rebase
from dafeng.cli.indicator_reprice import reprice
from dafeng.cli.output import counted, say
from dafeng.cli.results import Form, Output, Shape, give

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.cli.indicator_house import Known
    from dafeng.cli.indicator_tables import Shown
    from dafeng.indicators import Definition, Demand

app = typer.Typer(
    help="List and show indicators; say what data is lacking.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


@attrs.frozen(kw_only=True)
class Asked:
    """What a person asks of an indicator."""

    year: int | None = None
    base: int | None = None
    scope: str = ""
    ahead: int | None = None
    demand: str | None = None


_NUMBER = r"-?\d+(?:\.\d+)?"
_DEMAND = re.compile(rf"\s*(>=|<=|>|<|=|~)?\s*({_NUMBER})\s*(?:\.\.\s*({_NUMBER}))?\s*")
Code = Annotated[
    str, typer.Argument(metavar="CODE", help="An indicator, or one definition.")
]
OneYear = Annotated[int | None, typer.Option("--year", help="Only this year's value.")]
Base = Annotated[
    int | None,
    typer.Option("--base", help="Base year; default that of the five-year plan."),
]
Scope = Annotated[
    str, typer.Option("--scope", help="A part of the district; default the whole.")
]
TargetYear = Annotated[
    int | None, typer.Option("--target-year", help="Say where it will stand then.")
]
Asks = Annotated[
    str | None,
    typer.Option(
        "--demand",
        metavar="TEXT",
        help="How probable this is by then: '>=14', '<= 0', '45..50'.",
    ),
]


app.command("compare")(compare)
app.command("rebase")(rebase)
app.command("reprice")(reprice)


@app.command("list")
def list_definitions(
    theme: Annotated[
        str | None, typer.Option("--theme", help="Only of this theme: energy, waste, …")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option("--indicator", help="Only of this code: A05.")
    ] = None,
    words: Annotated[
        str, typer.Option("--definition", metavar="TEXT", help="Words of its names.")
    ] = "",
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """List the definitions of the register; no house is needed."""
    from dafeng.cli import indicator_tables as tables
    from dafeng.indicators import definition_register
    from dafeng.sheets import workbook_bytes

    fields = _fields(theme)
    found = [
        one
        for one in definition_register()
        if (theme is None or fields.get(one.indicator) == theme)
        and (indicator is None or one.indicator == indicator)
        and _says(one, words)
    ]
    give(
        form,
        output,
        table=lambda: tables.register_sheet(found),
        data=lambda: {"definitions": [tables.definition_json(one) for one in found]},
        book=lambda: workbook_bytes([tables.register_sheet(found)], title="指标"),
    )
    say(f"Found {counted([(len(found), 'definition')])}.")
    return 0


@app.command("show")
def show(
    code: Code,
    year: OneYear = None,
    base: Base = None,
    scope: Scope = "",
    target_year: TargetYear = None,
    demand: Asks = None,
    place: Place = None,
    as_of: AsOf = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Open an indicator: definitions, values by year, what is missing, the outlook.

    Exits with 2 when there is no such indicator.
    """
    from dafeng.cli import indicator_tables as tables
    from dafeng.cli.indicator_house import known_in

    if demand is not None and target_year is None:
        msg = "a demand needs its year: give --target-year as well"
        raise typer.BadParameter(msg)
    definitions = _definitions(code)
    known = known_in(home, place, as_of)
    asked = Asked(year=year, base=base, scope=scope, ahead=target_year, demand=demand)
    shown = [_shown(one, known, asked) for one in definitions]
    give(
        form,
        output,
        table=lambda: tables.shown_text(shown),
        data=lambda: tables.shown_json(shown, known.as_of),
        book=lambda: tables.shown_book(shown),
    )
    _tell(shown, asked)
    return 0


@app.command("readiness")
def readiness(
    since: Annotated[
        int | None,
        typer.Option("--since", help="First year; default that of the plan period."),
    ] = None,
    place: Place = None,
    as_of: AsOf = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Say what data the plan lacks: which series, from whom, since when."""
    from dafeng.cli import readiness_tables as tables
    from dafeng.cli.indicator_house import known_in, needs_of
    from dafeng.indicators import examine
    from dafeng.sheets import workbook_bytes

    known = known_in(home, place, as_of)
    found = examine(needs_of(home, known, since), known.evidence, known.as_of)
    give(
        form,
        output,
        table=lambda: tables.lacks_sheet(found),
        data=lambda: tables.readiness_json(found, known.evidence.place, known.as_of),
        book=lambda: workbook_bytes([tables.lacks_sheet(found)], title="缺少的数据"),
    )
    covered = found.coverage
    say(
        f"Known: {covered.known} of {counted([(covered.asked, 'value')])} due by "
        f"{known.as_of}; {len(found.lacks)} series lack figures."
    )
    return 0


def _fields(theme: str | None) -> dict[str, str]:
    """Theme of every indicator.

    Raises
    ------
    BadInputError
        ``indicator.theme``: no indicator is of that theme; says which there are.
    """
    from dafeng.base.indicators import indicator_register

    fields = {one.code: one.field for one in indicator_register()}
    if theme is not None and theme not in fields.values():
        there = ", ".join(sorted(set(fields.values())))
        msg = f"There is no theme {theme!r}. There are: {there}."
        raise BadInputError(msg, code="indicator.theme", theme=theme)
    return fields


def _says(one: Definition, words: str) -> bool:
    names = f"{one.id} {one.name_zh} {one.name_en}".lower()
    return all(word in names for word in words.lower().split())


def _definitions(code: str) -> list[Definition]:
    """Return the definitions of an indicator, or the one of that id."""
    from dafeng.indicators import definition_register

    register = definition_register()
    found = [one for one in register if one.indicator == code]
    return found or [register.get(code)]


def _shown(one: Definition, known: Known, asked: Asked) -> Shown:
    """Reckon a definition, and say where it goes when that was asked."""
    from dafeng.cli.indicator_house import Wanted, base_of, values_of
    from dafeng.cli.indicator_tables import Shown

    last = asked.ahead or asked.year or known.as_of.year - 1
    base = base_of(one, asked.base, last)
    every = Wanted(base=base, scope=asked.scope)
    shown = Shown(
        definition=one,
        base=base,
        values=values_of(one, known, attrs.evolve(every, year=asked.year)),
    )
    if asked.ahead is None:
        return shown
    history = [
        (int(value.period), value.value)
        for value in values_of(one, known, every)
        if value.value is not None
    ]
    return _with_outlook(shown, history, asked)


def _with_outlook(
    shown: Shown, history: Sequence[tuple[int, Decimal]], asked: Asked
) -> Shown:
    from dafeng.indicators import outlook_path, series_outlook

    one, year = shown.definition, asked.ahead or 0
    if asked.demand is None:
        path = outlook_path(history, years=[year], bounded=one.bounded)
        return attrs.evolve(shown, ahead=path[0] if path else None)
    demand = read_demand(asked.demand, one)
    ahead = series_outlook(history, year=year, demand=demand, bounded=one.bounded)
    return attrs.evolve(shown, demand=demand, ahead=ahead)


def read_demand(text: str, definition: Definition) -> Demand:
    """Read ``>=14``, ``<= 0`` or ``45..50``; a bare number goes the better way.

    Raises
    ------
    BadInputError
        ``outlook.demand``: the text is no demand.
    """
    from dafeng.base.indicators import IndicatorDirection
    from dafeng.indicators import Demand

    found = _DEMAND.fullmatch(text)
    if found is None:
        msg = f"{text!r} is no demand. Write '>=14', '<= 0', '~38' or '45..50'."
        raise BadInputError(msg, code="outlook.demand", demand=text)
    down = definition.direction is IndicatorDirection.DOWN
    return Demand(
        comparator=found[1] or ("<=" if down else ">="),
        value=Decimal(found[2]),
        value_max=Decimal(found[3]) if found[3] else None,
    )


def _tell(shown: Sequence[Shown], asked: Asked) -> None:
    """Say how much is known, and of what nobody can tell the outlook."""
    values = [value for one in shown for value in one.values]
    known = sum(value.value is not None for value in values)
    say(f"Known: {known} of {counted([(len(values), 'value')])}.")
    if any(one.synthetic for value in values for one in value.inputs):
        say("Some of it was made by a generator and reported by nobody.")
    for one in shown:
        if asked.ahead is not None and one.ahead is None:
            say(
                f"{one.definition.id}: too little is known to say where it stands in "
                f"{asked.ahead}; that takes three values before it."
            )
