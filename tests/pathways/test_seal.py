from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.base.errors import NotFoundError
from dafeng.pathways import (
    OutlookSealError,
    outlook_of,
    replay_outlook,
    seal_outlook,
    sealed_case,
)
from tests.pathways.whole_case import whole_case

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.pathways import Outlook, OutlookCase


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> OutlookCase:
    folder: Path = tmp_path_factory.mktemp("district")
    return whole_case(folder, draws=64)


@pytest.fixture(scope="module")
def outlook(case: OutlookCase) -> Outlook:
    return outlook_of(case)


@pytest.fixture
def digest(case: OutlookCase, outlook: Outlook, tmp_path: Path) -> str:
    return seal_outlook(case, outlook, tmp_path)


def test_a_seal_holds_the_case_and_is_made_again_to_the_byte(
    case: OutlookCase, outlook: Outlook, tmp_path: Path, digest: str
) -> None:
    assert sealed_case(tmp_path, digest) == case
    found = replay_outlook(digest, tmp_path)
    assert (found.digest, found.same, found.outlook) == (digest, True, outlook)


def test_the_same_has_the_same_seal_and_another_has_another(
    case: OutlookCase, outlook: Outlook, tmp_path: Path, digest: str
) -> None:
    assert seal_outlook(case, outlook, tmp_path) == digest
    other = attrs.evolve(case, seed=7)
    assert seal_outlook(other, outlook, tmp_path) != digest
    assert {one.name for one in (tmp_path / digest).iterdir()} == {
        "seal.json",
        "case.json",
        "outlook.json",
    }


def test_a_result_that_does_not_come_out_again_is_told(
    case: OutlookCase, outlook: Outlook, tmp_path: Path
) -> None:
    wrong = seal_outlook(case, attrs.evolve(outlook, seed=7), tmp_path)
    found = replay_outlook(wrong, tmp_path)
    assert (found.same, found.outlook) == (False, outlook)


def damage(file: Path, data: bytes | None) -> None:
    file.chmod(0o600)
    file.unlink() if data is None else file.write_bytes(data)


@pytest.mark.parametrize("name", ["seal.json", "case.json", "outlook.json"])
@pytest.mark.parametrize("data", [b"", b"{}\n", b"\xff\x00 no JSON"])
def test_a_damaged_file_is_refused_by_name(
    tmp_path: Path, digest: str, name: str, data: bytes
) -> None:
    damage(tmp_path / digest / name, data)
    with pytest.raises(OutlookSealError, match=f"{name} is not what") as caught:
        replay_outlook(digest, tmp_path)
    assert caught.value.code == "outlook.seal"


@pytest.mark.parametrize("name", ["case.json", "outlook.json"])
def test_a_lost_file_is_refused_by_name(tmp_path: Path, digest: str, name: str) -> None:
    damage(tmp_path / digest / name, None)
    with pytest.raises(OutlookSealError, match=f"{name} is not what"):
        replay_outlook(digest, tmp_path)


def test_a_seal_that_nobody_made_is_not_found(tmp_path: Path) -> None:
    for ask in (
        lambda: sealed_case(tmp_path, "0" * 64),
        lambda: replay_outlook("0" * 64, tmp_path),
    ):
        with pytest.raises(NotFoundError, match="No outlook 000000000000") as caught:
            ask()
        assert caught.value.code == "outlook.no_seal"
