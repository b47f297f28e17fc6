"""The chain of a score or figure: what is in it, and that it is the same each time."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.assessment import AssessmentSealError
from dafeng.base.errors import NotFoundError
from dafeng.base.periods import Period
from dafeng.indicators import (
    OBSERVATIONS,
    Evidence,
    Observation,
    Question,
    definition_register,
    indicator_value,
    leaf_series,
)
from dafeng.lake import Lake
from dafeng.proofs import (
    Link,
    Member,
    ProofError,
    Reach,
    What,
    Words,
    archive_members,
    figure_proof,
    proof_bytes,
    proof_pieces,
    read_bundle,
    score_proof,
)
from dafeng.proofs.formulas import Traced, written_out
from tests.proofs.building import (
    BUREAU,
    OTHER,
    Sealed,
    known,
    members,
    paper,
    sealed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.proofs import Proof


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return sealed(tmp_path_factory.mktemp("house"))


def way_up(proof: Proof, link: Link) -> list[What]:
    """Kinds of the links from one up to the figure."""
    by_id = {one.id: one for one in proof.links}
    found = [link.what]
    while link.under:
        link = by_id[link.under]
        found.append(link.what)
    return found


def test_the_same_seal_gives_the_same_bytes(house: Sealed, tmp_path: Path) -> None:
    again = sealed(tmp_path)
    assert again.bundle.seal.digest == house.bundle.seal.digest
    first = score_proof(house.bundle, BUREAU, known=known(), lake=house.lake)
    second = score_proof(again.bundle, BUREAU, known=known(), lake=again.lake)
    assert proof_bytes(first) == proof_bytes(second)


def test_a_score_leads_down_to_readings_papers_people_and_approvers(
    house: Sealed,
) -> None:
    facts = known(paper(house.folder))
    proof = score_proof(house.bundle, BUREAU, known=facts, lake=house.lake)
    ways = {tuple(way_up(proof, link)) for link in proof.links}
    score = (What.POINT, What.RULE, What.SCORE)
    stated = (What.INPUT, What.FIGURE, What.TARGET, *score)
    for way in (
        (What.ROWS, *stated),
        (What.APPROVER, *stated),
        (What.EVIDENCE, What.REPORT, *stated),
        (What.APPROVER, What.REPORT, *stated),
        (What.EVIDENCE, What.TASK, What.TASK, *score),
        (What.REPORT, What.RETURN, *score),
        (What.DEFINITION, What.FIGURE, What.TARGET, *score),
        (What.DEMAND, What.TARGET, *score),
        (What.RULES, What.SEAL, What.SCORE),
    ):
        assert way in ways
    listed = {one.path: one.sha256 for one in proof.members}
    assert all(listed[one.file] == one.sha256 for one in proof.links if one.file)


def test_the_score_in_the_archive_is_the_sealed_one(house: Sealed) -> None:
    proof = score_proof(house.bundle, BUREAU, known=known(), lake=house.lake)
    files = members(proof_bytes(proof))
    unit = json.loads(files["figures/score.json"])["unit"]
    assert unit["score"] == proof.figure == str(house.bundle.score(BUREAU).score)
    manifest = json.loads(files["manifest.json"])
    assert manifest["figure"] == unit["score"]
    version = house.lake.version("observations")
    assert manifest["tables"] == [["observations", version]]
    assert manifest["chain"][0]["what"] == "score"
    assert "100.00 分" in files["README.txt"].decode()
    assert "示例数据(合成)" in files["README.txt"].decode()


def test_only_rows_that_were_used_are_enclosed_of_the_sealed_version(
    tmp_path: Path,
) -> None:
    own = sealed(tmp_path)
    before = figure_proof(own.bundle, "T001", known=known(), lake=own.lake)
    rows = own.lake.current("observations").to_pylist()
    learned = rows[0]["learned_at"]
    for name in ("learned_at", "batch", "position", "version"):
        rows[0].pop(name)
    own.lake.append(
        OBSERVATIONS,
        [rows[0] | {"value_e6": 7, "quality": "D"}],
        key="correction",
        learned_at=learned,
    )
    after = figure_proof(own.bundle, "T001", known=known(), lake=own.lake)
    assert proof_bytes(before) == proof_bytes(after)
    content = members(proof_bytes(after))["lake/observations.csv"].decode()
    assert len(content.splitlines()) == 3
    assert "126000000" in content


def test_a_lake_without_the_tables_leaves_inputs_unproven_and_says_so(
    house: Sealed, tmp_path: Path
) -> None:
    empty = figure_proof(house.bundle, "T001", known=known(), lake=Lake(tmp_path))
    assert not any(one.path.startswith("lake/") for one in empty.members)
    assert [one.words.en for one in empty.withheld] == [
        "a table of the lake cannot be read"
    ]
    without = figure_proof(house.bundle, "T001", known=known())
    assert without.withheld == ()


def test_a_file_that_may_not_be_seen_is_named_by_its_hash(house: Sealed) -> None:
    hidden = paper(house.folder, path=None)
    proof = score_proof(house.bundle, BUREAU, known=known(hidden))
    assert [one.sha256 for one in proof.withheld] == [hidden.sha256]
    assert "无权查看" in proof.withheld[0].words.zh
    assert not any(one.path.startswith("evidence/") for one in proof.members)


@pytest.mark.parametrize("content", [b"", b"other bytes"])
def test_a_file_that_is_gone_or_spoilt_is_named_by_its_hash(
    house: Sealed, tmp_path: Path, content: bytes
) -> None:
    spoilt = paper(tmp_path)
    assert spoilt.path is not None
    if content:
        spoilt.path.write_bytes(content)
    else:
        spoilt.path.unlink()
    proof = score_proof(house.bundle, BUREAU, known=known(spoilt))
    assert [one.words.zh for one in proof.withheld] == ["文件缺失或已损坏，只列校验值"]


def test_what_is_no_file_is_named_only(house: Sealed) -> None:
    link = paper(house.folder, sha256="", path=None)
    proof = score_proof(house.bundle, BUREAU, known=known(link))
    assert proof.withheld == ()
    named = [one for one in proof.links if one.words.zh == "佐证 表.csv"]
    assert named
    assert {(one.file, one.sha256) for one in named} == {("", "")}


def test_who_may_not_see_other_units_gets_the_excerpt_alone(house: Sealed) -> None:
    facts = known(reach=Reach.EXCERPT)
    proof = score_proof(house.bundle, BUREAU, known=facts, lake=house.lake)
    assert OTHER.encode() not in b"".join(members(proof_bytes(proof)).values())
    assert {one.name for one in proof.withheld} == {
        "seal/case.json",
        "seal/assessment.json",
    }


@pytest.mark.parametrize("reach", Reach)
def test_entries_of_a_register_are_named_and_not_given_with_an_excerpt(
    house: Sealed, reach: Reach
) -> None:
    seal = house.bundle.seal
    tables = (*seal.tables, ("registers", 1))
    bundle = attrs.evolve(house.bundle, seal=attrs.evolve(seal, tables=tables))
    proof = score_proof(bundle, BUREAU, known=known(reach=reach), lake=house.lake)
    named = "lake/registers.csv" in {one.name for one in proof.withheld}
    assert named is (reach is Reach.EXCERPT)


def test_an_unknown_figure_and_a_unit_without_demands_are_proven_as_such(
    tmp_path: Path,
) -> None:
    own = sealed(tmp_path, observations=())
    figure = figure_proof(own.bundle, "T001", known=known(), lake=own.lake)
    assert figure.figure == ""
    plain = json.loads(members(proof_bytes(figure))["figures/T001.json"])
    assert (plain["formula"], plain["inputs"]) == (None, [])
    assert "未知" in plain["why_not"]["zh"]
    nobody = score_proof(own.bundle, OTHER, known=known(), lake=own.lake)
    assert (nobody.figure, nobody.unit) == ("", "分")


def test_who_is_not_in_the_result_cannot_be_proven(house: Sealed) -> None:
    with pytest.raises(NotFoundError, match="no '无此单位'"):
        score_proof(house.bundle, "无此单位", known=known())
    with pytest.raises(NotFoundError, match="no 'T999'"):
        figure_proof(house.bundle, "T999", known=known())


def test_a_damaged_seal_proves_nothing(tmp_path: Path) -> None:
    own = sealed(tmp_path)
    seals = tmp_path / "assessments"
    case = seals / own.bundle.seal.digest / "case.json"
    case.write_bytes(case.read_bytes().replace(b"T001", b"T002"))
    with pytest.raises(AssessmentSealError, match=r"case\.json"):
        read_bundle(seals, own.bundle.seal.digest)


def test_the_archive_comes_in_pieces_with_progress(house: Sealed) -> None:
    told: list[tuple[int, int]] = []
    large = paper(house.folder, content=b"9" * 3_000_000)
    proof = score_proof(house.bundle, BUREAU, known=known(large), lake=house.lake)
    pieces = list(
        proof_pieces(proof, progress=lambda done, of: told.append((done, of)))
    )
    assert len(pieces) > len(archive_members(proof)) // 2
    assert told[-1] == (len(archive_members(proof)), len(archive_members(proof)))
    assert proof.size > 3_000_000


def test_a_member_stays_inside_the_archive() -> None:
    for path in ("../out", "/etc/passwd", "a//b", "", "a\\b"):
        with pytest.raises(ProofError, match="no path inside"):
            Member.of_bytes(path, b"", Words(zh="", en=""))


# Formulas -----------------------------------------------------------------------------


def stated(definition: str, *, base: int | None) -> tuple[Question, Evidence]:
    """A question and figures for every series that a definition rests on."""
    one = definition_register().get(definition)
    series = sorted(set(leaf_series(one)))
    years = [2025, 2024, *([base] if base else [])]
    rows = tuple(
        Observation(
            series=code, period=str(year), value=Decimal(100 + 7 * n + year % 9)
        )
        for n, code in enumerate(series)
        for year in years
    )
    question = Question(definition=definition, period=Period.year(2025), base=base)
    return question, Evidence(place="110101", observations=rows)


def test_every_definition_can_be_written_out_and_gives_the_same_value() -> None:
    register = definition_register()
    lost, known_values = [], 0
    for one in register:
        base = 2020 if register.compares(one.id) else None
        question, evidence = stated(one.id, base=base)
        value = indicator_value(question, evidence)
        out = written_out(one, question, evidence, "")
        if value.value is None:
            continue
        known_values += 1
        if (
            out is None
            or out.value != value.value
            or set(out.inputs) != set(value.inputs)
        ):
            lost.append(one.id)
    assert lost == []
    assert known_values > 500


def test_numbers_remember_every_operation() -> None:
    one = Traced.made(Fraction(6), {"sum": [0]})
    two = Traced.made(Fraction(3), {"sum": [1]})
    for made, value in (
        (one + 1, 7),
        (1 + one, 7),
        (one - two, 3),
        (10 - one, 4),
        (one * two, 18),
        (Fraction(1, 2) * one, 3),
        (one / two, 2),
        (12 / one, 2),
        (-one, -6),
    ):
        assert made == value
        assert isinstance(made, Traced)
    assert one.__add__("x") is NotImplemented


def test_a_figure_in_another_unit_than_its_definition_is_scaled_in_the_tree() -> None:
    one = definition_register().get("A03")
    rows = (
        Observation(series="energy.coal.physical", period="2025", value=Decimal(5)),
    )
    question = Question(definition="A03", period=Period.year(2025))
    evidence = Evidence(place="110101", observations=rows)
    out = written_out(one, question, evidence, "t")
    assert out is not None
    # Rounded as published: 0.000500 万t first, then in tonnes.
    assert out.value == Decimal("5.000000")
    assert out.tree["round"] == 6
    assert (
        written_out(one, question, attrs.evolve(evidence, observations=()), "") is None
    )
