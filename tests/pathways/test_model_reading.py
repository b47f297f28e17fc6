from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from dafeng.accounts import Boundary
from dafeng.pathways import base_year_of
from dafeng.pathways.model import (
    ModelError,
    load_model,
    model_schema,
    read_model,
    starting_model,
)
from dafeng.pathways.model.nodes import MOST_BYTES
from dafeng.pathways.model.shapes import FILES as SHAPED
from dafeng.sample import sample_driver_values, sample_model
from tests.pathways.small_district import FILES, small_account, small_model, written

GENERAL = Path("src/dafeng/pathways/data/model")
SAMPLE = Path("src/dafeng/sample/data/model")
SCHEMA = Path("src/dafeng/pathways/data/model.schema.json")


def faults(folder: Path, file: str, old: str, new: str) -> dict[str, str]:
    """Codes and places of the findings after one change of one file."""
    assert old in FILES[file]
    changed = FILES[file].replace(old, new, 1)
    written(folder, **{file.removesuffix(".yaml"): changed})
    return {f.code: f.place for f in read_model(folder).findings}


def plain(text: str) -> Any:
    """A file as JSON would hold it: every key is a text."""
    return json.loads(json.dumps(yaml.safe_load(text)))


def test_a_folder_becomes_a_model(tmp_path: Path) -> None:
    model = small_model(tmp_path)
    assert (model.base_year, model.horizon) == (2024, 2040)
    assert model.boundary is Boundary.CONTROL
    gdp, industry = model.drivers
    assert (gdp.value, gdp.unit) == (100.0, "亿元")
    assert [step.rate for step in gdp.growth] == [0.04, 0.02]
    assert industry.source == "assumed: half as fast"
    assert (industry.follows, industry.elasticity) == ("gdp", 0.5)


def test_numbers_are_brought_to_the_unit_of_the_model(tmp_path: Path) -> None:
    model = small_model(tmp_path)
    coal = next(one for one in model.carriers if one.code == "coal")
    assert coal.factor == pytest.approx(89.27e6)
    assert [one.low for one in model.inputs] == [-0.01, -0.01, -0.01]
    assert model.sectors[4].mix[0].per_year == 0.01
    fast = model.scenarios[2]
    assert (fast.potential, fast.pull_forward) == (0.5, 2)
    assert fast.sizes == (("boilers", ((2026, 10.0), (2030, 60.0))),)


def test_a_value_is_converted_to_the_unit_beside_it(tmp_path: Path) -> None:
    text = FILES["drivers.yaml"].replace("value: 400000\n", "value: 40 亿元\n")
    model = load_model(written(tmp_path / "m", drivers=text))
    assert (model.drivers[1].value, model.drivers[1].unit) == (400000.0, "万元")


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line"),
    [
        ("drivers.yaml", "growth:", "grwth:", "unknown_key", 4),
        ("drivers.yaml", "  value: 100 亿元\n", "", "missing_key", 1),
        ("drivers.yaml", "100 亿元", "100 什么", "unit", 3),
        ("drivers.yaml", "100 亿元", "100", "unit", 3),
        ("drivers.yaml", "rate: 4 %/a", "rate: 4 %", "unit", 5),
        ("drivers.yaml", "rate: 4 %/a", "rate: 4", "unit", 5),
        ("drivers.yaml", "value: 400000", "value: 40 t", "unit", 10),
        ("drivers.yaml", "rate: 4 %/a", "rate: much", "value", 5),
        ("drivers.yaml", "rate: 4 %/a", "rate: -100 %/a", "rate", 5),
        ("drivers.yaml", "until: 2030", "until: 2041", "steps", 6),
        ("drivers.yaml", "until: 2030", "until: 203", "value", 5),
        ("drivers.yaml", "code: industry", "code: gdp", "duplicate", 8),
        ("drivers.yaml", "  source: yearbook 2024\n", "", "no_source", 1),
        ("drivers.yaml", "follows: gdp", "follows: gpd", "unknown_driver", 12),
        ("drivers.yaml", "follows: gdp", "follows: industry", "cycle", 12),
        ("drivers.yaml", "{zh: 产值, en: Output}", "{zh: 产值}", "value", 2),
        ("drivers.yaml", "code: gdp", "code: G D P", "value", 1),
        ("drivers.yaml", "value: 100 亿元", "value: [1, 2]", "value", 3),
        ("drivers.yaml", "value: 100 亿元", "value:", "value", 3),
        ("carriers.yaml", "kind: fuel", "kind: fule", "value", 3),
        ("carriers.yaml", "[power.bought]", "[power.bougth]", "unknown_flow", 17),
        ("carriers.yaml", "[BITUMINOUS]", "[NATURAL_GAS]", "taken_twice", 10),
        ("carriers.yaml", "[heat.sold]", "[heat.bought]", "taken_twice", 31),
        ("carriers.yaml", "  items: [NATURAL_GAS]\n", "", "carrier_empty", 1),
        ("carriers.yaml", "89.27 tCO2/TJ", "89.27 tce/TJ", "unit", 11),
        ("carriers.yaml", "code: coal", "code: other", "reserved", 6),
        ("sectors.yaml", "  driver: industry\n", "", "no_driver", 1),
        ("sectors.yaml", "driver: industry", "driver: idustry", "unknown_driver", 4),
        ("sectors.yaml", "[industry]", "[idustry]", "unknown_sector", 3),
        ("sectors.yaml", "[services, public", "[waste, public", "taken_twice", 36),
        ("sectors.yaml", "follows: heat\n", "follows: haet\n", "unknown_carrier", 11),
        ("sectors.yaml", "per_year: 1 %/a", "per_year: 11 %/a", "mix_sum", 32),
        ("sectors.yaml", "to: electricity", "to: electric", "unknown_carrier", 32),
        ("sectors.yaml", "ratio: 0.5", "ratio: -1", "mix", 32),
        ("sectors.yaml", "ratio: 0.5", "ratio: 0.5 t", "unit", 32),
        ("grid.yaml", "until: 2040", "until: 2035", "rate_ends", 4),
        ("inputs.yaml", "of: gdp", "of: gpd", "input_on_nothing", 4),
        ("inputs.yaml", "acts: grid", "acts: grid\n  of: gdp", "input_on_nothing", 26),
        ("inputs.yaml", "high: 0.5", "high: -2", "order", 7),
        ("inputs.yaml", "until: 2030", "until: 2024", "input_no_year", 10),
        ("inputs.yaml", "national: true", "national: perhaps", "value", 11),
        ("scenarios.yaml", "delivery: 0 %", "delivery: 120 %", "value", 3),
        ("scenarios.yaml", "gdp:", "gpd:", "unknown_driver", 15),
        ("scenarios.yaml", "growth:\n", "growth: 3\n  x:\n", "value", 14),
        ("model.yaml", "horizon: 2040", "horizon: 2024", "horizon", 3),
        ("model.yaml", "boundary: control", "boundary: kontrol", "value", 4),
        ("model.yaml", "name: 小区", "name: 小区\nname: 大区", "duplicate_key", 2),
        ("model.yaml", "name: 小区", "name: &a 小区", "alias", 1),
        ("model.yaml", "name: 小区", "name: !!python/name:os.system 1", "tag", 1),
        ("model.yaml", "name: 小区", "name: [小区", "syntax", 2),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, code: str, line: int
) -> None:
    found = faults(tmp_path / "m", file, old, new)
    assert found.get(f"model.{code}") == f"{file}:{line}", found


def test_a_fault_says_what_was_meant(tmp_path: Path) -> None:
    faults(tmp_path / "m", "sectors.yaml", "elasticity: 0.8", "elastcity: 0.8")
    (fault,) = read_model(tmp_path / "m").findings
    assert fault.value == "elastcity"
    assert fault.hint == "Did you mean `elasticity`?"


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "m",
        grid=FILES["grid.yaml"].replace("-3 %/a", "-3 t"),
        inputs=FILES["inputs.yaml"].replace("of: plants", "of: plans"),
    )
    with pytest.raises(ModelError, match="2 faults") as caught:
        load_model(folder)
    assert [f.place for f in caught.value.findings] == ["grid.yaml:4", "inputs.yaml:16"]


def test_a_long_cycle_is_named_whole(tmp_path: Path) -> None:
    text = FILES["drivers.yaml"].replace("  source:", "  follows: industry\n  source:")
    reading = read_model(written(tmp_path / "m", drivers=text))
    (fault,) = [f for f in reading.findings if f.code == "model.cycle"]
    assert fault.value == "gdp → industry → gdp"


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    folder = written(tmp_path / "m")
    (folder / "grid.yaml").unlink()
    reading = read_model(folder)
    assert reading.model is None
    assert reading.findings[0].place == "grid.yaml"
    assert reading.findings[0].code == "model.no_file"


def test_an_empty_folder_is_no_traceback(tmp_path: Path) -> None:
    codes = {f.code for f in read_model(tmp_path).findings}
    assert codes == {"model.no_file"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        ("just a word", "shape"),
        ("gdp: 3", "shape"),
        ("- 3", "shape"),
        ("[" * 20 + "]" * 20, "too_deep"),
        ("- a\n- {b: [}", "syntax"),
        ("# " + "x" * MOST_BYTES, "too_large"),
        ("- &a [1]\n- *a", "alias"),
        ("\0", "syntax"),
    ],
)
def test_what_is_no_list_of_mappings_is_refused(
    tmp_path: Path, text: str, code: str
) -> None:
    reading = read_model(written(tmp_path / "m", inputs=text))
    assert reading.model is None
    assert f"model.{code}" in {f.code for f in reading.findings}


def test_bytes_that_are_no_text_are_a_finding(tmp_path: Path) -> None:
    folder = written(tmp_path / "m")
    (folder / "inputs.yaml").write_bytes(b"\xff\xfe\x00")
    assert "model.unreadable" in {f.code for f in read_model(folder).findings}


def test_a_file_that_nobody_knows_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path / "m")
    (folder / "sector.yaml").write_text("[]", "utf-8")
    reading = read_model(folder)
    assert reading.model is not None
    assert [f.hint for f in reading.findings] == ["Did you mean `sectors.yaml`?"]


def test_measures_of_a_scenario_are_checked_where_they_are_known(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path / "m")
    reading = read_model(folder, measures=["boiler"])
    assert [(f.code, f.hint) for f in reading.findings] == [
        ("model.unknown_measure", "Did you mean `boiler`?")
    ]
    assert read_model(folder, measures=["boilers"]).findings == ()


@pytest.mark.parametrize("name", [name for name, _ in SHAPED] + ["model.yaml"])
def test_an_editor_is_told_the_same_keys(name: str) -> None:
    checker = jsonschema_rs.validator_for(model_schema(name))
    folders = [SAMPLE, GENERAL]
    for text in [FILES[name], *((one / name).read_text("utf-8") for one in folders)]:
        assert list(checker.iter_errors(plain(text))) == []
    broken = plain(FILES[name])
    (broken if name == "model.yaml" else broken[0])["nmae"] = 1
    assert not checker.is_valid(broken)


def test_the_packaged_schema_is_that_of_the_reader() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == model_schema()


def test_the_sample_and_the_general_model_are_without_fault() -> None:
    for folder in (SAMPLE, GENERAL):
        reading = read_model(folder)
        assert reading.findings == ()
    sources = [
        one.source
        for group in ("drivers", "sectors", "grid", "inputs", "scenarios")
        for one in getattr(sample_model(), group)
    ]
    assert all(sources)


def test_the_sample_model_begins_with_what_its_drivers_were() -> None:
    known = {(v.driver, v.year): v.value for v in sample_driver_values()}
    for driver in sample_model().drivers:
        assert known[driver.code, 2024] == pytest.approx(driver.value)


def test_the_general_model_has_a_place_for_every_line_of_a_district() -> None:
    reading = base_year_of(small_account(), starting_model(), seal="", history=[])
    assert {f.code for f in reading.findings} == {"model.empty_sector"}
