"""Self-contained cases for ``dafeng outlook trend|peak|choose|sensitivity --input``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.cli.output import json_text, plain_table, say
from dafeng.cli.results import give
from dafeng.sheets import Column, Sheet, workbook_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.cli.outlook_house import Asked
    from dafeng.cli.results import Form
    from dafeng.pathways.cases import Answer, Kind

_NAME_LIMIT = 31


def answer_cases(
    cases: Sequence[Any], kind: Kind, asked: Asked, form: Form, output: Path | None
) -> int:
    """Answer the cases of a file that are of a kind; 1 when one misses what it expects.

    Raises
    ------
    BadInputError
        None is of the kind, or one cannot be used; the message names it.
    """
    from dafeng.pathways.cases import answer_case, chosen_cases

    chosen = chosen_cases(cases, kind, named=asked.case)
    if chosen.others:
        say(f"{chosen.others} of {len(cases)} cases are for other commands.")
    answers = [
        answer_case(case, points=asked.draws, seed=asked.seed or 0)
        for case in chosen.cases
    ]
    give(
        form,
        output,
        table=lambda: "\n".join(_text(one, len(answers)) for one in answers),
        data=lambda: _json(answers),
        book=lambda: workbook_bytes(_sheets(answers), title=f"outlook {kind}"),
    )
    for one in answers:
        _tell(one, one.id or "the case")
    return 1 if any(one.passed is False for one in answers) else 0


def _json(answers: Sequence[Answer]) -> bytes:
    told = [_plain(one) for one in answers]
    return json_text(told[0] if len(told) == 1 else told).encode()


def _plain(answer: Answer) -> dict[str, Any]:
    checks = [attrs.asdict(check) for check in answer.checks]
    return {
        "id": answer.id or None,
        **answer.values,
        "checks": checks,
        "passed": answer.passed,
    }


def _text(answer: Answer, count: int) -> str:
    head = f"{answer.id}\n" if count > 1 else ""
    return head + plain_table(_sheet(answer, "case"))


def _sheets(answers: Sequence[Answer]) -> list[Sheet]:
    return [
        _sheet(one, f"{at} {one.id or 'case'}"[:_NAME_LIMIT].strip())
        for at, one in enumerate(answers, 1)
    ]


def _sheet(answer: Answer, name: str) -> Sheet:
    return Sheet(
        name=name,
        columns=(Column(title="项目"), Column(title="结果")),
        rows=[(key, _word(value)) for key, value in _flat("", answer.values)],
    )


def _flat(place: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        rows = []
        for key, each in value.items():
            rows += _flat(f"{place}.{key}" if place else str(key), each)
        return rows
    return [(place, value)]


def _word(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(str(_word(each) or "--") for each in value) or None
    return None if value is None else str(value)


def _tell(answer: Answer, name: str) -> None:
    for check in answer.checks:
        if not check.passed:
            say(f"{name}: {check.name} is {check.value}, expected {check.expected}")
    held = sum(check.passed for check in answer.checks)
    if held:
        say(f"{name}: {held} figures as expected")
