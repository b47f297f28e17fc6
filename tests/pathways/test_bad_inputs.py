"""What can be wrong with what goes in: a named finding, or an answer that says so.

Each is asked through the doors that commands and pages use.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.indicators import Demand
from dafeng.measures import Effect, MeasureError, measure_library
from dafeng.measures.potentials import potentials_of
from dafeng.pathways import (
    Asked,
    ModelError,
    OutlookCase,
    StatedFigure,
    load_model,
    outlook_of,
    review_of,
)
from dafeng.pathways.achieved import Wish
from dafeng.pathways.achieving import achieve
from dafeng.pathways.history import HistoryError
from dafeng.pathways.past import past_peak
from tests.pathways.small_case import changed, small_case
from tests.pathways.small_district import FILES, measure, potential, written

if TYPE_CHECKING:
    from pathlib import Path

POTENTIALS = (
    "measure,place,size,per_year,planned,"
    "owner,clause,probability,delay,source,assumed\n"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"),
    [
        (
            "drivers",
            "100 亿元",
            "100 亿元\n  follows: industry",
            "model.cycle",
            "gdp → industry → gdp",
        ),
        ("carriers", "89.27 tCO2/TJ", "89.27 tce/TJ", "model.unit", "tce/TJ"),
        ("drivers", "rate: 4 %/a", "rate: 4 t", "model.unit", "4 t"),
        ("sectors", "per_year: 1 %/a", "per_year: 20 %/a", "model.mix_sum", "200%"),
    ],
)
def test_a_model_is_refused_with_file_line_found_and_expected(
    tmp_path: Path, file: str, old: str, new: str, code: str, words: str
) -> None:
    assert old in FILES[f"{file}.yaml"]
    folder = written(tmp_path / "m", **{file: FILES[f"{file}.yaml"].replace(old, new)})
    with pytest.raises(ModelError) as caught:
        load_model(folder)
    (fault,) = [one for one in caught.value.findings if one.code == code]
    name, _, line = fault.place.partition(":")
    assert name == f"{file}.yaml"
    assert int(line) > 0
    assert words in f"{fault.value} {fault.rule}"
    assert fault.rule


def test_delays_that_do_not_add_up_to_one_are_refused_with_their_cell() -> None:
    library = measure_library()
    name = library[0].id
    row = f"{name},990000,10,2,2030:5,u1,三(一)1,0.9,0:0.6 1:0.3,,size\n"
    with pytest.raises(MeasureError) as caught:
        potentials_of(POTENTIALS + row, library, file="potentials.csv")
    found = caught.value.findings
    assert any("add up to 1" in one.rule for one in found)
    assert all(one.place.startswith("potentials.csv row 2") for one in found)


def test_a_measure_that_acts_on_nothing_is_named_and_the_outlook_stands() -> None:
    idle = measure(
        "ships", Effect(action="efficiency", sectors=("shipping",), strength=0.5)
    )
    case = small_case()
    other = changed(
        draws=64,
        measures=(*case.measures, idle),
        potentials=(*case.potentials, potential("ships")),
    )
    outlook = outlook_of(other)
    assert ("model.idle_measure", "ships") in {
        (one.code, one.place) for one in outlook.findings
    }
    same = outlook_of(changed(draws=64))
    assert outlook.headline.fan == same.headline.fan
    assert [one.measure for one in outlook.unpriced] == ["ships"]


def test_a_history_with_gaps_names_its_years() -> None:
    gap = [(2020, 1.0), (2022, 2.0), (2024, 3.0)]
    with pytest.raises(HistoryError, match="2021"):
        past_peak(gap)
    base = attrs.evolve(
        small_case().base, history=((2020, 10**10), (2023, 10**10), (2024, 10**10))
    )
    review = review_of(changed(base=base))
    assert {one.place for one in review.findings} == {"2021", "2022"}
    assert review.past is not None
    assert review.past.first == 2023


def test_a_target_out_of_reach_is_answered_with_what_lacks() -> None:
    asked = Asked(
        target="T",
        definition="A01",
        year=2030,
        demand=Demand(comparator="<=", value=Decimal("0.1")),
    )
    outlook = outlook_of(changed(draws=64, asked=(asked,)))
    (gap,) = outlook.target_gaps
    assert gap.lacking == gap.expected - Decimal("0.1")
    assert outlook.headline.targets[0].probability == 0
    level = outlook.level_gap
    assert level is not None
    assert level.uncovered_g > 0, "open even when everything is delivered"
    found = achieve(changed(), Wish(cut=0.95, probability=0.9, since=2026))
    assert {"choice.not_robust"} <= {one.code for one in found.findings}
    assert found.verified == 0


def without_coal(case: OutlookCase) -> OutlookCase:
    """A district that burns none, with a measure and a target about it."""
    cells = tuple(one for one in case.base.cells if one.carrier != "coal")
    total = sum(one.emission_g for one in cells)
    history = (*case.base.history[:-1], (case.base.year, total))
    less = measure(
        "less-coal",
        Effect(
            action="efficiency", sectors=("industry",), carrier="coal", strength=0.5
        ),
    )
    asked = Asked(
        target="coal",
        definition="A03",
        year=2030,
        demand=Demand(comparator="<=", value=Decimal(10)),
    )
    return attrs.evolve(
        case,
        base=attrs.evolve(case.base, cells=cells, history=history),
        measures=(*case.measures, less),
        potentials=(*case.potentials, potential("less-coal")),
        asked=(asked,),
        stated=(StatedFigure(definition="A03", year=2024, value=Decimal(0)),),
        draws=64,
    )


def test_a_district_whose_coal_is_zero_has_an_outlook() -> None:
    case = without_coal(small_case())
    outlook = outlook_of(case)
    assert outlook.headline.fan[0].p50_g == case.base.history[-1][1]
    (target,) = outlook.headline.targets
    assert (target.p50, target.probability) == (0, 1)
    (gap,) = outlook.target_gaps
    assert (gap.planned, gap.expected, gap.measures) == (0, 0, ())
    assert ("model.idle_measure", "less-coal") in {
        (one.code, one.place) for one in outlook.findings
    }
