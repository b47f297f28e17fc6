"""How many of each class are drawn: what the rules ask for, then the rest in shares."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.inspections.errors import DrawError
from dafeng.inspections.records import ClassQuota, Subject

if TYPE_CHECKING:
    from dafeng.inspections.rules import ClassRule, Rules


def class_of(subject: Subject, rules: Rules) -> str:
    """Return the code of the class of a subject.

    Raises
    ------
    DrawError
        ``draw.class``: no class of the rules holds it.
    """
    for rule in rules.classes:
        if rule.holds(subject.energy_tce):
            return rule.code
    msg = f"{subject.id}: no class of the rules holds {subject.energy_tce} tce."
    raise DrawError(msg, code="draw.class", subject=subject.id)


def floor_of(rule: ClassRule, eligible: int) -> int:
    """Return how many the rules ask for of a class of this size.

    Examples
    --------
    >>> from dafeng.inspections.rules import ClassRule
    >>> rule = ClassRule(
    ...     code="large", label_zh="", label_en="", at_least_tce=Decimal(0),
    ...     below_tce=None, share=Decimal("0.2"), least=1,
    ... )
    >>> floor_of(rule, 11), floor_of(rule, 2), floor_of(rule, 0)
    (3, 1, 0)
    """
    asked = max(math.ceil(rule.share * eligible), rule.least)
    return min(asked, eligible)


def least_quota(subjects: Iterable[Subject], rules: Rules) -> int:
    """Return the smallest quota that covers what the rules ask for of every class."""
    sizes = Counter(class_of(one, rules) for one in subjects)
    return sum(floor_of(rule, sizes[rule.code]) for rule in rules.classes)


def class_quotas(
    subjects: Iterable[Subject], rules: Rules, *, quota: int
) -> tuple[ClassQuota, ...]:
    """Split a quota over the classes: their floors, then the rest by what is left.

    The rest goes in proportion to the subjects that a class still has, by the largest
    remainder; the order of the table decides between equals.

    Raises
    ------
    DrawError
        ``draw.quota_short``: the quota does not cover the floors. ``draw.quota_large``:
        there are not so many subjects.
    """
    sizes = Counter(class_of(one, rules) for one in subjects)
    total = sizes.total()
    if quota > total:
        msg = f"A quota of {quota} is more than the {total} subjects to draw from."
        raise DrawError(msg, code="draw.quota_large", quota=quota, eligible=total)
    floors = [floor_of(rule, sizes[rule.code]) for rule in rules.classes]
    if quota < sum(floors):
        msg = f"A quota of {quota} does not cover the {sum(floors)} of the rules."
        raise DrawError(msg, code="draw.quota_short", quota=quota, least=sum(floors))
    left = [
        sizes[rule.code] - floor
        for rule, floor in zip(rules.classes, floors, strict=True)
    ]
    more = _in_proportion(quota - sum(floors), left)
    return tuple(
        _class_quota(rule, sizes[rule.code], floor, floor + extra, rules.random_share)
        for rule, floor, extra in zip(rules.classes, floors, more, strict=True)
    )


def _class_quota(
    rule: ClassRule, eligible: int, floor: int, quota: int, random_share: Decimal
) -> ClassQuota:
    return ClassQuota(
        code=rule.code,
        eligible=eligible,
        floor=floor,
        quota=quota,
        by_chance=math.ceil(random_share * quota),
    )


def _in_proportion(total: int, sizes: list[int]) -> list[int]:
    whole = sum(sizes)
    if not whole:
        return [0] * len(sizes)
    exact = [Fraction(total * size, whole) for size in sizes]
    given = [math.floor(share) for share in exact]
    order = sorted(range(len(sizes)), key=lambda n: (given[n] - exact[n], n))
    for place in order[: total - sum(given)]:
        given[place] += 1
    return given
