"""The case of an assessment command: from a file, or from what a house knows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from dafeng.cli.house import DEFAULT_HOME, day_asked
from dafeng.cli.house_case import DEFAULT_SCHEME, Wanted, house_case

if TYPE_CHECKING:
    from dafeng.assessment import Case
    from dafeng.assessment.schemes import Scheme

SEALS = Path("seals", "assessments")
"""Folder of the seals in a house; the site keeps its own there too."""
_FILE = ".toml"

Year = Annotated[
    int | None,
    typer.Option("--year", help="Year that is assessed; default the last full one."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Only what was known on that day; default today.",
    ),
]
SchemeName = Annotated[
    str | None,
    typer.Option(
        "--scheme",
        metavar="ID|FILE",
        help="A packaged scheme, or a TOML file of your own.",
    ),
]
Input = Annotated[
    Path | None,
    typer.Option(
        "--input", metavar="CASE.json", help="A self-contained case, without a house."
    ),
]


@attrs.frozen(kw_only=True)
class Asked:
    """Which assessment a command is about."""

    home: Path = DEFAULT_HOME
    input: Path | None = None
    year: int | None = None
    scheme: str | None = None
    as_of: datetime | None = None


def case_of(asked: Asked) -> Case:
    """Read the case of a file, or gather that of a house.

    Raises
    ------
    BadInputError
        The file is no case, or the house cannot be assessed.
    """
    from dafeng.assessment import case_from_json

    if asked.input is None:
        wanted = Wanted(
            as_of=day_asked(asked.as_of),
            year=asked.year,
            scheme=_named(asked) or DEFAULT_SCHEME,
        )
        return house_case(asked.home, wanted)
    case = case_from_json(asked.input.read_bytes())
    if asked.year is not None:
        case = attrs.evolve(case, period=str(asked.year))
    if asked.as_of is not None:
        case = attrs.evolve(case, as_of=asked.as_of.date())
    return attrs.evolve(case, scheme=_named(asked) or case.scheme)


def scheme_of(asked: Asked, case: Case) -> Scheme:
    """Read the scheme: packaged by its id, or a file of one's own."""
    from dafeng.assessment.schemes import load_scheme, scheme_from_toml

    own = scheme_file(asked)
    return load_scheme(case.scheme) if own is None else scheme_from_toml(own)


def scheme_file(asked: Asked) -> bytes | None:
    """Return the file of a scheme of one's own; None where a packaged one is meant."""
    if asked.scheme is None or not asked.scheme.endswith(_FILE):
        return None
    return Path(asked.scheme).read_bytes()


def _named(asked: Asked) -> str | None:
    """Return the id of the scheme that the command names."""
    from dafeng.assessment.schemes import scheme_from_toml

    own = scheme_file(asked)
    return asked.scheme if own is None else scheme_from_toml(own).id
