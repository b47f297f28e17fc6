"""``dafeng enterprises baseline|anomalies|norms|balance``: cases without a house."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from dafeng.cli.output import emit_text, json_text, say

T = TypeVar("T")
CaseFile = Annotated[
    Path,
    typer.Option("--input", metavar="CASE.json", help="The case; see the README."),
]


def baseline(file: CaseFile) -> None:
    """Fit baselines of meters, and say what a period saved with its interval."""
    from dafeng.enterprises.savings import baseline_answer, read_baseline_case

    told = baseline_answer(_read(file, read_baseline_case))
    emit_text(json_text(told))
    say(f"{len(told['meters'])} meters.")


def anomalies(file: CaseFile) -> int:
    """Find days, levels, night loads and balances out of order; exits with 1."""
    from dafeng.enterprises.anomalies import anomaly_answer, read_anomaly_case

    told = anomaly_answer(_read(file, read_anomaly_case))
    emit_text(json_text(told))
    say(f"{len(told['anomalies'])} anomalies in {told['meters']} meters.")
    return 1 if told["anomalies"] else 0


def norms(file: CaseFile) -> int:
    """Hold unit consumptions against limit standards; exits with 1 when over."""
    from dafeng.enterprises.norms import Level, norm_answer, read_norm_case

    told = norm_answer(*_read(file, read_norm_case))
    emit_text(json_text(told))
    over = sum(row["level"] == Level.OVER.value for row in told["rows"])
    say(f"{len(told['rows'])} rows, {over} over their limit.")
    return 1 if over else 0


def balance(file: CaseFile) -> None:
    """Close an energy balance: what came in, where it went, what nobody tells."""
    from dafeng.enterprises.balance import energy_answer, read_energy_case

    told = energy_answer(_read(file, read_energy_case))
    emit_text(json_text(told))
    say(f"{len(told['carriers'])} carriers, {len(told['findings'])} findings.")


def _read(file: Path, reader: Callable[[str], T]) -> T:
    from dafeng.base.errors import BadInputError

    fields: dict[str, Any] = {"file": str(file)}
    try:
        return reader(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        msg = f"{file} is no text in UTF-8."
        raise BadInputError(msg, code="case.bad", **fields) from error
    except BadInputError as error:
        msg = f"{file}: {error}"
        raise BadInputError(msg, code=error.code, **fields) from error
