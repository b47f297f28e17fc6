"""How long rows of the audit are kept: rules as data, each with its source.

``data/retention.csv`` holds the rules of the program.  A house that must keep longer
names a table of its own in ``DAFENG_RETENTION`` (columns ``actions`` and ``keep_days``
are enough); it cannot go below what the law asks for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path

import attrs

from dafeng.base.errors import BadInputError


@attrs.frozen(kw_only=True)
class RetentionRule:
    """How long rows are kept whose action begins with ``actions``.

    Attributes
    ----------
    keep_days : int or None
        None keeps them for ever.
    at_least_days : int
        What the source asks for; 0 when it asks for nothing.
    """

    actions: str
    keep_days: int | None
    at_least_days: int
    what_zh: str = ""
    what_en: str = ""
    source: str = ""
    valid_from: str = ""


@attrs.frozen
class Retention:
    """The rules; the longest beginning that fits an action decides."""

    rules: tuple[RetentionRule, ...]

    def rule_of(self, action: str) -> RetentionRule:
        """Return the rule for an action."""
        fitting = (rule for rule in self.rules if action.startswith(rule.actions))
        return max(fitting, key=lambda rule: len(rule.actions))

    def is_over(self, action: str, time: datetime, *, now: datetime) -> bool:
        """Whether the time of a row is over."""
        days = self.rule_of(action).keep_days
        return days is not None and now - time > timedelta(days=days)

    def soonest(self, *, now: datetime) -> datetime:
        """Return the moment after which no rule lets a row go."""
        days = [rule.keep_days for rule in self.rules if rule.keep_days is not None]
        return now - timedelta(days=min(days, default=0))


def retention(own: Path | None = None) -> Retention:
    """Return the rules of the program, with those of a house over them.

    Raises
    ------
    BadInputError
        A rule of the house keeps less than the law asks for, or cannot be read.
    """
    text = resources.files("dafeng.web.core").joinpath("data/retention.csv")
    rules = {rule.actions: rule for rule in _read(text.read_text("utf-8"))}
    if own is not None:
        for rule in _read(own.read_text("utf-8-sig"), where=str(own)):
            base = Retention(tuple(rules.values())).rule_of(rule.actions)
            rules[rule.actions] = _over(base, rule, str(own))
    return Retention(tuple(rules.values()))


def _over(base: RetentionRule, rule: RetentionRule, where: str) -> RetentionRule:
    days = rule.keep_days
    if days is not None and (base.keep_days is None or days < base.at_least_days):
        least = (
            "no end"
            if base.keep_days is None
            else f"at least {base.at_least_days} days"
        )
        msg = (
            f"{where}: {rule.actions or 'every other action'!r} would be kept for "
            f"{days} days; {base.source} asks for {least}. Write a longer time."
        )
        raise BadInputError(msg, code="retention.short", actions=rule.actions)
    return attrs.evolve(
        rule,
        at_least_days=base.at_least_days,
        what_zh=rule.what_zh or base.what_zh,
        what_en=rule.what_en or base.what_en,
        source=rule.source or base.source,
    )


def _read(text: str, where: str = "retention.csv") -> Iterable[RetentionRule]:
    for row in csv.DictReader(text.splitlines()):
        try:
            yield _rule(row)
        except (KeyError, TypeError, ValueError):
            msg = (
                f"{where} holds {dict(row)!r}. Columns: actions, keep_days (a number; "
                "empty keeps for ever)."
            )
            raise BadInputError(msg, code="retention.row") from None


def _rule(row: Mapping[str, str]) -> RetentionRule:
    keep = row["keep_days"].strip()
    return RetentionRule(
        actions=row["actions"].strip(),
        keep_days=int(keep) if keep else None,
        at_least_days=int(row.get("at_least_days") or 0),
        what_zh=row.get("what_zh") or "",
        what_en=row.get("what_en") or "",
        source=row.get("source") or "",
        valid_from=row.get("valid_from") or "",
    )
