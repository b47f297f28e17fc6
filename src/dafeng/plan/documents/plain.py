"""Plain text and Markdown: the encoding is found, the words are left as they are."""

from __future__ import annotations

import codecs
import re

from dafeng.plan.documents.guards import encoding_error

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = ("gb18030", "big5hkscs")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f\ufffd]")
_CONTROL_SHARE = 0.005
_SAMPLE = 20_000
_LIKELY = 0.6


def plain_text(data: bytes, *, name: str) -> str:
    r"""Decode a text file; line ends become ``\n``, a byte order mark is dropped.

    Encodings: UTF-8, UTF-16 and UTF-32 with a byte order mark, GB18030 (with GBK and
    GB2312 in it), Big5. Between the last two the likelier Chinese decides.

    Raises
    ------
    BadInputError
        ``document.encoding``: no encoding gives text, or the file is binary.
    """
    text = decode_text(data, name=name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_text(data: bytes, *, name: str) -> str:
    """Decode bytes whose encoding nobody declared; raises like :func:`plain_text`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return check_text(data.decode(encoding), name=name)
            except UnicodeDecodeError as error:
                what = f"breaks its own encoding, {encoding}, at byte {error.start}"
                raise encoding_error(name, what) from error
    try:
        return check_text(data.decode("utf-8"), name=name)
    except UnicodeDecodeError as error:
        broken_at = error.start
    readings = [_decode_or_none(data, encoding) for encoding in _CHINESE]
    best = max((text for text in readings if text), key=_likeness, default="")
    if not best or _likeness(best) < _LIKELY:
        what = f"is not text in a known encoding (UTF-8 breaks at byte {broken_at})"
        raise encoding_error(name, what)
    return check_text(best, name=name)


def _decode_or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likeness(text: str) -> float:
    """Share of characters beyond ASCII that are common Chinese ones, 0 to 1.

    Both old standards list the common characters first (GB 2312 level 1, Big5 level
    1); right decoding gives 0.99, wrong decoding 0.35 of one of the lists.
    """
    foreign = [char for char in text[:_SAMPLE] if ord(char) > 0x7F]
    if not foreign:
        return 1.0
    simplified = sum(map(_in_gb2312_level_1, foreign))
    traditional = sum(map(_in_big5_level_1, foreign))
    return max(simplified, traditional) / len(foreign)


def _in_gb2312_level_1(char: str) -> bool:
    code = char.encode("gb2312", "ignore")
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or code[0] <= 0xA3)


def _in_big5_level_1(char: str) -> bool:
    code = char.encode("big5", "ignore")
    return len(code) == 2 and 0xA1 <= code[0] <= 0xC6


def check_text(text: str, *, name: str) -> str:
    """Return the text, or raise ``document.encoding`` when it is binary data."""
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > _CONTROL_SHARE * len(text):
        raise encoding_error(name, "holds binary data and not text")
    return text
