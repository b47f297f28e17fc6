"""The house serves any district: the sample's names stand in the sample alone."""

from __future__ import annotations

import csv
import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dafeng"
SAMPLE = SOURCE / "sample"
# The national code tree names every district of the country, this one too.
REGISTERS = {SOURCE / "base" / "data"}
SUFFIXES = {".py", ".html", ".css", ".js", ".csv", ".json", ".po", ".toml", ".txt"}


def own_names() -> set[str]:
    """The district, its towns and its parks, as the sample's register names them."""
    names = {"静海", "Jinghai", "jinghai", "JINGHAI", "120118"}
    for file in (SAMPLE / "data").glob("*places*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name = row.get("name") or row.get("name_zh") or ""
                names.add(re.sub(r"(?:镇|乡|街道|区|园区)$", "", name))
    return {name for name in names if len(name) > 1}


def test_the_sample_names_its_towns_and_parks() -> None:
    assert len(own_names()) > 15


def test_the_names_of_the_sample_district_stand_in_the_sample_alone() -> None:
    pattern = re.compile("|".join(map(re.escape, sorted(own_names(), key=len))))
    found = []
    for path in sorted(SOURCE.rglob("*")):
        outside = path.is_relative_to(SAMPLE) or REGISTERS & set(path.parents)
        if outside or path.suffix not in SUFFIXES or "vendor" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(SOURCE)}: {m[0]}" for m in pattern.finditer(text)]
    assert found == []
