"""Seals and their replays, as ``dafeng account`` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.sheets import Column, Kind, Sheet, workbook_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts import Replay, Seal


def seals(kept: Iterable[Seal]) -> Sheet:
    """Every seal."""
    return Sheet(
        name="封存",
        columns=(
            Column(title="年份", kind=Kind.INTEGER),
            Column(title="地区"),
            Column(title="封存号"),
            Column(title="替代"),
            Column(title="原因"),
        ),
        rows=[
            (s.year, s.place, s.digest, s.replaces or None, s.reason or None)
            for s in kept
        ],
    )


def seals_workbook(kept: Iterable[Seal]) -> bytes:
    """The same as a workbook."""
    return workbook_bytes([seals(kept)], title="封存")


def seal_json(seal: Seal) -> dict[str, Any]:
    """One seal for programs."""
    return {
        "seal": seal.digest,
        "place": seal.place,
        "year": seal.year,
        "account_sha256": seal.account_sha256,
        "factor_edition": seal.factor_edition,
        "tables": dict(seal.tables),
        "replaces": seal.replaces or None,
        "reason": seal.reason or None,
    }


def replays_text(made: Iterable[Replay]) -> str:
    """One line a seal: its name, its year, whether the bytes are the same."""
    return "".join(
        f"{each.seal.digest}  {each.seal.year}  {_word(each)}\n" for each in made
    )


def replay_json(made: Replay) -> dict[str, Any]:
    """One replay for programs."""
    return {
        "seal": made.seal.digest,
        "place": made.seal.place,
        "year": made.seal.year,
        "same": made.same,
        "sealed_sha256": made.seal.account_sha256,
        "account_sha256": made.account_sha256,
    }


def replays_workbook(made: Iterable[Replay]) -> bytes:
    """Replays as a workbook."""
    sheet = Sheet(
        name="重算",
        columns=(
            Column(title="年份", kind=Kind.INTEGER, number_format="0"),
            Column(title="封存号"),
            Column(title="结果"),
        ),
        rows=[(each.seal.year, each.seal.digest, _word(each)) for each in made],
    )
    return workbook_bytes([sheet], title="重算")


def _word(made: Replay) -> str:
    return "same bytes" if made.same else "DIFFERENT BYTES"
