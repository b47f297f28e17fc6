"""Faults of a model's files, collected with the line on which each one stands."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN = 60


class Notes:
    """Collects findings; everything is read before anything is said."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was noted, in the order of the reading."""
        return tuple(self._found)

    def fault(
        self, code: str, spot: tuple[str, int], *, found: str, rule: str, hint: str = ""
    ) -> None:
        """Note something that keeps the model from being used."""
        self._note(Severity.ERROR, code, spot, found, rule, hint)

    def doubt(
        self, code: str, spot: tuple[str, int], *, found: str, rule: str, hint: str = ""
    ) -> None:
        """Note something that a reader should look at."""
        self._note(Severity.WARNING, code, spot, found, rule, hint)

    def _note(
        self,
        severity: Severity,
        code: str,
        spot: tuple[str, int],
        found: str,
        rule: str,
        hint: str,
    ) -> None:
        file, line = spot
        self._found.append(
            Finding(
                code=f"model.{code}",
                severity=severity,
                place=f"{file}:{line}" if line else file,
                value=found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…",
                rule=rule,
                hint=hint,
            )
        )


def near(word: str, known: Iterable[str]) -> str:
    """Say which known word is nearest, or all of them when there are few.

    Examples
    --------
    >>> near("elasticty", ["elasticity", "driver"])
    'Did you mean `elasticity`?'
    >>> near("x", ["driver", "mix"])
    'There are: driver, mix.'
    """
    have = list(known)
    closest = get_close_matches(word, have, n=1, cutoff=0.6)
    if closest:
        return f"Did you mean `{closest[0]}`?"
    shown = ", ".join(have[:12])
    return f"There are: {shown}{', …' if len(have) > 12 else ''}." if have else ""
