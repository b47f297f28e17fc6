"""Versions and corrections: what changed, in words, and what may not happen."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from dafeng.public import (
    ChangeKind,
    ReleaseError,
    Version,
    change_words_en,
    change_words_zh,
    changes_between,
    corrections_of,
    terms_of,
    withdrawn_since,
)
from tests.public.releasing import figure, first, second


def test_versions_go_from_release_to_correction_to_release() -> None:
    one = Version.parse("1.9")
    assert str(one.corrected()) == "1.10"
    assert one < one.corrected() < one.following()
    assert str(one.following()) == "2.0"


@pytest.mark.parametrize(
    "text",
    ["1", "0.1", "1.01", "v1.0", "1.0.0", "-1.0", "", "9" * 5000 + ".0", "1.١"],
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        Version.parse(text)
    assert caught.value.code == "release.version"


def test_changes_are_told_in_both_languages() -> None:
    changes = changes_between(first(), second())
    assert [change_words_zh(one) for one in changes] == [
        "“森林覆盖率”的数值由 18.2 改为 18.3。",
        "“森林覆盖率”的状态由 滞后 改为 有风险。",
        "“=乙”已撤回：口径有误。",
    ]
    assert [change_words_en(one) for one in changes] == [
        "forest cover: value changed from 18.2 to 18.3.",
        "forest cover: state changed from behind to at risk.",
        "Withdrawn: forest cover. Wrong scope.",
    ]


def test_a_figure_can_come_and_come_back() -> None:
    old = second()
    new = attrs.evolve(
        old,
        version=Version(1, 2),
        corrects=Version(1, 1),
        figures=(*first().figures, figure("target:T3", name_zh="丙")),
    )
    kinds = {one.key: one.kind for one in changes_between(old, new)}
    assert kinds["target:T2"] is ChangeKind.RESTORED
    assert kinds["target:T3"] is ChangeKind.ADDED
    words = [change_words_zh(one) for one in changes_between(old, new)]
    assert "“=乙”恢复发布。" in words
    assert "新增“丙”。" in words


def test_a_new_seal_alone_changes_nothing_that_people_read() -> None:
    again = second(
        figures=(figure(source_seal="f" * 64), first().figures[1]),
    )
    assert changes_between(first(), again) == ()


def test_unknown_becomes_known_in_words_and_is_never_zero() -> None:
    known = second(figures=(first().figures[0], figure("target:T2", value=Decimal(0))))
    words = [change_words_zh(one) for one in changes_between(first(), known)]
    assert "“森林覆盖率”的数值由 未知 改为 0。" in words


def test_a_correction_lets_nothing_vanish() -> None:
    shorter = second(figures=(figure(),))
    with pytest.raises(ReleaseError) as caught:
        changes_between(first(), shorter)
    assert caught.value.code == "release.vanished"
    assert caught.value.fields["keys"] == ("target:T2",)


def test_the_log_names_each_correction_once() -> None:
    log = corrections_of([first(), second()])
    assert [(str(one.version), str(one.corrects)) for one in log] == [("1.1", "1.0")]
    assert log[0].note_zh == "订正统计口径"
    assert len(log[0].changes) == 3


def test_a_version_knows_what_was_withdrawn_after_it() -> None:
    both = [first(), second()]
    assert withdrawn_since(first(), both) == ("target:T2",)
    assert withdrawn_since(second(), both) == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"note_zh": " "}, "release.note"),
        ({"version": Version(1, 2)}, "release.order"),
        ({"figures": (figure(), figure())}, "release.twice"),
    ],
)
def test_a_release_that_breaks_a_rule_is_refused(
    facts: dict[str, object], code: str
) -> None:
    with pytest.raises(ReleaseError) as caught:
        second(**facts)
    assert caught.value.code == code


def test_a_withdrawn_figure_says_why_and_holds_nothing() -> None:
    gone = figure().withdraw(reason_zh="有误")
    assert gone.value is None
    assert gone.state == ""
    with pytest.raises(ReleaseError) as caught:
        figure().withdraw(reason_zh="  ")
    assert caught.value.code == "release.reason"
    with pytest.raises(ReleaseError) as caught:
        figure(withdrawn=True, reason_zh="有误")
    assert caught.value.code == "release.withdrawn_value"
    with pytest.raises(ReleaseError) as caught:
        figure("no key")
    assert caught.value.code == "release.key"


def test_terms_are_named_or_refused() -> None:
    assert terms_of("CC-BY-4.0").path.startswith("https://")
    with pytest.raises(ReleaseError) as caught:
        terms_of("mine")
    assert caught.value.code == "release.terms"
