"""What holds for the whole document: who made it, when, and for which year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.grammar.authority import Tier, tier_in_words, tier_of
from dafeng.plan.grammar.times import Time, TimeRole, times_in

if TYPE_CHECKING:
    from dafeng.plan.layout.blocks import Block
    from dafeng.plan.metadata import Papers

_YEAR_OF_NUMBER = re.compile(r"〔(\d{4})〕")
_BY = re.compile(r"到|至")
_SENTENCE_END = re.compile(r"[。;]")
_LOOKED_BACK = re.compile(r"累计|以来|已|完成了|较|末|相比|规划")
_NEAR = 40  # characters of a sentence that tell whether a period is over
_SEVERAL_YEARS = re.compile(r"前|[-—~至]")
_FIVE_YEARS = 4  # years from the first to the last of a five-year plan


@attrs.frozen(kw_only=True)
class Circumstances:
    """What a reader knows before the first clause.

    Attributes
    ----------
    tier : Tier or None
        Tier of the plan's own government; None when the document does not say.
    made_in : int
        Year in which the plan was made; 0 when nothing tells.
    default_year : int or None
        Year of a plan for one year (2018年度实施计划).
    """

    tier: Tier | None
    made_in: int
    default_year: int | None


def circumstances_of(
    text: str, papers: Papers, blocks: Sequence[Block]
) -> Circumstances:
    """Circumstances by the document's papers, else by its own words."""
    tier = tier_of(papers.title, papers.issuer)
    return Circumstances(
        tier=tier if tier is not None else tier_in_words(text),
        made_in=_made_in(papers, blocks),
        default_year=_title_year(papers.title or ""),
    )


def _made_in(papers: Papers, blocks: Sequence[Block]) -> int:
    """Year of the plan: its date, its number, else what its targets allow."""
    number = _YEAR_OF_NUMBER.search(papers.number or "")
    if papers.date:
        return int(papers.date[:4])
    if number:
        return int(number.group(1))
    due = [
        time.year
        for block in blocks
        for time in times_in(block.text)
        if time.role is TimeRole.DUE and _is_ahead(block.text, time)
    ]
    return min(max(due) - 1, max(min(due) - _FIVE_YEARS, 2000)) if due else 0


def _is_ahead(text: str, time: Time) -> bool:
    """到 2030 年 and 十四五期间 lie ahead; 十三五期间累计下降 is looked back on."""
    if time.explicit:
        return bool(_BY.match(time.text))
    rest = _SENTENCE_END.split(text[time.start :], maxsplit=1)[0]
    return not _LOOKED_BACK.search(rest[:_NEAR])


def _title_year(title: str) -> int | None:
    """The one year that a title names; none for 2030 年前 and for 2021—2025 年."""
    named = [t for t in times_in(f"{title}。") if t.role is TimeRole.DUE]
    if len(named) != 1 or not named[0].explicit:
        return None
    return None if _SEVERAL_YEARS.search(named[0].text) else named[0].year
