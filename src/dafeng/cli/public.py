"""``dafeng public``: a household's emissions, and releases as packages of open data."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.output import counted, emit_bytes, emit_sheet, json_text, say

if TYPE_CHECKING:
    from cattrs import Converter

    from dafeng.base.findings import Finding
    from dafeng.public import Release

app = typer.Typer(
    help="Count a household's emissions; pack and check open data.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


MOST_BYTES = 64 * 1024 * 1024


class Form(StrEnum):
    """How a result is shown."""

    TABLE = "table"
    JSON = "json"


Shape = Annotated[Form, typer.Option("--format", help="What to give.")]
Input = Annotated[Path, typer.Option("--input", metavar="FILE.json", help="The case.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here, not to stdout."),
]


@app.command("household")
def household(file: Input, form: Shape = Form.TABLE, output: Output = None) -> int:
    """Count what a household emits in a year, from the case of a file.

    The case names persons and year, and what is known of region, electricity_kwh,
    gas_m3, heated_m2 or heat_gj, car_km, car_litres_per_100km, bus_km, coach_km,
    metro_km, rail_km, flight_short_km, flight_long_km, diet, waste_kg_week and
    waste_route. What is left out is unknown; 0 is none.
    """
    from dafeng.base.plain import record_from_json
    from dafeng.cli import public_tables as tables
    from dafeng.factors import factor_book
    from dafeng.public import Household, household_factors, household_footprint

    case = record_from_json(_bytes(file), Household, _numbers)
    factors = household_factors(factor_book(), region=case.region, year=case.year)
    found = household_footprint(case, factors)
    if form is Form.JSON:
        _write(json_text(tables.footprint_json(found)).encode(), output)
    elif output is None:
        emit_sheet(tables.footprint_table(found))
    else:
        from dafeng.cli.output import plain_table

        _write(plain_table(tables.footprint_table(found)).encode(), output)
    say(tables.footprint_words(found))
    return 0


@app.command("package")
def package(
    file: Input,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE.zip", help="Where to write it."),
    ],
) -> int:
    """Pack a release as open data; the last of a list, with the log of the others.

    The file holds a release, or a list of the versions up to it.
    """
    from dafeng.public import corrections_of, package_files, package_zip

    releases = sorted(_releases(_bytes(file)), key=lambda one: one.version)
    files = package_files(releases[-1], corrections_of(releases))
    _write(package_zip(files), output)
    say(f"Packed {releases[-1].version}: {counted([(len(files), 'file')])}.")
    return 0


@app.command("check")
def check(
    path: Annotated[Path, typer.Argument(metavar="ZIP")],
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """Check a package: its files, hashes, and that table and JSON agree.

    Exits with 1 when there are findings, with 2 when it is no package.
    """
    from dafeng.cli.factor_tables import finding_json, findings_table
    from dafeng.public import check_package

    found: tuple[Finding, ...] = check_package(_bytes(path))
    if form is Form.JSON:
        content = {
            "file": path.name,
            "findings": [finding_json(each) for each in found],
        }
        _write(json_text(content).encode(), output)
    elif found:
        emit_sheet(findings_table(found))
    say(f"Checked {path.name}: {counted([(len(found), 'finding')])}.")
    return 1 if found else 0


def _bytes(path: Path) -> bytes:
    from dafeng.sheets import read_file

    return read_file(path, family="document", max_bytes=MOST_BYTES)


def _releases(data: bytes) -> tuple[Release, ...]:
    """One release, or several: told apart by the first sign of the file."""
    from dafeng.base.errors import BadInputError
    from dafeng.base.plain import record_from_json
    from dafeng.public import Release

    if not data.lstrip().startswith(b"["):
        return (record_from_json(data, Release, _versions),)
    found = record_from_json(data, tuple[Release, ...], _versions)
    if not found:
        msg = "The list of releases is empty; give at least one."
        raise BadInputError(msg, code="release.none")
    return found


def _numbers(converter: Converter) -> None:
    """Numbers of a case as people write them: 12, 12.5 or "12.5"."""
    converter.register_structure_hook(Decimal, lambda told, _cls: Decimal(str(told)))


def _versions(converter: Converter) -> None:
    """Versions as people write them: "1.1"."""
    from dafeng.public import Version

    _numbers(converter)
    converter.register_structure_hook(Version, lambda told, _cls: Version.parse(told))


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        emit_bytes(data)
        return
    from dafeng.sheets import write_file

    write_file(output, data)
