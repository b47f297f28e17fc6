"""Plain text: the encoding is found, the words are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.plan.documents.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable

    TextOf = Callable[[str, bytes], str]

SIMPLIFIED = "一、总体要求\n到2025年,单位地区生产总值能耗下降15.5%以上。\n"
TRADITIONAL = "一、總體要求\n到2025年,單位地區生產總值能耗下降15.5%以上。\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb2312", "gbk", "gb18030"],
)
def test_simplified_text_in_any_encoding(text_of: TextOf, encoding: str):
    assert text_of("plan.txt", SIMPLIFIED.encode(encoding)) == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "gbk"])
def test_traditional_text_in_any_encoding(text_of: TextOf, encoding: str):
    assert text_of("plan.txt", TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize(
    ("text", "encoding"), [("区", "gb18030"), ("碳达峰", "gbk"), ("碳達峰", "big5")]
)
def test_a_word_is_enough(text_of: TextOf, text: str, encoding: str):
    assert text_of("plan.txt", text.encode(encoding)) == text


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from(TRADITIONAL + "綠色低碳責任單位環境保護"), min_size=8))
def test_traditional_words_in_any_order_are_told_from_simplified(text: str):
    for encoding in ("big5", "gb18030"):
        assert plain_text(text.encode(encoding), name="a.txt") == text


def test_nothing_but_line_ends_changes(text_of: TextOf):
    text = "\ufeff\u3000\u3000甲 \t乙\r\n\r\n丙\r丁\n\x0c\n\n"
    assert text_of("plan.md", text.encode()) == (
        "\u3000\u3000甲 \t乙\n\n丙\n丁\n\x0c\n\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x00\x01\x02 binary \x00" * 50,
        "カーボンニュートラル計画".encode("shift_jis"),
        "Süßwasser, Größe, Überschuß, Förderung".encode("latin-1"),
        SIMPLIFIED.encode() + b"\xe4\xb8",
        b"\xff\xfe\x00\xd8\x41",
        SIMPLIFIED.encode("utf-16-le"),
        b"\x01\x02\x03\x04 text",
    ],
)
def test_what_is_no_text_is_refused(data: bytes):
    with pytest.raises(BadInputError, match="UTF-8") as caught:
        plain_text(data, name="plan.txt")
    assert caught.value.code == "document.encoding"
    assert "'plan.txt'" in str(caught.value)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_refusal(data: bytes):
    try:
        text = plain_text(data, name="a.txt")
    except BadInputError as error:
        code = error.code
    else:
        code = ""
        assert "\r" not in text
    assert code in ("", "document.encoding")
