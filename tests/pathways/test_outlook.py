from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.pathways import OutlookCase, outlook_of
from tests.pathways.whole_case import whole_case

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.pathways import Outlook, Pathway

AGAIN = """
import hashlib, sys
from pathlib import Path
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.pathways import OutlookCase, outlook_of

case = record_from_json(Path(sys.argv[1]).read_bytes(), OutlookCase)
print(hashlib.sha256(record_to_json(outlook_of(case))).hexdigest())
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> OutlookCase:
    return whole_case(tmp_path_factory.mktemp("district"))


@pytest.fixture(scope="module")
def outlook(case: OutlookCase) -> Outlook:
    return outlook_of(case)


def test_a_case_is_read_back_as_it_was_written(case: OutlookCase) -> None:
    assert record_from_json(record_to_json(case), OutlookCase) == case


def test_other_processes_make_the_same_bytes_with_any_number_of_threads(
    case: OutlookCase, outlook: Outlook, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(record_to_json(case))
    others = [
        subprocess.Popen(  # noqa: S603 - our own text
            [sys.executable, "-c", AGAIN, str(file)],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
            stdout=subprocess.PIPE,
            text=True,
        )
        for threads in ("1", "2")
    ]
    made = hashlib.sha256(record_to_json(outlook)).hexdigest()
    assert [one.communicate()[0].strip() for one in others] == [made, made]


def test_every_scenario_is_seen_under_every_convention(
    case: OutlookCase, outlook: Outlook
) -> None:
    assert [(one.scenario, one.convention) for one in outlook.paths] == [
        ("plan", "average"),
        ("frozen", "average"),
        ("fast", "average"),
        ("plan", "fixed"),
        ("frozen", "fixed"),
        ("fast", "fixed"),
    ]
    assert outlook.headline.scenario == case.headline
    assert outlook.path("fast", "fixed") is outlook.paths[-1]
    with pytest.raises(KeyError):
        outlook.path("fast", "none")


def test_the_base_year_of_every_fan_is_the_account(
    case: OutlookCase, outlook: Outlook
) -> None:
    account = dict(case.base.history)[2024]
    for path in outlook.paths:
        assert set(attrs.astuple(path.fan[0])) == {2024, account}
        sectors = sum(one.grams[0] for one in path.sectors)
        assert sectors == pytest.approx(account, abs=len(path.sectors))


def test_a_fan_is_in_order_and_opens(outlook: Outlook) -> None:
    for path in outlook.paths:
        assert [one.year for one in path.fan] == list(path.years)
        for one in path.fan:
            _year, *grams = attrs.astuple(one)
            assert grams == sorted(grams)
        assert path.fan[-1].p05_g < path.fan[-1].p95_g


def test_probabilities_of_the_peak_close_to_one(outlook: Outlook) -> None:
    for path in outlook.paths:
        chances = [chance for _year, chance in path.peak.by_year]
        assert all(one <= other for one, other in pairwise(chances))
        assert chances[-1] + path.peak.not_peaked == 1
        at_year = [chance for _year, chance in path.peak.at_year]
        assert sum(at_year) == chances[-1]
        assert min(at_year) >= 0
        assert path.peak.by(2030) == dict(path.peak.by_year)[2030]
    with pytest.raises(KeyError):
        outlook.headline.peak.by(1990)


def test_without_measures_every_share_of_the_plan_is_frozen_policy(
    case: OutlookCase,
) -> None:
    bare = outlook_of(attrs.evolve(case, measures=(), potentials=()))
    frozen = bare.path("frozen", "average")
    assert attrs.evolve(bare.headline, scenario="frozen") == frozen
    assert (bare.wedges, bare.steps, bare.gap) == ((), (), ())
    assert {one.kind for one in bare.levers} == {"input"}


def test_what_is_done_is_told_in_order(case: OutlookCase) -> None:
    told: list[tuple[str, int, int]] = []
    outlook_of(
        attrs.evolve(case, draws=64),
        lambda what, done, of: told.append((what, done, of)),
    )
    assert [done for _what, done, _of in told] == list(range(7))
    assert {of for _what, _done, of in told} == {7}
    assert told[0][0] == "plan average"


def test_what_was_noticed_is_told_once(case: OutlookCase) -> None:
    [first, *others] = case.measures
    lacking = attrs.evolve(first, prerequisites=("heat pumps",))
    found = outlook_of(attrs.evolve(case, measures=(lacking, *others)))
    codes = [one.code for one in found.findings if one.place == first.id]
    assert codes == ["model.prerequisite"]


def test_what_was_noticed_before_the_run_is_told_first(case: OutlookCase) -> None:
    leftover = Finding(code="model.no_sector", severity=Severity.WARNING)
    found = outlook_of(attrs.evolve(case, draws=64, findings=(leftover,)))
    assert found.findings[0] == leftover


@pytest.mark.parametrize(
    ("changes", "code"), [({"draws": 100}, "draws.count"), ({"by": 2050}, "")]
)
def test_a_case_that_cannot_be_run_is_refused(
    case: OutlookCase, changes: dict[str, int], code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        outlook_of(attrs.evolve(case, **changes))
    assert caught.value.code == (code or "peak.year")


def with_chance(path: Pathway, convention: str, chance: str) -> Pathway:
    peak = attrs.evolve(path.peak, by_year=((2030, Decimal(chance)),))
    return attrs.evolve(path, convention=convention, peak=peak)


@pytest.mark.parametrize(
    ("average", "fixed", "flips"),
    [
        ("0.9", "0.1", True),
        ("0.5", "0.499999", True),
        ("0.9", "0.5", False),
        ("0.4", "0.1", False),
    ],
)
def test_a_convention_flips_the_promise_when_it_decides_what_is_likely(
    outlook: Outlook, average: str, fixed: str, *, flips: bool
) -> None:
    plan = outlook.headline
    paths = (
        with_chance(plan, "average", average),
        with_chance(plan, "fixed", fixed),
        # Another scenario has no say.
        attrs.evolve(with_chance(plan, "fixed", "0.0"), scenario="other"),
    )
    made = attrs.evolve(outlook, paths=paths)
    assert made.flips("plan") is flips
    assert not made.flips("other")
