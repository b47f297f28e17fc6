"""The draw: who is inspected, by chance that anybody can recompute afterwards.

Method: sequential Poisson sampling (E. Ohlsson, Journal of Official Statistics 14,
1998, 149-162) with keyed hashes as permanent random numbers.  Every subject has its
own number u = HMAC-SHA256(key, subject) / 2^256 and the rank u / w; the n smallest
ranks are drawn.  A rank hangs on nothing but key, subject and weight, so a change of
one subject moves no other rank.  Ranks are compared as exact fractions: no rounding,
the same draw on every machine.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.inspections.errors import DrawError
from dafeng.inspections.frames import frame_digest
from dafeng.inspections.inspectors import assigned
from dafeng.inspections.quotas import class_of, class_quotas
from dafeng.inspections.records import (
    ClassQuota,
    Draw,
    DrawCase,
    Drawn,
    How,
    Subject,
)
from dafeng.inspections.risk import risk_points, whole_months
from dafeng.inspections.seeds import commitment_of, drawing_key, lot

if TYPE_CHECKING:
    from dafeng.inspections.rules import Rules


def draw(case: DrawCase, rules: Rules, *, seed: str, word: str = "") -> Draw:
    """Draw the subjects of a plan and the inspectors that are sent.

    Parameters
    ----------
    seed : str
        The secret that was committed to: 64 hexadecimal digits.
    word : str
        A public word that nobody knew when the commitment was published.

    Raises
    ------
    DrawError
        The quota does not fit, an id stands twice, or an exclusion names nobody.
    InspectorsError
        Some subjects have too few inspectors without a conflict.
    SeedError
        The seed is none.
    """
    check_case(case)
    may, resting = eligible(case, rules)
    quotas = class_quotas(may, rules, quota=case.quota)
    key = drawing_key(case.plan, seed, word)
    points = {one.id: risk_points(one, rules, on=case.on) for one in may}
    members: dict[str, list[str]] = defaultdict(list)
    for one in may:
        members[class_of(one, rules)].append(one.id)
    picked = [
        one
        for quota in quotas
        for one in _of_class(members[quota.code], quota, key, points)
    ]
    sent = assigned([one.subject for one in picked], case, key, each=rules.inspectors)
    return Draw(
        plan=case.plan,
        frame=frame_digest(case, rules),
        edition=rules.edition,
        commitment=commitment_of(case.plan, seed),
        seed=seed,
        word=word,
        quotas=quotas,
        drawn=tuple(attrs.evolve(one, inspectors=sent[one.subject]) for one in picked),
        resting=resting,
    )


def eligible(
    case: DrawCase, rules: Rules
) -> tuple[tuple[Subject, ...], tuple[str, ...]]:
    """Return who may be drawn, and who rests after an inspection; both by id."""
    ordered = sorted(case.subjects, key=lambda one: one.id)
    resting = {
        one.id
        for one in ordered
        if one.looked_on is not None
        and one.looked_on <= case.on
        and whole_months(one.looked_on, case.on) < rules.rest_months
    }
    return tuple(s for s in ordered if s.id not in resting), tuple(sorted(resting))


def drawn_by_lot(
    subjects: Iterable[str], weights: Mapping[str, int], *, count: int, key: bytes
) -> list[tuple[str, bytes]]:
    """Return the ``count`` smallest ranks, with the hash that gave each.

    Parameters
    ----------
    weights : mapping of str to int
        Whole numbers of at least 1; chances are in proportion to them, as nearly as
        the method allows while no weight asks for more than one place.

    Raises
    ------
    DrawError
        ``draw.weight``: somebody could never be drawn.
    """
    ranked = []
    for subject in subjects:
        if weights[subject] < 1:
            msg = f"{subject} has {weights[subject]} points. Everybody has at least 1."
            raise DrawError(msg, code="draw.weight", subject=subject)
        hashed = lot(key, subject)
        rank = Fraction(int.from_bytes(hashed), weights[subject])
        ranked.append((rank, subject, hashed))
    ranked.sort()
    return [(subject, hashed) for _rank, subject, hashed in ranked[:count]]


def check_case(case: DrawCase) -> None:
    """Return when ids stand once and exclusions name what is there.

    Raises
    ------
    DrawError
        ``draw.twice``: an id stands twice. ``draw.exclusion``: it names nobody.
    """
    for what, ids in (
        ("subject", [one.id for one in case.subjects]),
        ("inspector", [one.id for one in case.inspectors]),
    ):
        twice = sorted(one for one, times in Counter(ids).items() if times > 1)
        if twice:
            msg = f"The {what} {', '.join(twice)} stands twice. Each stands once."
            raise DrawError(msg, code="draw.twice", names="、".join(twice))
    inspectors = {one.id for one in case.inspectors}
    subjects = {one.id for one in case.subjects}
    for one in case.exclusions:
        if one.inspector not in inspectors or one.subject not in subjects:
            msg = (
                f"The exclusion of {one.inspector} from {one.subject} names somebody "
                "who is not in the case."
            )
            raise DrawError(msg, code="draw.exclusion", inspector=one.inspector)


def _of_class(
    ids: list[str],
    quota: ClassQuota,
    key: bytes,
    points: Mapping[str, int],
) -> list[Drawn]:
    by_risk = drawn_by_lot(
        ids,
        points,
        count=quota.quota - quota.by_chance,
        key=lot(key, How.RISK.value),
    )
    taken = {subject for subject, _hashed in by_risk}
    by_chance = drawn_by_lot(
        [one for one in ids if one not in taken],
        dict.fromkeys(ids, 1),
        count=quota.by_chance,
        key=lot(key, How.RANDOM.value),
    )
    return [
        Drawn(
            subject=subject,
            group=quota.code,
            how=how,
            points=points[subject],
            key=hashed.hex(),
            inspectors=(),
        )
        for how, found in ((How.RISK, by_risk), (How.RANDOM, by_chance))
        for subject, hashed in found
    ]
