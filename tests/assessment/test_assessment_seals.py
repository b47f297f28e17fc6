"""A sealed result is made again to the same bytes, without a database or a house."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from dafeng.assessment import (
    Assessment,
    AssessmentSealError,
    assess,
    assessment_seals,
    newest_assessment_seal,
    replay_assessment,
    seal_assessment,
    sealed_assessment,
    sealed_case,
)
from dafeng.assessment.schemes import scheme_toml
from dafeng.base.errors import NotFoundError
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.lake import canonical_json, sha256_of
from tests.assessment.building import case, goal, green

CASE = case(goal(), observations=green({2023: 60, 2024: 70, 2025: 82}))


def test_a_replay_gives_the_same_bytes(tmp_path: Path) -> None:
    seal = seal_assessment(CASE, tmp_path)
    made = replay_assessment(seal.digest[:10], tmp_path)
    assert (made.same, made.changed, made.evidence) == (True, (), "not-read")
    assert made.assessment == assess(CASE) == sealed_assessment(tmp_path, seal)
    assert sealed_case(tmp_path, seal) == CASE


def test_a_sealed_period_is_restated_with_a_reason_alone(tmp_path: Path) -> None:
    first = seal_assessment(CASE, tmp_path)
    corrected = case(goal(), observations=green({2023: 60, 2024: 70, 2025: 79}))
    with pytest.raises(AssessmentSealError, match="Restate it") as caught:
        seal_assessment(corrected, tmp_path)
    assert caught.value.code == "assessment.sealed"
    second = seal_assessment(corrected, tmp_path, reason="2025 年数据更正")
    assert (second.replaces, second.reason) == (first.digest, "2025 年数据更正")
    assert [s.digest for s in assessment_seals(tmp_path)] == [
        first.digest,
        second.digest,
    ]
    held = newest_assessment_seal(tmp_path, "990101", "2025", scheme="district-2023")
    assert held == second
    # The old result is still there, as it was.
    assert replay_assessment(first.digest, tmp_path).same


def test_a_target_changed_after_sealing_is_refused_by_its_name(tmp_path: Path) -> None:
    seal_assessment(CASE, tmp_path)
    weaker = attrs.evolve(CASE, goals=(goal(value=Decimal(70)),))
    with pytest.raises(AssessmentSealError, match=r"T001 \(value\).*with a reason"):
        seal_assessment(weaker, tmp_path)


def test_a_replay_names_what_differs(tmp_path: Path) -> None:
    seal = seal_assessment(CASE, tmp_path)
    file = tmp_path / seal.digest / "assessment.json"
    held = record_from_json(file.read_bytes(), Assessment)
    other = attrs.evolve(held.targets[0], reason="另一句话")
    old = record_to_json(attrs.evolve(held, targets=(other,)))
    # A seal of an earlier program, whose sentence was another one.
    kept = json.loads((tmp_path / seal.digest / "seal.json").read_bytes())
    kept["assessment_sha256"] = sha256_of(old)
    written = canonical_json(kept)
    folder = tmp_path / sha256_of(written)
    folder.mkdir()
    for name in ("case.json", "scheme.toml"):
        (folder / name).write_bytes((tmp_path / seal.digest / name).read_bytes())
    (folder / "assessment.json").write_bytes(old)
    (folder / "seal.json").write_bytes(written)
    made = replay_assessment(folder.name, tmp_path)
    assert (made.same, made.differences) == (False, ("targets[0].reason",))


def test_the_same_result_is_not_sealed_twice(tmp_path: Path) -> None:
    seal_assessment(CASE, tmp_path)
    with pytest.raises(AssessmentSealError, match="Nothing changed"):
        seal_assessment(CASE, tmp_path, reason="再次封存")


def test_a_scheme_of_ones_own_is_kept_with_the_seal(tmp_path: Path) -> None:
    own = scheme_toml("district-2023").replace(b"district-2023", b"district-own")
    seal = seal_assessment(CASE, tmp_path, scheme=own)
    assert seal.scheme == "district-own"
    assert replay_assessment(seal.digest, tmp_path).same


@pytest.mark.parametrize("file", ["case.json", "scheme.toml", "assessment.json"])
def test_a_changed_file_is_seen(tmp_path: Path, file: str) -> None:
    seal = seal_assessment(CASE, tmp_path)
    path = tmp_path / seal.digest / file
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(AssessmentSealError, match=file):
        replay_assessment(seal.digest, tmp_path)


def test_a_changed_seal_is_seen(tmp_path: Path) -> None:
    seal = seal_assessment(CASE, tmp_path)
    path = tmp_path / seal.digest / "seal.json"
    path.write_bytes(path.read_bytes().replace(b"2025", b"2024"))
    with pytest.raises(AssessmentSealError, match="another digest"):
        replay_assessment(seal.digest, tmp_path)


def test_a_seal_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="0 seals begin with 'abc'"):
        replay_assessment("abc", tmp_path)
