"""How Chinese is read aloud: pinyin and its initials, sign by sign."""

from __future__ import annotations

import re

import attrs
from pypinyin import Style, pinyin

CHINESE = re.compile(r"[\u3400-\u9fff]")
RUNS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


@attrs.frozen(kw_only=True)
class Reading:
    """The sound of a text.

    Attributes
    ----------
    syllables : tuple of str
        One for each sign of the text; a sign that is not Chinese reads as itself, in
        small letters.
    """

    syllables: tuple[str, ...]

    @property
    def pinyin(self) -> str:
        """All syllables in one."""
        return "".join(self.syllables)

    @property
    def initials(self) -> str:
        """The first letter of each syllable: as long as the text."""
        return "".join(one[:1] for one in self.syllables)


def reading_of(text: str) -> Reading:
    """Read a text aloud.

    Examples
    --------
    >>> reading_of("非化石能源").initials
    'fhsny'
    >>> reading_of("绿电 A级").pinyin
    'lvdian aji'
    """
    syllables: list[str] = []
    for run in RUNS.findall(text):
        if CHINESE.match(run):
            syllables += (one for (one,) in pinyin(run, style=Style.NORMAL))
        else:
            syllables += (sign.lower() for sign in run)
    return Reading(syllables=tuple(syllables))
