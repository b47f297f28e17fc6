"""The document is cut into lines and marks: nothing is lost, overlaps are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dafeng.plan.records import Span
from dafeng.web.plans.selectors.text import (
    Mark,
    find_words,
    marked_lines,
    passage_of,
)

TEXTS = st.text(alphabet="甲乙丙 \n1%", max_size=60)


def mark(name: str, start: int, end: int) -> Mark:
    return Mark(name=name, kind="target", state="proposed", start=start, end=end)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    spans = draw(
        st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=8)
    )
    return text, [mark(f"m{i}", *span) for i, span in enumerate(spans)]


@given(marked())
def test_every_character_stands_in_exactly_one_segment(
    case: tuple[str, list[Mark]],
) -> None:
    text, marks = case
    lines = marked_lines(text, marks)
    assert "\n".join("".join(s.text for s in line.segments) for line in lines) == text


@given(marked())
def test_every_usable_mark_covers_exactly_its_own_characters(
    case: tuple[str, list[Mark]],
) -> None:
    text, marks = case
    lines = marked_lines(text, marks)
    for one in marks:
        shown = "".join(
            segment.text
            for line in lines
            for segment in line.segments
            if one.name in segment.names.split()
        )
        usable = 0 <= one.start < one.end <= len(text)
        wanted = text[one.start : one.end].replace("\n", "") if usable else ""
        assert shown == wanted


@given(marked())
def test_every_mark_that_is_seen_begins_once(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    lines = marked_lines(text, marks)
    starts = [n for line in lines for s in line.segments for n in s.starts]
    assert len(starts) == len(set(starts))


def test_the_innermost_of_overlapping_marks_is_on_top() -> None:
    (line,) = marked_lines("甲乙丙丁", [mark("all", 0, 4), mark("one", 1, 2)])
    assert [(s.text, s.names, s.top and s.top.name) for s in line.segments] == [
        ("甲", "all", "all"),
        ("乙", "all one", "one"),
        ("丙丁", "all", "all"),
    ]


def test_a_mark_goes_on_over_a_line_end() -> None:
    lines = marked_lines("甲乙\n丙丁", [mark("m", 1, 4)])
    assert [[s.names for s in line.segments] for line in lines] == [
        ["", "m"],
        ["m", ""],
    ]


def test_a_passage_shows_what_stands_around_it() -> None:
    text = "前" * 100 + "目标" + "后" * 100
    passage = passage_of(text, 100, 102)
    assert passage is not None
    assert passage.before == "…" + "前" * 80
    assert passage.marked == "目标"
    assert passage.after == "后" * 80 + "…"


def test_a_span_outside_the_text_gives_no_passage() -> None:
    assert passage_of("短", 0, 9) is None
    assert passage_of("", None, None) is None


def test_words_are_found_over_blanks_and_only_where_they_stand_once() -> None:
    text = "一、森林蓄积量增长。二、森 林\n蓄积量增长，湿地修复，湿地修复。"
    assert find_words(text, "森林蓄积量", Span(10, len(text))) == Span(12, 19)
    assert find_words(text, "湿地修复", Span(0, len(text))) is None
    assert find_words(text, "海洋", Span(0, len(text))) is None
