"""The indicator register: what a plan's numbers are called, and which way is better.

The register is ``data/indicators.csv``. A plan's wording is found by
:meth:`IndicatorRegister.match`, which returns None rather than a guess.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import attrs

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.base.wording import (
    canonical_wording,
    equal_words,
    share_form,
    without_brackets,
    wording,
)


class IndicatorDirection(StrEnum):
    """Which way the named quantity should go; an intensity is ``down``."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class IndicatorMeasure(StrEnum):
    """How a plan states the quantity when it does not say otherwise."""

    LEVEL = "level"
    RELATIVE_CHANGE = "relative_change"
    COUNT = "count"
    CAPACITY = "capacity"
    STATUS = "status"


@attrs.frozen(kw_only=True)
class Indicator:
    """One row of the register.

    Attributes
    ----------
    code : str
        Letter of the field and two digits, for example ``A05``; never reused.
    name_zh, name_en : str
        Name of the quantity, without 提高 or 下降.
    synonyms : tuple of str
        Wordings of real plans that mean this quantity and no other.
    patterns : tuple of str
        Wordings with choices: ``[x/y]`` one or none, ``{x/y}`` exactly one.
    units : tuple of str
        Spellings of ``base.units``; the first is the usual one, empty for a state.
    direction : IndicatorDirection
        Which way is better for the quantity itself: intensity ``down``, although the
        percentage by which it falls should rise.
    measure : IndicatorMeasure
        How plans usually state it.
    field : str
        Theme, for example ``energy`` or ``buildings``.
    frequency : str
        ``year``, ``quarter``, ``month`` or ``once``.
    formula, source_data, bureau, source, note : str
        Working definition, where its data come from, who usually answers, the document
        that names it, remarks.
    verified : str
        How well the definition is known: ``V`` read in the document, ``S`` read in a
        secondary source, ``U`` working knowledge that a bureau must confirm.
    effective_from, effective_to : date or None
        When the definition is in force; ``effective_to`` is the last day.
    """

    code: str
    name_zh: str
    name_en: str
    synonyms: tuple[str, ...]
    patterns: tuple[str, ...]
    units: tuple[str, ...]
    direction: IndicatorDirection = attrs.field(converter=IndicatorDirection)
    measure: IndicatorMeasure = attrs.field(converter=IndicatorMeasure)
    field: str
    frequency: str
    formula: str
    source_data: str
    bureau: str
    source: str
    verified: str
    note: str
    effective_from: date | None
    effective_to: date | None

    @property
    def unit(self) -> str | None:
        """The usual unit; None for a state."""
        return self.units[0] if self.units else None

    def wordings(self) -> Iterator[str]:
        """Yield every wording that means it: name, synonyms, patterns spelt out."""
        yield self.name_zh
        yield from self.synonyms
        for pattern in self.patterns:
            yield from spell_out(pattern)


_CHOICE = re.compile(r"\[([^\]]*)\]|\{([^}]*)\}")


def spell_out(pattern: str) -> Iterator[str]:
    """Yield the wordings of a pattern.

    Examples
    --------
    >>> list(spell_out("[城镇]新建{建筑/民用建筑}"))
    ['新建建筑', '新建民用建筑', '城镇新建建筑', '城镇新建民用建筑']
    """
    parts: list[tuple[str, ...]] = []
    end = 0
    for hit in _CHOICE.finditer(pattern):
        parts.append((pattern[end : hit.start()],))
        optional, exactly = hit.groups()
        if exactly is None:
            parts.append(("", *optional.split("/")))
        else:
            parts.append(tuple(exactly.split("/")))
        end = hit.end()
    parts.append((pattern[end:],))
    for choice in itertools.product(*parts):
        yield "".join(choice)


@attrs.frozen
class IndicatorRegister:
    """Indicators by code and by wording.

    Attributes
    ----------
    by_code : mapping of str to Indicator
        In the order of the file.
    by_wording : mapping of str to str
        Canonical wording to code.
    """

    by_code: Mapping[str, Indicator]
    by_wording: Mapping[str, str] = attrs.field(repr=False)

    @classmethod
    def of(cls, indicators: tuple[Indicator, ...]) -> IndicatorRegister:
        """Build a register.

        Raises
        ------
        BadInputError
            ``indicator.duplicate``: a code stands twice, or one wording means two
            indicators; the message names all of them.
        """
        by_code: dict[str, Indicator] = {}
        by_wording: dict[str, str] = {}
        clashes: list[str] = []
        for indicator in indicators:
            if indicator.code in by_code:
                clashes.append(f"code {indicator.code}")
            by_code[indicator.code] = indicator
            for words in indicator.wordings():
                code = by_wording.setdefault(canonical_wording(words), indicator.code)
                if code != indicator.code:
                    clashes.append(f"{words} ({code}, {indicator.code})")
        if clashes:
            msg = f"The register says two things at once: {'; '.join(clashes)}."
            raise BadInputError(msg, code="indicator.duplicate", clashes=clashes)
        return cls(MappingProxyType(by_code), MappingProxyType(by_wording))

    def get(self, code: str) -> Indicator:
        """Return the indicator with this code.

        Raises
        ------
        NotFoundError
            ``indicator.unknown``: no such code.
        """
        try:
            return self.by_code[code]
        except KeyError:
            last = max(self.by_code, default="none")
            msg = f"There is no indicator {code!r}; codes run from A01 to {last}."
            raise NotFoundError(msg, code="indicator.unknown", indicator=code) from None

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def match(self, name: str) -> Indicator | None:
        """Return the indicator that a plan's wording means, or None.

        A known wording is taken first. Otherwise words that do not change the meaning
        (scope before, verb behind, a bracket) are taken away until a known wording is
        left; if anything else is left over, the answer is None, because a longer
        name usually is another quantity.

        Parameters
        ----------
        name : str
            Name of an indicator as a plan writes it, without its figure.

        Examples
        --------
        >>> indicator_register().match("全市非化石能源占能源消费总量的比重达到").code
        'A05'
        >>> indicator_register().match("非化石能源车辆占比") is None
        True
        """
        found = self._known(equal_words(name))
        if found is None and (bare := without_brackets(name)) != name:
            found = self._known(equal_words(bare))
        return found

    def _known(self, words: str) -> Indicator | None:
        """Try ``words``, then without tail words, each also without lead words."""
        rules = wording()
        while words:
            code = self.by_wording.get(share_form(words)) or self._after_lead(words)
            if code is not None:
                return self.by_code[code]
            shorter = rules.tail.sub("", words)
            if shorter == words:
                return None
            words = shorter
        return None

    def _after_lead(self, words: str) -> str | None:
        """Take the longest known ending whose beginning is nothing but lead words.

        A longer ending that names another indicator forbids the shorter one.
        """
        lead = wording().lead
        share = words.endswith("占比")
        longest = None
        for start in range(1, len(words) - 1):
            end = words[start:]
            code = self.by_wording.get(end)
            if code is None and share and lead.fullmatch(words, 0, start):
                code = self.by_wording.get(share_form(end))
            if code is None:
                continue
            longest = longest or code
            if code == longest and lead.fullmatch(words, 0, start):
                return code
        return None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split("|") if word)


def _indicator(row: Mapping[str, str]) -> Indicator:
    plain = ("code", "name_zh", "name_en", "direction", "measure", "field", "frequency")
    notes = ("formula", "source_data", "bureau", "source", "verified", "note")
    return Indicator(
        **{name: row[name] for name in (*plain, *notes)},
        synonyms=_words(row["synonyms"]),
        patterns=_words(row["patterns"]),
        units=tuple(unit for unit in row["unit"].split(";") if unit),
        effective_from=_day(row["effective_from"]),
        effective_to=_day(row["effective_to"]),
    )


@cache
def indicator_register() -> IndicatorRegister:
    """Return the packaged register, read once."""
    rows = packaged_rows("dafeng.base", "indicators.csv")
    return IndicatorRegister.of(tuple(map(_indicator, rows)))
