"""A release as files: the same bytes, described, and checked when it comes back."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dafeng.base.plain import record_to_json
from dafeng.cli.app import run
from dafeng.public import (
    PackageError,
    check_package,
    corrections_of,
    package_files,
    package_zip,
)
from tests.public.releasing import first, second


def packed() -> bytes:
    return package_zip(package_files(second(), corrections_of([first(), second()])))


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zip_of(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def test_the_same_release_gives_the_same_bytes() -> None:
    assert packed() == packed()
    assert check_package(packed()) == ()


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    text = files_of(packed())["figures.csv"]
    assert text.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[0]["value"] == "18.3"
    assert rows[0]["state_zh"] == "有风险"
    assert rows[1]["name_zh"] == "'=乙"
    assert rows[1]["value"] == ""
    assert rows[1]["withdrawn"] == "true"
    assert rows[1]["reason_zh"] == "口径有误。"


def test_the_description_has_the_frictionless_form() -> None:
    told = json.loads(files_of(packed())["datapackage.json"])
    assert told["profile"] == "data-package"
    assert told["version"] == "1.1"
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    assert told["sources"] == [{"title": "2025 年考核结果", "seal": "e" * 64}]
    assert told["corrections"][0]["note_zh"] == "订正统计口径"
    by_path = {one["path"]: one for one in told["resources"]}
    assert set(by_path) == {
        "figures.csv",
        "figures.json",
        "corrections.csv",
        "promise.csv",
        "README.txt",
    }
    columns = [one["name"] for one in by_path["figures.csv"]["schema"]["fields"]]
    head = files_of(packed())["figures.csv"].decode("utf-8-sig").splitlines()[0]
    assert ",".join(columns) == head
    assert by_path["figures.csv"]["hash"].startswith("sha256:")


def test_the_json_keeps_every_digit() -> None:
    told = files_of(package_zip(package_files(first())))["figures.json"]
    assert b'"value":18.2,' in told or b'"value":18.20,' in told
    assert json.loads(told)["figures"][1]["value"] is None


def changed(name: str, content: bytes) -> bytes:
    return zip_of(files_of(packed()) | {name: content})


def forged(**value: Any) -> bytes:
    """A package whose description fits, and whose JSON says something else."""
    files = files_of(packed())
    told = json.loads(files["figures.json"])
    told["figures"][0] |= value
    files["figures.json"] = json.dumps(told).encode()
    described = json.loads(files["datapackage.json"])
    for one in described["resources"]:
        if one["path"] == "figures.json":
            digest = hashlib.sha256(files["figures.json"]).hexdigest()
            one["hash"] = f"sha256:{digest}"
            one["bytes"] = len(files["figures.json"])
    files["datapackage.json"] = json.dumps(described).encode()
    return zip_of(files)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (changed("figures.csv", b"x"), "package.changed"),
        (changed("more.txt", b"x"), "package.unlisted"),
        (
            zip_of({k: v for k, v in files_of(packed()).items() if k != "README.txt"}),
            "package.missing",
        ),
        (forged(value=99), "package.value"),
        (forged(key="target:T9"), "package.figures"),
        (forged(withdrawn=True), "package.withdrawn"),
    ],
)
def test_whatever_was_changed_is_found(content: bytes, code: str) -> None:
    assert code in {one.code for one in check_package(content)}


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", zip_of({"a.txt": b""}), zip_of({"datapackage.json": b"["})],
)
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(PackageError):
        check_package(content)


def test_the_commands_pack_and_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "release.json"
    told = [json.loads(record_to_json(one)) for one in (first(), second())]
    for one in told:
        for name in ("version", "corrects"):
            if one[name]:
                one[name] = f"{one[name]['major']}.{one[name]['minor']}"
    source.write_text(json.dumps(told), encoding="utf-8")
    target = tmp_path / "out.zip"
    assert run(["public", "package", "--input", str(source), "-o", str(target)]) == 0
    assert target.read_bytes() == packed()
    assert run(["public", "check", str(target)]) == 0
    target.write_bytes(changed("README.txt", b"x"))
    assert run(["public", "check", str(target)]) == 1
    assert "package.changed" in capsys.readouterr().out
    target.write_bytes(b"x")
    assert run(["public", "check", str(target)]) == 2


def test_the_calculator_answers_at_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.json"
    case.write_text(
        '{"persons": 2, "year": 2022, "region": "天津", "electricity_kwh": 1000}',
        encoding="utf-8",
    )
    command = ["public", "household", "--input", str(case)]
    assert run([*command, "--format", "json"]) == 0
    spoken = capsys.readouterr()
    told = json.loads(spoken.out)
    assert told["kg"] == 704.1
    assert "gas_m3" in told["unknown"]
    assert "left out" in spoken.err
    assert run(command) == 0
    assert "704.1" in capsys.readouterr().out
    case.write_text('{"persons": 0, "year": 2022}', encoding="utf-8")
    assert run(command) == 2
    case.write_text('{"persons": 1, "year": 2022, "cats": 3}', encoding="utf-8")
    assert run(command) == 2
