"""What an outlook command is about: a case of a file, or what a house knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.house import DEFAULT_HOME, today
from dafeng.cli.house_case import house_outlook_case
from dafeng.cli.output import say

if TYPE_CHECKING:
    from dafeng.pathways import OutlookCase

SEALS = Path("seals", "outlooks")
"""Folder of the seals in a house; the site keeps its own there."""
MOST_BYTES = 64 * 1024 * 1024

Input = Annotated[
    Path | None,
    typer.Option(
        "--input", metavar="CASE.json", help="A self-contained case, without a house."
    ),
]
CaseId = Annotated[
    str,
    typer.Option("--case", metavar="ID", help="One case of a file that holds a list."),
]
ScenarioCode = Annotated[
    str | None, typer.Option("--scenario", metavar="CODE", help="Default: the plan.")
]
Convention = Annotated[
    str | None,
    typer.Option(
        "--convention", metavar="CODE", help="Of bought power; default the first."
    ),
]
DrawCount = Annotated[
    int | None,
    typer.Option("--draws", metavar="N", help="Draws; a power of two.", min=1),
]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Of the draws.")]
By = Annotated[
    int | None,
    typer.Option("--by", metavar="YEAR", help="Year of the promise; default 2030."),
]


@attrs.frozen(kw_only=True)
class Asked:
    """Which outlook a command is about."""

    home: Path = DEFAULT_HOME
    input: Path | None = None
    case: str = ""
    scenario: str | None = None
    convention: str | None = None
    draws: int | None = None
    seed: int | None = None
    by: int | None = None


@attrs.frozen(kw_only=True)
class Given:
    """The case of a command.

    Attributes
    ----------
    case : OutlookCase
        The scenario and convention asked for are its headline.
    seal : str
        Seal of the house that pins it; else the SHA-256 of the case.
    """

    case: OutlookCase
    seal: str


def read_input(asked: Asked) -> tuple[bytes, tuple[Any, ...]]:
    """Read the file of ``--input``: its bytes, and the cases in it.

    Raises
    ------
    BadInputError
        It is no JSON, or holds no case.
    """
    from dafeng.pathways.cases import cases_of_file
    from dafeng.sheets import read_file

    file = asked.input or Path()
    data = read_file(file, family="case", max_bytes=MOST_BYTES)
    return data, cases_of_file(data, str(file))


def given_case(asked: Asked) -> Given:
    """Gather the case of a house, or read that of a file.

    Raises
    ------
    BadInputError
        The file holds no case of an outlook, or the house cannot give one.
    NotFoundError
        No such scenario or convention.
    """
    if asked.input is None:
        case = house_outlook_case(asked.home, today())
    else:
        case = _case_of_file(asked)
    changed = {
        name: value
        for name in ("draws", "seed", "by")
        if (value := getattr(asked, name)) is not None
    }
    case = attrs.evolve(case, **changed)
    seal = _seal_of(case, None if asked.input else asked.home / SEALS)
    return Given(case=_headed(case, asked), seal=seal)


def _case_of_file(asked: Asked) -> OutlookCase:
    from dafeng.base.plain import record_from_json
    from dafeng.pathways import OutlookCase
    from dafeng.pathways.cases import is_outlook_case, way_of

    data, cases = read_input(asked)
    if is_outlook_case(cases):
        return record_from_json(data, OutlookCase)
    ways = "; ".join(dict.fromkeys(way_of(case) for case in cases))
    msg = (
        f"{asked.input} holds no case of an outlook (model, base, …), which "
        f"`dafeng outlook case` writes: {ways}."
    )
    raise BadInputError(msg, code="outlook.case", file=str(asked.input))


def _headed(case: OutlookCase, asked: Asked) -> OutlookCase:
    """Put the scenario and the convention asked for first."""
    from dafeng.pathways.compiling import named_convention, named_scenario

    scenario = named_scenario(case.model, asked.scenario or case.headline)
    convention = named_convention(case.model, asked.convention or "")
    others = tuple(one for one in case.model.grid if one is not convention)
    return attrs.evolve(
        case,
        headline=scenario.code,
        model=attrs.evolve(case.model, grid=(convention, *others)),
    )


def _seal_of(case: OutlookCase, folder: Path | None) -> str:
    from dafeng.base.plain import record_to_json
    from dafeng.lake import sha256_of

    digest = sha256_of(record_to_json(case))
    for file in sorted(folder.glob("*/seal.json")) if folder else ():
        if json.loads(file.read_bytes()).get("case_sha256") == digest:
            return file.parent.name
    return digest


def say_flips(given: Given, likely: dict[str, bool]) -> None:
    """Tell when the convention of the grid decides the verdict."""
    if len(set(likely.values())) > 1:
        told = ", ".join(f"{c}: {'yes' if y else 'no'}" for c, y in likely.items())
        say(
            f"The convention of bought power flips the verdict on a peak by "
            f"{given.case.by}: {told}."
        )
