"""Objects of two readings are paired by clause and indicator; facts are merged."""

from __future__ import annotations

from dafeng.web.plans.facts import Facts, target_facts
from dafeng.web.plans.matching import Item, merge, pairs_of
from dafeng.web.plans.models import ProposalKind
from tests.web.plans import building


def items(*facts: Facts) -> list[Item]:
    return [Item(id=number, facts=one) for number, one in enumerate(facts)]


def facts(**changes: object) -> Facts:
    return target_facts(building.TARGETS[0]) | changes  # type: ignore[return-value]


def paired(old: list[Item], new: list[Item]) -> list[tuple[int, int]]:
    return [(p.old.id, p.new.id) for p in pairs_of(ProposalKind.TARGET, old, new)]


def test_the_same_indicator_in_two_years_is_paired_by_year() -> None:
    old = items(facts(year=2025), facts(year=2030))
    new = items(facts(year=2030, value="19"), facts(year=2025, value="13"))
    assert paired(old, new) == [(1, 0), (0, 1)]


def test_a_moved_clause_is_found_by_indicator_and_year() -> None:
    assert paired(items(facts()), items(facts(clause="三(一)2"))) == [(0, 0)]


def test_spaces_in_a_name_do_not_matter() -> None:
    assert paired(items(facts()), items(facts(indicator="非化石能源 消费比重"))) == [
        (0, 0)
    ]


def test_a_renamed_indicator_is_found_by_its_code() -> None:
    assert paired(items(facts()), items(facts(indicator="非化石能源占比"))) == [(0, 0)]


def test_what_cannot_be_told_apart_stays_unpaired() -> None:
    old = items(facts(scope="甲"), facts(scope="乙"))
    new = items(facts(scope="丙", value="9", indicator_code="", unit="x"))
    assert paired(old, new) == []


def test_an_unchanged_fact_keeps_the_correction() -> None:
    done = merge(
        was_read=facts(), decided=facts(value="13"), now_read=facts(softness="strive")
    )
    assert done.facts == facts(value="13", softness="strive")
    assert done.moved == ("softness",)
    assert done.clashing == ()


def test_a_fact_that_both_changed_alike_does_not_clash() -> None:
    done = merge(
        was_read=facts(), decided=facts(value="13"), now_read=facts(value="13")
    )
    assert (done.facts, done.moved, done.clashing) == (facts(value="13"), (), ())


def test_a_fact_that_both_changed_differently_clashes() -> None:
    done = merge(
        was_read=facts(), decided=facts(value="13"), now_read=facts(value="14")
    )
    assert done.facts["value"] == "14"
    assert done.clashing == ("value",)


def test_the_clause_follows_the_reading_unless_a_person_set_it() -> None:
    moved = facts(clause="三(二)1")
    assert merge(was_read=facts(), decided=facts(), now_read=moved).moved == ()
    kept = merge(was_read=facts(), decided=facts(clause="三"), now_read=moved)
    assert kept.facts["clause"] == "三"
