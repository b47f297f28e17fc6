"""Faults that scanning, typesetting and web pages put into a plan's text.

Each function takes a clean text and a seeded generator and returns the same plan as a
scanner or a web page might deliver it. Table rows keep their line, and no cut goes
through a number or an ASCII word, because no typesetter does that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Noise = Callable[[str, Random], str]

_ENDS = "。；;：:！？!?"
_OPENS = "（(〔[“《「"
_WIDE = {c: chr(ord(c) + 0xFEE0) for c in "0123456789%():;!?~"}
_NARROW = {wide: c for c, wide in _WIDE.items()} | {"，": ",", "．": "."}
_ROW = re.compile(r"[\t|]")
_WORD = re.compile(r"[0-9０-９.．%％‰+#/A-Za-z\u00c0-\u024f]")


def scatter_spaces(text: str, rng: Random) -> str:
    """Spaces inside words, numbers and labels, about one in forty places."""
    return _by_line(text, lambda line: _spaced(line, rng))


def cut_pages(text: str, rng: Random) -> str:
    """A page mark in the middle of every third or so long paragraph."""
    page = rng.randrange(2, 9)
    marks = ("\n\n- {} -\n\n", "\n— {} —\n", "\n第 {} 页\n", "\n\n-{} -\n\n")
    mark = rng.choice(marks)
    lines = []
    for line in text.split("\n"):
        places = _cuts(line)
        if len(line) < 40 or not places or rng.random() > 0.35:
            lines.append(line)
            continue
        at = rng.choice(places)
        lines.append(line[:at] + mark.format(page) + line[at:])
        page += 1
    return "\n".join(lines)


def wrap_lines(text: str, rng: Random) -> str:
    """Hard line ends after a fixed number of columns, as in a printed page."""
    width = rng.randrange(28, 44)
    return _by_line(text, lambda line: "\n".join(_wrapped(line, width)))


def widen(text: str, rng: Random) -> str:
    """Full-width digits and punctuation; the comma too, except inside numbers."""
    del rng
    wide = "".join(_WIDE.get(c, c) for c in text)
    wide = re.sub(r"(?<![0-9０-９]),|,(?![0-9０-９])", "，", wide)
    return re.sub(r"(?<=[０-９])\.(?=[０-９])", "．", wide)


def narrow(text: str, rng: Random) -> str:
    """Half-width digits and punctuation, as on many web pages."""
    del rng
    return "".join(_NARROW.get(c, c) for c in text)


NOISES: dict[str, Noise] = {
    noise.__name__: noise
    for noise in (scatter_spaces, cut_pages, wrap_lines, widen, narrow)
}


def _by_line(text: str, change: Callable[[str], str]) -> str:
    return "\n".join(
        line if _ROW.search(line) else change(line) for line in text.split("\n")
    )


def _spaced(line: str, rng: Random) -> str:
    parts = [line[:1]]
    for before, after in zip(line, line[1:], strict=False):
        latin = before.isalpha() and before < "\u2e80" and after < "\u2e80"
        bare = not before.isspace() and not after.isspace()
        if bare and not latin and rng.random() < 0.025:
            parts.append(" ")
        parts.append(after)
    return "".join(parts)


def _cuts(line: str) -> list[int]:
    if _ROW.search(line):
        return []
    return [i for i in range(12, len(line) - 8) if _is_cut(line, i)]


def _is_cut(line: str, at: int) -> bool:
    before, after = line[at - 1], line[at]
    if before in _ENDS + _OPENS or after in _ENDS + "，,、）)〕]”》」":
        return False
    return not (_WORD.match(before) and _WORD.match(after))


def _wrapped(line: str, width: int) -> list[str]:
    pieces = []
    while len(line) > width:
        at = next((i for i in range(width, width // 2, -1) if _is_cut(line, i)), width)
        pieces.append(line[:at])
        line = line[at:]
    return [*pieces, line]
