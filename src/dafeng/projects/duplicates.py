"""Two spellings of one project: proposed as one, and merged with consent alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.units import convert

if TYPE_CHECKING:
    from dafeng.projects.records import Project

ALIKE = Decimal("0.80")
"""From here on a pair is proposed; judged on pairs of the sample's names."""
_NAME, _SAME_SIZE, _SAME_BUILDER, _SAME_PLACE = 0.80, 0.08, 0.12, 0.06
_FILLING = re.compile(
    r"有限责任公司|股份有限公司|有限公司|集团|建设项目|建设工程|项目|工程|建设|的|"
    r"[\W_]"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_SPELLINGS = (
    ("风力发电", "风电"),
    ("光伏发电", "光伏"),
    ("渔光互补发电", "渔光互补"),
    ("万千瓦", "万kw"),
    ("兆瓦", "mw"),
    ("1期", "一期"),
    ("2期", "二期"),
    ("3期", "三期"),
)
_PHASE = re.compile(r"[一二三四五六七八九十]期")


@attrs.frozen(kw_only=True)
class Alike:
    """Two projects that may be one.

    Attributes
    ----------
    one, other : Project
        In the order of their codes.
    likeness : Decimal
        0 to 1, two decimals.
    grounds : tuple of str
        What speaks for it: ``code``, ``name``, ``builder``, ``place``, ``size``.
    """

    one: Project
    other: Project
    likeness: Decimal
    grounds: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Consent:
    """Who agreed that two are one, when, and why; without it nothing is merged."""

    by: str
    on: date
    reason: str


def plain_name(name: str) -> str:
    """Return a name without what people write or leave out.

    Examples
    --------
    >>> plain_name("宝得利 100MW风力发电（一期）项目")
    '宝得利100mw风电一期'
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    for long, brief in _SPELLINGS:
        text = text.replace(long, brief)
    return _FILLING.sub("", text)


def alike_projects(
    projects: Iterable[Project], apart: Iterable[tuple[str, str]] = ()
) -> tuple[Alike, ...]:
    """Propose pairs of projects that may be one, the likeliest first.

    Parameters
    ----------
    apart : iterable of (str, str)
        Pairs of codes that somebody has said are two.
    """
    ordered = sorted(projects, key=lambda each: each.code)
    settled = {frozenset(pair) for pair in apart}
    found = []
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if frozenset((one.code, other.code)) not in settled:
                pair = _alike(one, other)
                if pair.likeness >= ALIKE:
                    found.append(pair)
    return tuple(sorted(found, key=lambda p: (-p.likeness, p.one.code, p.other.code)))


def _alike(one: Project, other: Project) -> Alike:
    first, second = plain_name(one.name), plain_name(other.name)
    likeness = _NAME * SequenceMatcher(None, first, second, autojunk=False).ratio()
    grounds = ["name"] if likeness >= _NAME * float(ALIKE) else []
    if one.uscc and one.uscc == other.uscc:
        likeness += _SAME_BUILDER
        grounds.append("builder")
    if {p.place for p in one.places} & {p.place for p in other.places}:
        likeness += _SAME_PLACE
        grounds.append("place")
    sizes = _same_size(one, other)
    if sizes:
        likeness += _SAME_SIZE
        grounds.append("size")
    if first == second:
        likeness = max(likeness, 0.95)
    if sizes is False or _phases(first) != _phases(second) or _figures(one, other):
        # Two phases of one builder have nearly one name, and are two projects.
        likeness = min(likeness, float(ALIKE) - 0.01)
    return Alike(
        one=one,
        other=other,
        likeness=Decimal(f"{min(likeness, 1.0):.2f}"),
        grounds=tuple(grounds),
    )


def _phases(plain: str) -> list[str]:
    return _PHASE.findall(plain)


def _figures(one: Project, other: Project) -> bool:
    """Whether both names hold figures, and none of them is the same."""
    first = set(_FIGURE.findall(unicodedata.normalize("NFKC", one.name)))
    second = set(_FIGURE.findall(unicodedata.normalize("NFKC", other.name)))
    return bool(first and second and not first & second and not _same_size(one, other))


def _same_size(one: Project, other: Project) -> bool | None:
    """Whether both have one size; None when it cannot be said."""
    if one.capacity is None or other.capacity is None:
        return None
    try:
        return convert(one.capacity, one.unit, other.unit) == other.capacity
    except UnitError:
        return None


def merged(kept: Project, gone: Project, consent: Consent | None) -> Project:
    """Return the kept project with what only the other one knew.

    What both say stays as the kept one says it; papers, milestones and reports of both
    are there, each once.

    Raises
    ------
    BadInputError
        ``project.no_consent``: nobody agreed, or gave a reason.
    """
    if consent is None or not consent.by.strip() or not consent.reason.strip():
        msg = f"Say who agrees that {kept.name} and {gone.name} are one, and why."
        raise BadInputError(msg, code="project.no_consent")
    filled = {
        name: getattr(gone, name)
        for name in FILLED
        if getattr(kept, name) in (None, "", ()) and getattr(gone, name)
    }
    if kept.capacity is None and gone.capacity is not None:
        filled |= {"capacity": gone.capacity, "unit": gone.unit}
    return attrs.evolve(
        kept,
        approvals=tuple(dict.fromkeys((*kept.approvals, *gone.approvals))),
        milestones=tuple(dict.fromkeys((*kept.milestones, *gone.milestones))),
        reports=tuple(dict.fromkeys((*kept.reports, *gone.reports))),
        **filled,
    )


FILLED = (
    "builder",
    "uscc",
    "places",
    "industry",
    "investment",
    "start_due",
    "operation_due",
    "started",
    "trial_from",
    "operated",
    "energy_tce",
    "coal_t",
    "co2_t",
)
"""What a merged project takes over where the kept one knows nothing."""
