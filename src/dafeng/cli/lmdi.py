"""``dafeng lmdi``: share the change of an aggregate out among its factors."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.cli.output import emit_bytes, emit_sheet, emit_text, json_text, say

if TYPE_CHECKING:
    from dafeng.accounts.cases import CaseResult
    from dafeng.sheets import Sheet

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Shape(StrEnum):
    """How a decomposition is shown."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"


class Method(StrEnum):
    """How a change is stated."""

    ADDITIVE = "additive"
    MULTIPLICATIVE = "multiplicative"


@app.command()
def lmdi(
    file: Annotated[
        Path,
        typer.Option("--input", metavar="CASE.json", help="A case, or a list of them."),
    ],
    method: Annotated[
        Method | None,
        typer.Option("--method", help="Default: what the case says, or additive."),
    ] = None,
    shape: Annotated[Shape, typer.Option("--format", help="What to give.")] = (
        Shape.TABLE
    ),
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here, not to stdout."
        ),
    ] = None,
) -> int:
    """Decompose a change by LMDI-I: effects that add up to it, with no rest.

    A case holds tables by year (X), or two times (C0, Ct, X0, Xt), or factors and
    cells. Exits with 1 when a case misses what it expects.
    """
    results = _results(file, method)
    _give(results, shape, output)
    for result in results:
        for finding in result.findings:
            say(f"{result.id or file.name}: {finding.code}: {finding.rule}")
        _compare(result, file)
    return 1 if any(result.blocked for result in results) else 0


def _results(file: Path, method: Method | None) -> tuple[CaseResult, ...]:
    """Evaluate the decompositions of a file; errors name file, case and JSON path."""
    from dafeng.accounts.cases import evaluate_case, read_cases
    from dafeng.base.errors import BadInputError

    cases = read_cases(file)
    wanted = [case for case in cases if _is_decomposition(case)]
    wanted = _without_properties(wanted, file)
    if not wanted:
        spoken = ", ".join(sorted({_subject(case) or "--" for case in cases}))
        msg = (
            f"{file}: no case is a decomposition (category {spoken}). "
            "`dafeng account run --input` evaluates the other categories, `dafeng "
            "outlook` those of the outlook."
        )
        raise BadInputError(msg, code="case.category", file=str(file))
    if len(wanted) < len(cases):
        say(f"{len(cases) - len(wanted)} of {len(cases)} cases are no decomposition.")
    results = []
    for case in wanted:
        plain = _plain(case)
        stated = plain if method is None else {**plain, "method": method.value}
        try:
            results.append(evaluate_case({"category": "decomposition", **stated}))
        except BadInputError as error:
            name = f" {case['id']}" if isinstance(case.get("id"), str) else ""
            msg = f"{file}{name}: {error}"
            raise BadInputError(msg, code=error.code, file=str(file)) from error
    return tuple(results)


def _compare(result: CaseResult, file: Path) -> None:
    """Tell what the case expects and does not get, and how much it does."""
    name = result.id or file.name
    for check in result.comparisons:
        if not check.passed:
            told = f"{check.value}, expected {check.expected} ({check.tolerance})"
            say(f"{name}: {check.name} is {told}")
    held = sum(check.passed for check in result.comparisons)
    if held:
        say(f"{name}: {held} figures as expected")


def _is_decomposition(case: Mapping[str, object]) -> bool:
    """Whether a case says so, or says nothing about what it is."""
    stated = (_subject(case) or "decomposition").casefold()
    return any(word in stated for word in ("decomposition", "lmdi", "分解"))


def _subject(case: Mapping[str, object]) -> str:
    """What a case says that it is about: its category, or its topic."""
    return str(case.get("category") or case.get("topic") or "")


def _without_properties(
    cases: Sequence[Mapping[str, object]], file: Path
) -> list[Mapping[str, object]]:
    """Leave out cases that say what always holds and give nothing to compute."""
    from dafeng.base.errors import BadInputError

    stating = [c for c in cases if c.get("kind") == "property" and "inputs" not in c]
    if stating:
        names = ", ".join(str(case.get("id")) for case in stating)
        told = f"{names}: properties of the method and no figures to evaluate."
        if len(stating) == len(cases):
            msg = f"{file} {told}"
            raise BadInputError(msg, code="case.property", file=str(file))
        say(told)
    return [case for case in cases if case not in stating]


def _plain(case: Mapping[str, object]) -> Mapping[str, object]:
    """Return a case with topic in the form of those with category.

    There ``method`` tells in a sentence what is computed, and ``tolerance`` has its
    kind as a key.
    """
    if "topic" not in case:
        return case
    told = dict(case)
    if not any(word in str(told.get("method")).casefold() for word in Method):
        told.pop("method", None)
    near = told.get("tolerance")
    if isinstance(near, Mapping) and "value" not in near:
        stated = [(k, near[k]) for k in ("rel", "abs") if k in near]
        told.pop("tolerance")
        if stated:
            told["tolerance"] = {"type": stated[0][0], "value": stated[0][1]}
    return told


def _give(results: Sequence[CaseResult], shape: Shape, output: Path | None) -> None:
    if shape is Shape.XLSX and output is None and sys.stdout.isatty():
        msg = "a workbook does not fit into a terminal; name a file with --output"
        raise typer.BadParameter(msg)
    if output is not None:
        from dafeng.sheets import write_file

        write_file(output, _file(results, shape))
    elif shape is Shape.TABLE:
        for result, table in zip(results, _tables(results), strict=True):
            _heading(result, len(results))
            emit_sheet(table)
    else:
        emit_bytes(_file(results, shape))


def _heading(result: CaseResult, count: int) -> None:
    if count > 1 and not sys.stdout.isatty():
        emit_text(f"{result.id} {result.title}".strip() + "\n")


def _file(results: Sequence[CaseResult], shape: Shape) -> bytes:
    if shape is Shape.JSON:
        from dafeng.accounts.cases import case_json

        told = [case_json(result) for result in results]
        return json_text(told[0] if len(told) == 1 else told).encode()
    if shape is Shape.TABLE:
        from dafeng.cli.output import plain_table

        return "\n".join(map(plain_table, _tables(results))).encode()
    from dafeng.sheets import workbook_bytes

    return workbook_bytes(_tables(results), title="LMDI")


def _tables(results: Sequence[CaseResult]) -> list[Sheet]:
    from dafeng.cli.lmdi_tables import effect_tables

    return effect_tables(results)
