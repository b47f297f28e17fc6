"""Tables that cannot be used: every finding says where, what is, what should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.base.errors import BadInputError
from dafeng.measures import MeasureError, read_measures, read_potentials
from tests.measures.writing import (
    BOILER,
    BOILER_EFFECT,
    POTENTIAL,
    PUMP,
    PUMP_EFFECT,
    write_csv,
    write_library,
)


def codes_and_places(error: MeasureError) -> list[tuple[str, str]]:
    return [(each.code, each.place) for each in error.findings]


def findings_of(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(MeasureError) as caught:
        read_measures(folder)
    return codes_and_places(caught.value)


def test_a_sound_library_is_read(tmp_path: Path) -> None:
    pump, boiler = read_measures(write_library(tmp_path))
    assert (pump.id, pump.cost.life, pump.ramp.years) == ("pump", 18, 2)
    assert pump.effects[0].ratio == 0.3
    assert boiler.assumed == (
        "investment",
        "operation",
        "saving",
        "life",
        "ramp",
        "build_years",
        "strength",
        "ratio",
    )


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("id", "", "empty"),
        ("name_zh", "", "empty"),
        ("unit", "", "empty"),
        ("field", "industri", "not_in_list"),
        ("ramp", "soon", "not_a_ramp"),
        ("ramp", "linear:-1", "not_a_ramp"),
        ("build_years", "半年", "not_a_number"),
        ("build_years", "-1", "out_of_range"),
        ("investment", "1e999", "not_a_number"),
        ("investment", "-5", "out_of_range"),
        ("operation", "nan", "not_a_number"),
        ("saving", "", "not_a_number"),
        ("life", "0", "out_of_range"),
        ("price_year", "24", "not_a_year"),
        ("price_year", "1789", "out_of_range"),
        ("assumed", "investment investment operation", "word_twice"),
        ("assumed", "investment operation saving life ramp build_years x", "assumed_"),
        ("valid_from", "2025/1/1", "not_a_day"),
        ("prerequisites", "pomp", "unknown_prerequisites"),
        ("excludes", "pomp", "unknown_excludes"),
        ("excludes", "pump", "excludes_itself"),
    ],
)
def test_a_bad_cell_of_a_measure_is_named(
    tmp_path: Path, column: str, text: str, code: str
) -> None:
    found = findings_of(write_library(tmp_path, (PUMP | {column: text}, BOILER)))
    place = f"measures.csv row 2 column {column}"
    assert any(
        each.startswith(f"measure.{code}") and at == place for each, at in found
    ), found


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("measure", "pomp", "effect_of_nothing"),
        ("action", "magic", "not_in_list"),
        ("sectors", "", "acts_on_nothing"),
        ("carrier", "natural gas", "not_in_list"),
        ("carrier", "", "not_in_list"),
        ("carrier", "electricity", ""),
        ("to_carrier", "", "not_in_list"),
        ("ratio", "-0.3", "out_of_range"),
        ("ratio", "x", "not_a_number"),
        ("strength", "1.01", "out_of_range"),
        ("strength", "-0.1", "out_of_range"),
        ("strength", "0", "acts_on_nothing"),
        ("strength", "", "not_a_number"),
        ("assumed", "strength", "no_source"),
    ],
)
def test_a_bad_cell_of_an_effect_is_named(
    tmp_path: Path, column: str, text: str, code: str
) -> None:
    effects = (PUMP_EFFECT | {column: text}, BOILER_EFFECT)
    found = findings_of(write_library(tmp_path, effects=effects))
    told_at = {"assumed": "source"} if code else {"carrier": "to_carrier"}
    place = f"effects.csv row 2 column {told_at.get(column, column)}"
    expected = f"measure.{code or 'moves_nowhere'}"
    assert (expected, place) in found


def test_a_figure_without_document_that_is_not_assumed_is_a_finding(
    tmp_path: Path,
) -> None:
    bare = PUMP | {"assumed": "investment operation saving ramp"}
    with pytest.raises(MeasureError) as caught:
        read_measures(write_library(tmp_path, (bare, BOILER)))
    assert {each.place: each.rule for each in caught.value.findings} == {
        "measures.csv row 2 column cost_source": (
            "A document stands behind life, or they are assumed."
        ),
        "measures.csv row 2 column source": (
            "A document stands behind build_years, or they are assumed."
        ),
    }
    assert {each.code for each in caught.value.findings} == {"measure.no_source"}


def test_with_a_document_the_same_figures_stand(tmp_path: Path) -> None:
    told = PUMP | {
        "assumed": "investment operation saving ramp",
        "cost_source": "catalogue of 2018",
        "source": "standard of 2020",
    }
    (pump, _) = read_measures(write_library(tmp_path, (told, BOILER)))
    assert pump.cost.source == "catalogue of 2018"
    assert pump.cost.assumed == ("investment", "operation", "saving")


def test_every_finding_is_collected_not_the_first_alone(tmp_path: Path) -> None:
    measures = (PUMP | {"life": "0", "ramp": "x"}, BOILER | {"field": "?"})
    effects = (PUMP_EFFECT | {"strength": "7"}, BOILER_EFFECT | {"sectors": ""})
    with pytest.raises(MeasureError) as caught:
        read_measures(write_library(tmp_path, measures, effects))
    assert len(caught.value.findings) == 5
    assert "5 findings" in str(caught.value)
    assert "And 2 more" in str(caught.value)
    assert isinstance(caught.value, BadInputError)
    life = next(f for f in caught.value.findings if f.place.endswith("life"))
    assert (life.value, life.rule) == ("0", "life is from 0.5 to 100.")


def test_measures_that_need_each_other_in_a_circle_are_named(tmp_path: Path) -> None:
    measures = (
        PUMP | {"prerequisites": "boiler"},
        BOILER | {"prerequisites": "pump"},
    )
    with pytest.raises(MeasureError) as caught:
        read_measures(write_library(tmp_path, measures))
    (cycle,) = caught.value.findings
    assert cycle.code == "measure.cycle"
    assert cycle.value in {
        "pump needs boiler needs pump",
        "boiler needs pump needs boiler",
    }


def test_a_measure_that_needs_itself_is_a_circle(tmp_path: Path) -> None:
    measures = (PUMP | {"prerequisites": "pump"}, BOILER)
    assert findings_of(write_library(tmp_path, measures)) == [
        ("measure.cycle", "measures.csv row 2 column prerequisites")
    ]


def test_two_circles_are_two_findings(tmp_path: Path) -> None:
    names = ["a", "b", "c", "d"]
    needs = dict(zip(names, ["b", "a", "d", "c"], strict=True))
    measures = [PUMP | {"id": n, "prerequisites": needs[n]} for n in names]
    effects = [PUMP_EFFECT | {"measure": n} for n in names]
    found = findings_of(write_library(tmp_path, measures, effects))
    assert [code for code, _ in found] == ["measure.cycle"] * 2


def test_a_measure_cannot_exclude_what_it_needs_through_another(
    tmp_path: Path,
) -> None:
    grid = PUMP | {"id": "grid"}
    measures = (
        PUMP | {"prerequisites": "boiler", "excludes": "grid"},
        BOILER | {"prerequisites": "grid"},
        grid,
    )
    effects = (PUMP_EFFECT, BOILER_EFFECT, PUMP_EFFECT | {"measure": "grid"})
    assert findings_of(write_library(tmp_path, measures, effects)) == [
        ("measure.excludes_its_need", "measures.csv row 2 column excludes")
    ]


def test_an_exclusion_written_on_one_side_holds_on_both(tmp_path: Path) -> None:
    measures = (PUMP | {"excludes": "boiler"}, BOILER)
    pump, boiler = read_measures(write_library(tmp_path, measures))
    assert (pump.excludes, boiler.excludes) == (("boiler",), ("pump",))


def test_a_measure_without_effects_acts_on_nothing(tmp_path: Path) -> None:
    found = findings_of(write_library(tmp_path, effects=(PUMP_EFFECT,)))
    assert found == [("measure.acts_on_nothing", "measures.csv row 3 column id")]


def test_an_id_that_stands_twice_is_named(tmp_path: Path) -> None:
    found = findings_of(write_library(tmp_path, (PUMP, BOILER, PUMP)))
    assert ("measure.twice", "measures.csv row 4 column id") in found


def test_a_day_of_end_before_the_begin_is_named(tmp_path: Path) -> None:
    dated = PUMP | {"valid_from": "2026-01-01", "valid_to": "2025-01-01"}
    found = findings_of(write_library(tmp_path, (dated, BOILER)))
    assert found == [
        ("measure.ends_before_begin", "measures.csv row 2 column valid_to")
    ]


def test_a_ratio_or_a_new_carrier_without_switch_is_named(tmp_path: Path) -> None:
    effect = PUMP_EFFECT | {"action": "efficiency", "assumed": "strength"}
    found = findings_of(write_library(tmp_path, effects=(effect, BOILER_EFFECT)))
    assert found == [
        ("measure.not_in_list", "effects.csv row 2 column to_carrier"),
        ("measure.ratio_of_no_switch", "effects.csv row 2 column ratio"),
    ]


def test_a_sector_that_does_not_exist_is_named_when_codes_are_known(
    tmp_path: Path,
) -> None:
    folder = write_library(tmp_path)
    assert read_measures(folder, sectors=["households.rural"])
    with pytest.raises(MeasureError) as caught:
        read_measures(folder, sectors=["transport"])
    assert codes_and_places(caught.value) == [
        ("measure.unknown_sector", f"effects.csv row {row} column sectors")
        for row in (2, 3)
    ]


def test_an_unknown_column_and_a_missing_one_are_named(tmp_path: Path) -> None:
    odd = {("lifetime" if key == "life" else key): PUMP[key] for key in PUMP}
    folder = write_library(tmp_path, (odd,), (PUMP_EFFECT,))
    found = findings_of(folder)
    assert ("measure.unknown_column", "measures.csv row 1") in found
    assert ("measure.no_column", "measures.csv row 1") in found


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    path = folder / "measures.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    longer = [f"{head},life", *(f"{line},18" for line in lines)]
    path.write_text("\n".join(longer), "utf-8")
    assert ("measure.column_twice", "measures.csv row 1") in findings_of(folder)


def test_a_row_with_another_number_of_cells_is_named(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    path = folder / "effects.csv"
    path.write_text(path.read_text("utf-8").replace("0.98,", "0.98,7,"), "utf-8")
    assert ("measure.row_length", "effects.csv row 3") in findings_of(folder)


def test_columns_that_may_be_left_out_are_open(tmp_path: Path) -> None:
    spare = {"prerequisites", "excludes", "valid_from", "valid_to"}
    measures = [
        {key: row[key] for key in row if key not in spare} for row in (PUMP, BOILER)
    ]
    pump, _ = read_measures(write_library(tmp_path, measures))
    assert (pump.prerequisites, pump.valid_to) == ((), None)


def test_a_folder_without_a_file_and_a_file_not_in_utf8_are_bad_input(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadInputError, match=r"measures\.csv"):
        read_measures(tmp_path)
    folder = write_library(tmp_path)
    (folder / "measures.csv").write_bytes("措施".encode("gbk"))
    with pytest.raises(BadInputError, match="UTF-8"):
        read_measures(folder)
    with pytest.raises(BadInputError):
        read_measures(tmp_path / "nowhere")


def test_potentials_are_read(tmp_path: Path) -> None:
    library = read_measures(write_library(tmp_path))
    path = write_csv(tmp_path / "potentials.csv", [POTENTIAL])
    (one,) = read_potentials(path, library)
    assert one.planned == ((2026, 10.0), (2030, 60.0))
    assert one.delay == ((0, 0.8), (1, 0.2))
    assert (one.size, one.owner, one.clause) == (100, "housing", "三(五)4")


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("measure", "pomp", "unknown_measure"),
        ("place", "", "empty"),
        ("size", "-1", "out_of_range"),
        ("per_year", "viel", "not_a_number"),
        ("planned", "2026:10 2025:20", "not_pairs"),
        ("planned", "2026=10", "not_pairs"),
        ("planned", "2026:-1", "not_pairs"),
        ("planned", "2026:60 2030:10", "plan_falls"),
        ("planned", "2030:101", "plan_above_size"),
        ("owner", "", "empty"),
        ("clause", "", "empty"),
        ("probability", "1.2", "out_of_range"),
        ("delay", "0:0.8 1:0.3", "chances"),
        ("delay", "", "chances"),
        ("source", "", ""),
    ],
)
def test_a_bad_cell_of_a_potential_is_named(
    tmp_path: Path, column: str, text: str, code: str
) -> None:
    library = read_measures(write_library(tmp_path))
    row = POTENTIAL | {column: text} | ({} if code else {"assumed": "per_year"})
    path = write_csv(tmp_path / "potentials.csv", [row])
    with pytest.raises(MeasureError) as caught:
        read_potentials(path, library)
    place = f"potentials.csv row 2 column {column}"
    assert (f"measure.{code or 'no_source'}", place) in codes_and_places(caught.value)


def test_two_potentials_of_one_measure_are_named(tmp_path: Path) -> None:
    library = read_measures(write_library(tmp_path))
    path = write_csv(tmp_path / "potentials.csv", [POTENTIAL, POTENTIAL])
    with pytest.raises(MeasureError, match="measure at|stands once"):
        read_potentials(path, library)
