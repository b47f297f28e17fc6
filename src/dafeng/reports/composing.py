"""What the official documents are composed of: facts as the pages show them.

Every figure comes in as the text that a page shows, written by the page's own filter;
a composer sets it and never rounds it again.  What is unknown is ``--``.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import attrs

UNKNOWN = "--"


class PaperKind(StrEnum):
    """The documents that the carbon office writes of itself."""

    DISPATCH = "dispatch"
    QUARTER = "quarter"
    SELF = "self"
    CONGRESS = "congress"
    DIVISION = "division"
    CIRCULAR = "circular"


@attrs.frozen(kw_only=True)
class Seal:
    """One result that a document rests on.

    Attributes
    ----------
    what : str
        ``2025年考核结果``.
    on : str
        Its data date, ``2026-11-15``; empty when it has none.
    seal : str
        The first characters of its seal; empty for one that can still change.
    """

    what: str
    on: str = ""
    seal: str = ""


@attrs.frozen(kw_only=True)
class FreeText:
    """A part that people write themselves; ``code`` says where it stands."""

    code: str
    text: str


@attrs.frozen(kw_only=True)
class Frame:
    """What every document has.

    Attributes
    ----------
    organ : str
        Who issues it.
    place : str
        The district's name.
    plan : str
        Title of the plan.
    seals : tuple of Seal
        What the figures come from.
    data_on : str
        Day up to which the figures are known.
    marks : tuple of str
        What is seen on every page.
    contact : str
        Who answers questions.
    corrects : str
        Number of the paper that this one corrects; empty for a first one.
    """

    organ: str
    place: str
    plan: str
    seals: tuple[Seal, ...] = ()
    data_on: str = ""
    marks: tuple[str, ...] = ()
    contact: str = ""
    corrects: str = ""


@attrs.frozen(kw_only=True)
class Figure:
    """A figure that matters; see :class:`dafeng.reports.records.KeyFigure`."""

    label: str
    value: str
    unit: str = ""
    remark: str = ""


@attrs.frozen(kw_only=True)
class Course:
    """Emissions over the years, counted and ahead; amounts in 10,000 t."""

    title: str
    subtitle: str
    source: str
    labels: tuple[str, ...]
    counted: tuple[Decimal | None, ...]
    ahead: tuple[Decimal | None, ...] = ()


@attrs.frozen(kw_only=True)
class YearLine:
    """How the targets of one year stand, counted by state."""

    year: str
    total: str
    met: str
    on_track: str
    at_risk: str
    off_track: str
    missed: str
    unset: str
    right_way: str
    wrong_way: str
    unknown: str


@attrs.frozen(kw_only=True)
class FieldLine:
    """A field of the plan: how many of its targets need attention."""

    title: str
    total: str
    well: str
    behind: int
    unknown: str


@attrs.frozen(kw_only=True)
class TargetLine:
    """Where one target stands."""

    key: str
    indicator: str
    year: str
    asked: str
    value: str
    unit: str
    period: str
    state: str
    chance: str
    units: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class TaskLine:
    """One task of the year."""

    number: str
    clause: str
    title: str
    unit: str
    due: str
    state: str
    role: str = ""


@attrs.frozen(kw_only=True)
class UnitLine:
    """The result of one unit."""

    rank: str
    unit: str
    score: str
    grade: str
    best: str = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class LackLine:
    """A figure that nobody has stated."""

    what: str
    owner: str
    periods: str
    since: str
    targets: str


@attrs.frozen(kw_only=True)
class MatterLine:
    """Something that waits for a decision, and what the rules propose."""

    step: str
    unit: str
    facts: str
    count: int
    reply_by: str


@attrs.frozen(kw_only=True)
class CountLine:
    """How many there are of a kind."""

    label: str
    count: str


def basis_of(frame: Frame) -> str:
    """Say what the figures come from: result, data date, seal.

    Examples
    --------
    >>> seal = Seal(what="2025年考核结果", on="2026-11-15", seal="5ed7cf60")
    >>> basis_of(Frame(organ="办", place="区", plan="方案", seals=(seal,)))
    '数据依据：2025年考核结果（截止2026-11-15，封存校验值5ed7cf60）。'
    """
    if not frame.seals:
        return f"数据依据：{UNKNOWN}（还没有考核结果、碳账和达峰路径）。"
    told = "；".join(_seal_words(one) for one in frame.seals)
    day = f"数据截至{frame.data_on}。" if frame.data_on else ""
    return f"数据依据：{told}。{day}"


def _seal_words(one: Seal) -> str:
    inner = [f"截止{one.on}"] if one.on else []
    inner.append(f"封存校验值{one.seal}" if one.seal else "未封存，可能变化")
    return f"{one.what}（{'，'.join(inner)}）"


def shortened(text: str, most: int) -> str:
    """A sentence that fits a cell; what is cut ends in ``……``.

    Examples
    --------
    >>> shortened("牵头单位未按期报送", 6)
    '牵头单位……'
    """
    return text if len(text) <= most else f"{text[: most - 2]}……"
