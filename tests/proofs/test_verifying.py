"""A proof that somebody changed: the verifier names what does not hold."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dafeng.cli.app import run
from dafeng.proofs import (
    ActLine,
    Reach,
    Words,
    figure_proof,
    proof_bytes,
    score_proof,
    verify_proof,
)
from dafeng.proofs.data import verify
from tests.proofs.building import BUREAU, known, members, packed, paper, sealed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.proofs.building import Sealed

ALLOWED = {"csv", "hashlib", "io", "json", "sys", "zipfile", "zlib"}
FROM = {"__future__", "collections.abc", "datetime", "fractions", "pathlib", "typing"}


def act_line(number: int, previous: str, **facts: Any) -> tuple[str, str]:
    """A row of the audit with its seal, and the seal."""
    row = {
        "number": number,
        "time": "2026-11-15T08:00:00.000000+00:00",
        "action": "assessment.run.freeze",
        "target_type": "assessment.assessmentrun",
        "target_id": "1",
        "target_label": "2025",
        "actor_id": 1,
        "actor_label": "甲 (office)",
        "on_behalf_of": "",
        "unit_id": 1,
        "unit_label": "示范区",
        "data": {"seal": "x"},
        "request_id": None,
        "form": 2,
        "algorithm": "sha256",
        "previous_hash": previous,
    } | facts
    text = verify._act(row)
    row["hash"] = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
    return json.dumps(row, ensure_ascii=False), row["hash"]


def acts() -> tuple[ActLine, ...]:
    words = Words(zh="冻结", en="frozen")
    first, seal = act_line(4, "0" * 64)
    second, seal = act_line(5, seal)
    third, _seal = act_line(9, "1" * 64)
    return tuple(
        ActLine(number=number, line=line, words=words)
        for number, line in ((4, first), (5, second), (9, third))
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def archive(house: Sealed) -> bytes:
    facts = known(paper(house.folder), acts=acts())
    return proof_bytes(score_proof(house.bundle, BUREAU, known=facts, lake=house.lake))


@pytest.fixture
def kept(archive: bytes, tmp_path: Path) -> Path:
    place = tmp_path / "proof.zip"
    place.write_bytes(archive)
    return place


def resealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give changed files a list that fits them, as a forger would."""
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        one["sha256"] = hashlib.sha256(files[one["path"]]).hexdigest()
    by_path = {one["path"]: one["sha256"] for one in manifest["files"]}

    def walk(links: list[dict[str, Any]]) -> None:
        for link in links:
            link["sha256"] = by_path.get(link["file"], link["sha256"])
            walk(link["below"])

    walk(manifest["chain"])
    data = json.dumps(manifest).encode()
    digest = hashlib.sha256(data).hexdigest()
    sums = f"{digest}  manifest.json\n".encode()
    return files | {"manifest.json": data, "manifest.sha256": sums}


def changed(
    archive: bytes, name: str, change: Callable[[Any], Any]
) -> dict[str, bytes]:
    """Change one JSON file of an archive, and its list with it."""
    files = members(archive)
    data = json.loads(files[name])
    change(data)
    files[name] = json.dumps(data).encode()
    return resealed(files)


def told(files: dict[str, bytes], tmp_path: Path) -> str:
    return " ".join(
        one.en for one in verify_proof(packed(files, tmp_path / "forged.zip")).broken
    )


def test_an_untouched_proof_holds_and_says_what_it_could_not_check(
    kept: Path, house: Sealed
) -> None:
    verdict = verify_proof(kept, house.bundle.seal.digest)
    assert verdict.holds, verdict.text
    said = " ".join(one.en for one in verdict.held)
    for words in (
        "points add up to the score 100.00",
        "the formula of its inputs gives 12.600000",
        "rows of the lake give 2 inputs",
        "3 audit rows were checked, 1 of them follow a neighbour",
        "rules/indicators/ is the edition",
        "the seal is the one that was given",
    ):
        assert words in said
    left = " ".join(one.en for one in verdict.left)
    assert "audit rows between these" in left
    assert "replayed by the program" in left


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_of_any_file_is_found_and_named(
    data: st.DataObject, archive: bytes, tmp_path: Path
) -> None:
    files = members(archive)
    name = data.draw(st.sampled_from(sorted(files)), label="file")
    place = data.draw(st.integers(0, len(files[name]) - 1), label="byte")
    other = data.draw(st.integers(1, 255), label="change")
    content = bytearray(files[name])
    content[place] ^= other
    files[name] = bytes(content)
    assert name in told(files, tmp_path)


def test_every_file_of_the_archive_is_looked_at(archive: bytes, tmp_path: Path) -> None:
    files = members(archive)
    for name, content in files.items():
        spoilt = files | {name: content[:-1] + bytes([content[-1] ^ 1])}
        assert name in told(spoilt, tmp_path)
        if name not in ("manifest.json", "manifest.sha256"):
            gone = {other: data for other, data in files.items() if other != name}
            assert f"{name} is missing" in told(gone, tmp_path)


def test_a_file_that_nobody_listed_is_named(archive: bytes, tmp_path: Path) -> None:
    files = members(archive) | {"evidence/extra.csv": b"1"}
    assert "evidence/extra.csv is not in the list" in told(files, tmp_path)


def test_a_byte_flipped_in_the_packed_bytes_is_named(
    archive: bytes, tmp_path: Path
) -> None:
    place = archive.index(b"README.txt") + 40
    spoilt = archive[:place] + bytes([archive[place] ^ 0xFF]) + archive[place + 1 :]
    kept = tmp_path / "spoilt.zip"
    kept.write_bytes(spoilt)
    assert "README.txt" in " ".join(one.en for one in verify_proof(kept).broken)


def test_a_forged_score_with_a_fitting_list_is_found(
    archive: bytes, tmp_path: Path
) -> None:
    def better(score: Any) -> None:
        score["unit"]["score"] = "99.00"

    said = told(changed(archive, "figures/score.json", better), tmp_path)
    assert "add up to 100.0, not 99.00" in said
    assert "figures/score.json is not as it was sealed" in said


def test_a_forged_input_with_a_fitting_list_is_found(
    archive: bytes, tmp_path: Path
) -> None:
    def better(figure: Any) -> None:
        figure["inputs"][0]["observation"]["value"] = "130"

    said = told(changed(archive, "figures/T001.json", better), tmp_path)
    assert "the formula gives" in said
    assert "rows of lake/observations.csv give" in said
    assert "uses what was not sealed" in said


def test_forged_rows_of_the_lake_are_found(archive: bytes, tmp_path: Path) -> None:
    files = members(archive)
    rows = files["lake/observations.csv"]
    assert b"126000000" in rows
    files["lake/observations.csv"] = rows.replace(b"126000000", b"127000000")
    assert "rows of lake/observations.csv give" in told(resealed(files), tmp_path)


def test_another_bundle_than_the_sealed_one_is_found(
    archive: bytes, tmp_path: Path
) -> None:
    def later(case: Any) -> None:
        case["as_of"] = "2026-12-01"

    said = told(changed(archive, "seal/case.json", later), tmp_path)
    assert "seal/case.json is not what was sealed" in said


def test_another_seal_than_the_published_one_is_found(kept: Path) -> None:
    verdict = verify_proof(kept, "f" * 64)
    assert not verdict.holds
    assert "not " + "f" * 64 in verdict.broken[0].en


def test_a_changed_row_of_the_audit_is_found(archive: bytes, tmp_path: Path) -> None:
    files = members(archive)
    rows = files["audit/rows.jsonl"].replace("甲".encode(), "乙".encode(), 1)
    files["audit/rows.jsonl"] = rows
    assert "audit row 4 was changed" in told(resealed(files), tmp_path)


def test_a_row_of_the_audit_that_follows_on_nothing_is_found(
    house: Sealed, tmp_path: Path
) -> None:
    words = Words(zh="冻结", en="frozen")
    lines = (act_line(4, "0" * 64)[0], act_line(5, "2" * 64)[0])
    rows = tuple(
        ActLine(number=number, line=line, words=words)
        for number, line in zip((4, 5), lines, strict=True)
    )
    proof = score_proof(house.bundle, BUREAU, known=known(acts=rows))
    kept = tmp_path / "proof.zip"
    kept.write_bytes(proof_bytes(proof))
    said = " ".join(one.en for one in verify_proof(kept).broken)
    assert "audit row 5 does not follow the one before" in said


def test_rows_sealed_by_an_unknown_algorithm_are_named_as_not_checked(
    house: Sealed, tmp_path: Path
) -> None:
    line, _seal = act_line(4, "0" * 64, algorithm="sm99")
    act = ActLine(number=4, line=line, words=Words(zh="冻结", en="frozen"))
    proof = score_proof(house.bundle, BUREAU, known=known(acts=(act,)))
    kept = tmp_path / "proof.zip"
    kept.write_bytes(proof_bytes(proof))
    verdict = verify_proof(kept)
    assert verdict.holds
    assert "row 4 is sealed with sm99" in " ".join(one.en for one in verdict.left)


def test_a_link_out_of_its_place_is_found(archive: bytes, tmp_path: Path) -> None:
    files = members(archive)
    manifest = json.loads(files["manifest.json"])
    manifest["chain"][0]["below"][0]["from"] = "L99"
    data = json.dumps(manifest).encode()
    files["manifest.json"] = data
    said = told(resealed(files), tmp_path)
    assert "out of its place" in said


def test_what_is_malformed_is_named_and_nothing_breaks(
    archive: bytes, tmp_path: Path
) -> None:
    def emptied(figure: Any) -> None:
        figure["inputs"] = [{}]

    said = told(changed(archive, "figures/T001.json", emptied), tmp_path)
    assert "malformed" in said
    nothing = tmp_path / "nothing.zip"
    nothing.write_bytes(b"no archive at all")
    assert "nothing.zip" in verify_proof(nothing).broken[0].en


def test_a_withheld_bundle_is_told_and_the_excerpt_still_adds_up(
    house: Sealed, tmp_path: Path
) -> None:
    facts = known(reach=Reach.EXCERPT)
    content = proof_bytes(score_proof(house.bundle, BUREAU, known=facts))
    assert "seal/assessment.json" not in members(content)
    kept = tmp_path / "proof.zip"
    kept.write_bytes(content)
    verdict = verify_proof(kept)
    assert verdict.holds
    left = " ".join(one.zh for one in verdict.left)
    assert "摘录与封存是否一致不能核验" in left
    assert house.bundle.seal.assessment_sha256 in left


def script(*arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-I", *arguments], cwd=folder, capture_output=True, check=False
    )


def test_the_packed_script_runs_alone_on_the_archive_and_on_the_folder(
    archive: bytes, kept: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "unpacked"
    for name, content in members(archive).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    alone = script("verify.py", folder=folder)
    packed_too = script(str(folder / "verify.py"), str(kept), folder=tmp_path)
    assert (alone.returncode, packed_too.returncode) == (0, 0), alone.stderr.decode()
    assert "相符 OK" in alone.stdout.decode()
    assert alone.stdout == packed_too.stdout
    score = folder / "figures" / "score.json"
    score.write_bytes(score.read_bytes().replace(b"100.00", b"100.01"))
    spoilt = script("verify.py", folder=folder)
    assert spoilt.returncode == 1
    assert "figures/score.json was changed" in spoilt.stdout.decode()
    assert script("verify.py", "no-such.zip", folder=folder).returncode == 2


def test_the_script_is_of_python_3_8_and_imports_its_library_alone() -> None:
    text = (resources.files("dafeng.proofs") / "data" / "verify.py").read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    sources = {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    assert names <= ALLOWED
    assert sources <= FROM
    for newer in ("UTC", "removeprefix", "removesuffix", "file_digest", "strict="):
        assert newer not in text


def test_the_command_says_the_same_as_the_script(
    kept: Path, house: Sealed, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = house.bundle.seal.digest
    assert run(["proofs", "verify", str(kept), "--seal", digest]) == 0
    assert capsys.readouterr().out == verify_proof(kept, digest).text
    assert run(["proofs", "verify", str(kept), "--seal", "f" * 64]) == 1
    assert run(["proofs", "verify", str(kept.with_name("no.zip"))]) == 2


def test_a_figure_of_a_target_is_proven_alone(house: Sealed, tmp_path: Path) -> None:
    proof = figure_proof(house.bundle, "T001", known=known(), lake=house.lake)
    kept = tmp_path / "figure.zip"
    kept.write_bytes(proof_bytes(proof))
    verdict = verify_proof(kept)
    assert verdict.holds, verdict.text
    assert proof.figure == "12.600000"
    files = changed(proof_bytes(proof), "figures/T001.json", _other_figure)
    assert "the formula gives 12.6, not 13.000000" in told(files, tmp_path)


def _other_figure(figure: Any) -> None:
    figure["standing"]["value"] = "13.000000"
