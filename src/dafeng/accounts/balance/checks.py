"""What does not fit in a balance: parts, closures, and what was stated about them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.balance.records import Nature, Part
from dafeng.base.findings import Finding, Severity
from dafeng.base.rounding import round_half_even

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dafeng.accounts.balance.records import (
        BalanceLine,
        Carrier,
        Closure,
        Entry,
        Tolerances,
    )

_SHOWN = 3


def check_parts(
    lines: Iterable[BalanceLine],
    columns: Iterable[Carrier],
    entries: Mapping[tuple[str, str], Entry],
    tolerances: Tolerances,
) -> Iterator[Finding]:
    """Yield a finding where stated parts do not fit their stated total.

    Parts that need not be all (branches, 其中) may be less than the total, never more.
    """
    lines, columns = tuple(lines), tuple(columns)
    for line in lines:
        below = [each for each in lines if each.parent == line.code]
        for one in columns:
            total = entries.get((line.code, one.code))
            if total is None or not total.stated:
                continue
            slack = abs(total.quantity) * tolerances.parts
            for nature in (Nature.PART, Nature.BRANCH, Nature.OF_WHICH):
                parts = [
                    entries[part.code, one.code].quantity
                    for part in below
                    if part.nature is nature and (part.code, one.code) in entries
                ]
                gap = sum(parts, Decimal()) - total.quantity
                if parts and _breaks(nature, gap, slack):
                    yield _unfit(nature, line, one, total, gap)


def _breaks(nature: Nature, gap: Decimal, slack: Decimal) -> bool:
    return (abs(gap) if nature is Nature.PART else gap) > slack


def _unfit(
    nature: Nature, line: BalanceLine, one: Carrier, total: Entry, gap: Decimal
) -> Finding:
    whole = nature is Nature.PART
    return Finding(
        code="balance.parts" if whole else "balance.branches",
        severity=Severity.WARNING if whole else Severity.ERROR,
        place=f"{line.code} {one.code}",
        value=f"{total.quantity + gap} / {total.quantity} {one.unit}",
        rule=f"The parts of {line.name_zh} add up to its total."
        if whole
        else f"What is contained in {line.name_zh} is not more than it.",
        hint=f"They are {gap:+} {one.unit} apart: correct the part or the total.",
    )


def check_closures(
    closures: Iterable[Closure], tolerances: Tolerances
) -> Iterator[Finding]:
    """Yield a finding for each carrier that does not close within the tolerance."""
    for closure in closures:
        share = closure.share
        if share is None or abs(share) <= tolerances.difference:
            continue
        percent = round_half_even(share * 100, 2)
        gap = round_half_even(closure.difference, _SHOWN)
        yield Finding(
            code="balance.difference",
            severity=Severity.ERROR,
            place=f"{Part.DIFFERENCE.value} {closure.item}",
            value=f"{gap} {closure.unit} ({percent} %)",
            rule="Supply and conversion less losses and final use close within "
            f"{tolerances.difference * 100} % of what is available.",
            hint="Look for a missing cell, a wrong unit or a wrong sign.",
        )


def check_stated(
    closures: Iterable[Closure],
    stated: Mapping[tuple[str, str], Decimal],
    tolerances: Tolerances,
) -> Iterator[Finding]:
    """Yield a finding where a stated difference or consumption is not what follows."""
    for closure in closures:
        scale = max(abs(closure.supply), abs(closure.consumption))
        for part in (Part.DIFFERENCE, Part.CONSUMPTION):
            said = stated.get((part.value, closure.item))
            if said is None:
                continue
            follows: Fraction = getattr(closure, part.value)
            if abs(Fraction(said) - follows) > scale * Fraction(tolerances.parts):
                yield Finding(
                    code="balance.stated",
                    severity=Severity.WARNING,
                    place=f"{part.value} {closure.item}",
                    value=str(said),
                    rule="The stated figure is the one that follows from the cells: "
                    f"{round_half_even(follows, _SHOWN)} {closure.unit}.",
                    hint="The computed one counts. Correct the cell that is wrong.",
                )
