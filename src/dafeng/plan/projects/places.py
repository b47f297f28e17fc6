"""Where a project stands, as its name or its paragraph says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from dafeng.plan.grammar.wordlists import any_of

# A township's name stands alone between these.
_EDGE = r"(?:^|(?<=[、,;。:(在及和与]))"
_TOWN = "(?:镇|乡|街道)"
_ALONE = re.compile(rf"{_EDGE}([\u4e00-\u9fff]{{1,4}}{_TOWN})(?=[、,;。)等和及]|$)")
_TOWN_END = re.compile(rf"(?<![小城乡集村各]){_TOWN}")
_ZONE = re.compile(
    r"[\u4e00-\u9fff]{2,14}?"
    + any_of(
        """
        经济技术开发区 经济开发区 开发区 产业园区 工业园区 园区 产业园 工业园 生态城
        新城 新区 片区 示范区 保护区
        """
    )
)
# A zone of this kind is what is built, not where.
_NO_ZONE = re.compile(any_of("智慧 绿色 低碳 零碳 近零碳 各 试点"))
_SITUATED = re.compile(
    r"(?:位于|选址于?|坐落于)(?P<place>[\u4e00-\u9fff]{2,14}?)(?=[,。;、]|建设|$)"
)
_SHORT_NAME = 2  # characters of most townships' names before 镇
_LONG_NAME = 3  # characters that are still a name where nothing stands before them


@attrs.frozen
class Places:
    """Townships that a document names on their own, for reading longer names.

    A list like 甲镇、乙乡、丙镇 says where the names begin; 某公司甲镇 does not.
    """

    towns: frozenset[str]

    @classmethod
    def named_in(cls, texts: Iterable[str]) -> Places:
        """Collect the townships of a document."""
        found = (m.group(1) for text in texts for m in _ALONE.finditer(text))
        return cls(frozenset(t for t in found if _TOWN_END.search(t)))

    def in_name(self, name: str) -> str | None:
        """Township or zone in a project's name; None where it has none."""
        town = next(self._towns_in(name), None)
        if town is not None:
            return town
        zone = _ZONE.match(name)
        return zone.group() if zone and not _NO_ZONE.match(name) else None

    def in_text(self, text: str) -> str | None:
        """Place that a project's paragraph gives: 位于…, or a township alone."""
        found = _SITUATED.search(text)
        if found:
            return found.group("place")
        alone = _ALONE.search(text)
        return alone.group(1) if alone else None

    def _towns_in(self, name: str) -> Iterator[str]:
        for found in _TOWN_END.finditer(name):
            head = name[: found.end()]
            known = [town for town in self.towns if head.endswith(town)]
            if known:
                yield max(known, key=len)
            elif len(name[: found.start()]) <= _LONG_NAME:
                yield head
            else:
                yield head[found.start() - _SHORT_NAME :]
