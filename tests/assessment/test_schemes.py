"""Schemes as data: what is packaged, what a district may write, what is refused."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from importlib import resources

import pytest

from dafeng.assessment.schemes import (
    load_scheme,
    scheme_from_toml,
    scheme_in_force,
    scheme_toml,
    schemes,
)
from dafeng.assessment.schemes.rules import ItemsRule
from dafeng.base.errors import BadInputError, NotFoundError


def packaged(name: str) -> str:
    folder = resources.files("dafeng.assessment") / "data" / "schemes"
    return (folder / f"{name}.toml").read_text(encoding="utf-8")


def refused(name: str, *changes: tuple[str, str]) -> BadInputError:
    """The error of a packaged scheme in which some words are replaced."""
    text = packaged(name)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(BadInputError) as caught:
        scheme_from_toml(text.encode())
    return caught.value


def test_three_schemes_are_packaged_with_source_validity_and_mark() -> None:
    assert schemes() == ("district-2023", "grade-2026", "points-2014")
    for name in schemes():
        scheme = load_scheme(name)
        assert scheme.id == name
        assert scheme.source
        assert scheme.label_zh
        assert scheme.verified in "VSU"
        assert scheme.sha256 == hashlib.sha256(scheme_toml(name)).hexdigest()
        assert scheme_toml(name) == packaged(name).encode()
        assert sum(rule.points for rule in scheme.rules) == scheme.total


def test_the_model_of_2026_says_that_it_is_for_provinces() -> None:
    scheme = load_scheme("grade-2026")
    assert scheme.label_en == "national model for provinces, applied by analogy"
    assert scheme.label_zh == "国家对省级的办法，参照使用"


def test_points_that_no_source_states_are_marked_as_working_values() -> None:
    marks = {rule.id: rule.verified for rule in load_scheme("points-2014").rules}
    assert marks == {"goals": "S", "measures": "U", "foundations": "U"}
    goals = load_scheme("points-2014").rules[0]
    assert isinstance(goals, ItemsRule)
    assert [item.points for item in goals.items] == [25, 25]
    assert {r.verified for r in load_scheme("district-2023").rules} == {"U"}


def test_an_unknown_scheme_names_those_that_there_are() -> None:
    with pytest.raises(NotFoundError, match="district-2023, grade-2026") as caught:
        load_scheme("grade-2031")
    assert caught.value.code == "scheme.unknown"


def test_the_day_decides_whether_a_scheme_holds() -> None:
    last = date(2026, 4, 11)
    assert scheme_in_force("points-2014", last).id == "points-2014"
    for name, day, way in (
        ("points-2014", date(2026, 4, 12), "to 2026-04-11, not on 2026-04-12"),
        ("grade-2026", last, "there are: district-2023, points-2014"),
        ("grade-2026", date(2014, 1, 1), "there are: none"),
    ):
        with pytest.raises(BadInputError, match=way) as caught:
            scheme_in_force(name, day)
        assert caught.value.code == "scheme.not_in_force"


def test_a_scheme_of_ones_own_is_read_with_its_numbers_exact() -> None:
    text = packaged("district-2023").replace("strive = 0.8", "strive = 0.1")
    assert scheme_from_toml(text.encode()).goals.strive == Decimal("0.1")
    with_mark = scheme_from_toml(b"\xef\xbb\xbf" + text.encode())
    assert with_mark.goals.strive == Decimal("0.1")


def test_points_that_do_not_add_up_say_sum_and_difference() -> None:
    error = refused("district-2023", ("points = 25", "points = 30"))
    assert error.code == "scheme.weights"
    assert "add up to 105, not to total = 100: the difference is +5" in str(error)
    error = refused("grade-2026", ("points = 1\n", "points = 0.5\n"))
    assert "the items of 'control' add up to 4.5" in str(error)
    assert "the difference is -0.5" in str(error)


def test_shares_that_do_not_make_a_whole_say_so() -> None:
    error = refused("district-2023", ("lead = 60", "lead = 50"))
    assert error.code == "scheme.shares"
    assert "make 90, not 100: the difference is -10" in str(error)


@pytest.mark.parametrize(
    ("old", "new", "have"),
    [
        ('kind = "targets"', 'kind = "wishes"', "targets, tasks, timeliness, quality"),
        ('kind = "bands"', 'kind = "stars"', "bands, met"),
        ('kind = "missed-target"', 'kind = "bad-luck"', "missed-target, missed-item"),
    ],
)
def test_an_unknown_kind_names_the_known_ones(old: str, new: str, have: str) -> None:
    error = refused("district-2023", (old, new))
    assert error.code == "scheme.rule_kind"
    assert have in str(error)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([("below = 90", "below = 95")], "'excellent' (from 90) and 'good' (below 95)"),
        ([("below = 90\n", "")], "(without end) overlap"),
        ([("below = 80", "below = 75")], "From 75 to 80 points there is no grade"),
        ([("at_least = 0", "at_least = 10")], "worst grade 'fail' begins at 10"),
        ([("at_least = 90", "at_least = 90\nbelow = 99")], "ends below 99"),
        ([("at_least = 80\n", "")], "'good' does not say from how many points"),
        (
            [("at_least = 90", "at_least = 100"), ("below = 90", "below = 100")],
            "'excellent' from 100 can never be given",
        ),
        ([('id = "good"', 'id = "pass"')], "The grade pass stands twice"),
        ([('cap = "pass"', 'cap = "poor"')], "Grades are: excellent, good, pass, fail"),
    ],
)
def test_grades_cover_the_points_once(
    changes: list[tuple[str, str]], told: str
) -> None:
    error = refused("district-2023", *changes)
    assert error.code in ("scheme.grades", "scheme.duplicate")
    assert told in str(error)


def test_a_rule_that_asks_or_gives_nothing_is_refused() -> None:
    nothing = refused(
        "district-2023", ("points = 10", "points = 0"), ("total = 100", "total = 90")
    )
    assert nothing.code == "scheme.empty"
    assert "The rule 'quality' gives 0 points" in str(nothing)
    text = packaged("grade-2026")
    bare = text[: text.index("[[rule]]")]
    with pytest.raises(BadInputError, match="has no rule") as caught:
        scheme_from_toml(bare.encode())
    assert "scheme.empty" in caught.value.fields["problems"]
    items = text[: text.index("[[rule.item]]")].replace("total = 14", "total = 5")
    with pytest.raises(BadInputError, match="'control' has no item") as caught:
        scheme_from_toml(items.encode())
    assert caught.value.code == "scheme.empty"


@pytest.mark.parametrize(
    ("name", "changes", "code", "told"),
    [
        (
            "points-2014",
            [("effective_to = 2026-04-11", "effective_to = 2013-01-01")],
            "scheme.validity",
            "ends on 2013-01-01, before it begins on 2014-08-15",
        ),
        (
            "points-2014",
            [("effective_from = 2014-08-15\n", "")],
            "scheme.missing",
            "effective_from is missing",
        ),
        (
            "grade-2026",
            [('indicators = ["A01"]', 'indicators = ["Z99"]')],
            "scheme.indicator",
            "names the indicator 'Z99'",
        ),
        (
            "grade-2026",
            [('indicators = ["A01"]', "indicators = []")],
            "scheme.empty",
            "'control-1' is measured as final and names 0 indicators",
        ),
        (
            "grade-2026",
            [('id = "control-2"', 'id = "control-1"')],
            "scheme.duplicate",
            "The item control-1 stands twice",
        ),
        (
            "grade-2026",
            [("fails_at = 1", "fails_at = 6")],
            "scheme.value",
            "fails at 6 of 5 items",
        ),
        (
            "grade-2026",
            [("fails_at = 1\n", ""), ("fails_at = 3\n", "")],
            "scheme.grades",
            "need a rule with fails_at",
        ),
        (
            "points-2014",
            [('items = ["yearly", "cumulative"]', 'items = ["monthly"]')],
            "scheme.veto",
            "names the items monthly",
        ),
        (
            "district-2023",
            [('softness = ["binding"]', 'softness = ["iron"]')],
            "scheme.veto",
            "softness is one of binding, strive, expected",
        ),
        (
            "grade-2026",
            [('assesses = "district"', 'assesses = "units"')],
            "scheme.missing",
            "shares is missing",
        ),
        (
            "district-2023",
            [("claimed = 0.8", "claimed = 80")],
            "scheme.value",
            "claimed = 80; write a share from 0 to 1",
        ),
        (
            "district-2023",
            [("share = 0.5", "share = 0.5\n\n[[rule.late]]\ndays = 3\nshare = 0.2")],
            "scheme.value",
            "Sort from few days to many",
        ),
        (
            "district-2023",
            [("figure_weight = 1", "figure_weight = -1")],
            "scheme.empty",
            "weighs figures -1 and reports 1",
        ),
        (
            "district-2023",
            [("binding = 1", "binding = 0")],
            "scheme.shares",
            "binding = 0",
        ),
        (
            "district-2023",
            [('verified = "U"\neffective', 'verified = "X"\neffective')],
            "scheme.value",
            "write V, S or U",
        ),
        (
            "district-2023",
            [('aside = ["draft"', 'aside = ["asleep"')],
            "scheme.value",
            "aside has asleep; known: draft, assigned",
        ),
        (
            "district-2023",
            [("evidence = true", 'evidence = "yes"')],
            "scheme.value",
            "evidence = 'yes' is no true or false",
        ),
        (
            "district-2023",
            [("total = 100", "total = true")],
            "scheme.value",
            "total = True is no number",
        ),
        (
            "district-2023",
            [("effective_from = 2023-01-01", "effective_from = 2023-01-01T08:00:00")],
            "scheme.value",
            "is no day",
        ),
        (
            "district-2023",
            [("total = 100", "total = 99.5"), ("points = 50", "points = 49.5")],
            "scheme.value",
            "total = 99.5; write a whole number above 0",
        ),
        (
            "district-2023",
            [("total = 100", "total = 100\nweather = 3")],
            "scheme.unknown_key",
            "'weather' is not known here",
        ),
        (
            "district-2023",
            [('name_zh = "目标完成"\n', "")],
            "scheme.missing",
            "rule 'targets': name_zh is missing",
        ),
        (
            "district-2023",
            [('delegated_unset = "aside"', 'delegated_unset = "zero"')],
            "scheme.value",
            "write one of aside, count",
        ),
        (
            "district-2023",
            [('before_year = ["status"]', "before_year = [1]")],
            "scheme.value",
            "is no list of texts",
        ),
    ],
)
def test_a_faulty_scheme_is_refused_with_place_and_way_out(
    name: str, changes: list[tuple[str, str]], code: str, told: str
) -> None:
    error = refused(name, *changes)
    assert error.code == code
    assert told in str(error)


def test_kinds_of_rules_fit_who_is_assessed() -> None:
    text = packaged("grade-2026").replace('"district"', '"units"', 1)
    text += "\n[shares]\nlead = 60\nsupport = 40\n"
    district = packaged("district-2023")
    text += district[district.index("[goals]") : district.index("[grading]")]
    with pytest.raises(BadInputError, match="items are for the district") as caught:
        scheme_from_toml(text.encode())
    assert caught.value.code == "scheme.rule_kind"


def test_a_veto_on_targets_does_not_fit_a_scheme_for_the_district() -> None:
    veto = (
        '[[veto]]\nid = "x"\nkind = "missed-target"\nsoftness = ["binding"]\n'
        'roles = ["lead"]\ncap = "pass"\n\n[[rule]]'
    )
    error = refused("grade-2026", ("[[rule]]", veto))
    assert error.code == "scheme.veto"


def test_every_fault_stands_in_one_message() -> None:
    error = refused(
        "district-2023",
        ("lead = 60", "lead = 50"),
        ("points = 25", "points = 30"),
        ("below = 80", "below = 75"),
    )
    assert error.fields["problems"] == (
        "scheme.weights",
        "scheme.grades",
        "scheme.shares",
    )


@pytest.mark.parametrize("data", [b"id = ", b"\xff\xfe"])
def test_what_is_no_toml_is_refused(data: bytes) -> None:
    with pytest.raises(BadInputError, match="The scheme is no TOML") as caught:
        scheme_from_toml(data)
    assert caught.value.code == "scheme.toml"
