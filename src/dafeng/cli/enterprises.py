"""``dafeng enterprises``: what has to be published and is missing, without a house."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.cli.enterprise_budgets import budget
from dafeng.cli.enterprise_reports import account, verify_report
from dafeng.cli.enterprise_savings import anomalies, balance, baseline, norms
from dafeng.cli.output import emit_bytes, emit_sheet, emit_text, json_text, say

if TYPE_CHECKING:
    from types import ModuleType

    from dafeng.enterprises import Case, Standing
    from dafeng.sheets import Sheet

MOST_BYTES = 16 << 20
SEED_BYTES = 32
app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)
CaseFile = Annotated[
    Path,
    typer.Option(
        "--input",
        metavar="CASE.json",
        help="Day, year, enterprises, classes, publications, verified values.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Give the result as JSON.")]


@app.callback()
def enterprises() -> None:
    """See who has to publish what by when, what is missing, and what differs."""


app.command()(budget)
app.command()(account)
app.command()(anomalies)
app.command()(balance)
app.command()(baseline)
app.command()(norms)
app.command("verify-report")(verify_report)


@app.command()
def duties(file: CaseFile, as_json: AsJson = False) -> None:  # noqa: FBT002 - typer's way
    """List what falls due in the year, and where each duty stands on the day."""
    case, rows = _standing(file)
    if as_json:
        emit_text(json_text(_told(case, rows)))
    else:
        emit_sheet(_table(case, rows))
        say(_sentence(case, rows))


@app.command()
def missing(file: CaseFile, as_json: AsJson = False) -> int:  # noqa: FBT002 - typer's way
    """List enterprises without a publication after the date; exits with 1."""
    from dafeng.enterprises import State, missing_firms

    case, rows = _standing(file)
    late = [row for row in rows if row.state is State.MISSING]
    firms = missing_firms(rows)
    if as_json:
        names = _names(case)
        told = [
            {
                "enterprise": one.enterprise,
                "name": names[one.enterprise],
                "duties": [
                    {"rule": d.rule, "period": d.period, "due_on": d.due_on.isoformat()}
                    for d in one.duties
                ],
            }
            for one in firms
        ]
        emit_text(json_text({"on": case.on.isoformat(), "missing": told}))
    else:
        emit_sheet(_table(case, late))
        say(f"{len(firms)} enterprises are missing.")
    return 1 if firms else 0


@app.command()
def export(
    file: CaseFile,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key", metavar="FILE", help="32 bytes in hexadecimal: the list is signed."
        ),
    ] = None,
    terms: Annotated[
        str, typer.Option("--terms", help="Under which terms it is given away.")
    ] = "CC-BY-4.0",
) -> None:
    """Write the public list of the year as a .zip, without what is withheld."""
    from dafeng.enterprises import OpenList, list_files, list_zip, open_rows
    from dafeng.enterprises.open_list import OpenTerms
    from dafeng.public import terms_of

    case, rows = _standing(file)
    held = terms_of(terms)
    told = OpenList(
        place=case.place,
        place_code="",
        year=case.year,
        as_of=case.on,
        terms=OpenTerms(code=held.code, name=held.name_en, path=held.path),
        rows=open_rows(case.register, rows, case.on),
    )
    sign = None if key is None else _signing().signer(_seed(key))
    emit_bytes(list_zip(list_files(told, sign)))


@app.command()
def verify(
    package: Annotated[Path, typer.Argument(metavar="LIST.zip")],
    key: Annotated[
        str, typer.Option("--key", help="Public key that the office made known.")
    ] = "",
) -> int:
    """Check that a list is whole and signed; exits with 1 when it is not."""
    from dafeng.sheets import read_file

    signing = _signing()
    content = read_file(package, family="package", max_bytes=MOST_BYTES)
    findings = signing.check_list(signing.package_files_of(content), key)
    for one in findings:
        emit_text(f"{one.code}: {one.place} {one.rule}\n")
    if not findings:
        say("The list is whole and signed.")
    return 1 if findings else 0


def _signing() -> ModuleType:
    """The module that signs; its library comes with the web extra."""
    from importlib import import_module

    from dafeng.base.errors import BadInputError

    try:
        return import_module("dafeng.enterprises.signing")
    except ModuleNotFoundError as error:
        msg = (
            f"Signatures need the web extra ({error.name} is not installed). "
            "Install it: pip install 'dafeng[web]'"
        )
        raise BadInputError(msg, code="cli.no_web") from None


def _standing(file: Path) -> tuple[Case, tuple[Standing, ...]]:
    from dafeng.enterprises import duties_in, standings

    case = _case(file)
    owed = duties_in(case.register, case.year)
    return case, standings(case.register, owed, case.on)


def _case(file: Path) -> Case:
    from dafeng.base.errors import BadInputError
    from dafeng.enterprises import read_case

    try:
        return read_case(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        msg = f"{file} is no text in UTF-8."
        raise BadInputError(msg, code="case.bad", file=str(file)) from error
    except BadInputError as error:
        msg = f"{file}: {error}"
        raise BadInputError(msg, code=error.code, file=str(file)) from error


def _seed(file: Path) -> bytes:
    from dafeng.base.errors import BadInputError

    try:
        seed = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError as error:
        msg = f"{file} holds no hexadecimal digits."
        raise BadInputError(msg, code="key.bad") from error
    if len(seed) != SEED_BYTES:
        msg = f"A key has 32 bytes, 64 hexadecimal digits; {file} has {len(seed)}."
        raise BadInputError(msg, code="key.bad")
    return seed


def _names(case: Case) -> dict[str, str]:
    return {one.code: one.name for one in case.register.enterprises}


def _sentence(case: Case, rows: tuple[Standing, ...]) -> str:
    from dafeng.enterprises import counts_of

    count = counts_of(rows)
    return (
        f"{case.year}, on {case.on}: {count.obliged} obliged, {count.done} published, "
        f"{count.missing} missing, {count.waiting} not due."
    )


def _told(case: Case, rows: tuple[Standing, ...]) -> dict[str, Any]:
    import attrs

    from dafeng.enterprises import counts_of

    names = _names(case)
    return {
        "year": case.year,
        "on": case.on.isoformat(),
        "counts": attrs.asdict(counts_of(rows)),
        "duties": [_plain(row, names[row.duty.enterprise]) for row in rows],
    }


def _plain(row: Standing, name: str) -> dict[str, Any]:
    duty, first, gap = row.duty, row.first, row.difference
    return {
        "enterprise": duty.enterprise,
        "name": name,
        "rule": duty.rule,
        "period": duty.period,
        "classes": list(duty.classes),
        "listed_in": list(duty.listed_in),
        "due_on": duty.due_on.isoformat(),
        "sure": duty.sure,
        "state": row.state.value,
        "days_late": row.days_late,
        "published_on": None if first is None else first.published_on.isoformat(),
        "agreement": gap.agreement.value,
        "published": gap.published,
        "verified": gap.verified,
        "unit": gap.unit,
        "gap": gap.gap,
        "share": gap.share,
    }


def _table(case: Case, rows: tuple[Standing, ...] | list[Standing]) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    names = _names(case)
    heads = ("enterprise", "what", "period", "due", "state", "published", "agreement")
    columns = [Column(title=head) for head in heads]
    columns += [Column(title="gap", kind=Kind.NUMBER), Column(title="unit")]
    return Sheet(
        name="duties",
        columns=columns,
        rows=[
            [
                names[row.duty.enterprise],
                row.duty.rule,
                row.duty.period,
                row.duty.due_on.isoformat(),
                row.state.value,
                None if row.first is None else row.first.published_on.isoformat(),
                row.difference.agreement.value,
                row.difference.gap,
                row.difference.unit,
            ]
            for row in rows
        ],
    )
