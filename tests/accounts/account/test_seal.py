"""A sealed year stays as it is: same bytes on replay, both kept when restated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import attrs
import pytest

from dafeng.accounts import (
    ACTIVITY,
    DISTRICT,
    Account,
    SealError,
    damaged_seals,
    difference,
    districts,
    lake_rows,
    newest_seal,
    read_evidence,
    read_seal,
    read_settings,
    replay,
    restate_account,
    run_account,
    seal_account,
    sealed_account,
    seals,
    years_with_activity,
)
from dafeng.base.errors import NotFoundError
from dafeng.factors import factor_book
from dafeng.lake import Lake
from tests.accounts.account import building
from tests.accounts.account.building import own, row, small_district

SEPTEMBER = datetime(2023, 9, 1, tzinfo=UTC)
OCTOBER = datetime(2023, 10, 1, tzinfo=UTC)
NOVEMBER = datetime(2023, 11, 1, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path / "lake")
    lake.append(
        DISTRICT,
        [
            {"place": building.DISTRICT, "name": name, "value": value}
            for name, value in {
                "regions": "天津,华北,CN,World",
                "gwp": "AR5GWP100",
                "responsible:industry": "bureau-i",
            }.items()
        ],
        key="district",
        learned_at=SEPTEMBER,
    )
    lake.append(
        ACTIVITY, lake_rows(small_district()), key="first", learned_at=SEPTEMBER
    )
    return lake


def made(lake: Lake, **said: object) -> Account:
    settings = attrs.evolve(read_settings(lake, building.DISTRICT, 2022), **said)
    return run_account(read_evidence(lake, settings), factor_book(), settings)


def correct(lake: Lake) -> None:
    """E1 finds that it burned less; learned in October."""
    rows = [own("E1-gas", 250_000_000_000, "E1", sector="industry.steel.pipe")]
    lake.append(ACTIVITY, lake_rows(rows), key="correction", learned_at=OCTOBER)


def test_a_replay_gives_the_same_bytes_after_everything_was_corrected(
    lake: Lake, tmp_path: Path
) -> None:
    folder = tmp_path / "seals"
    sealed = seal_account(made(lake), factor_book(), lake, folder)
    correct(lake)
    lake.compact("activity")
    lake.vacuum("activity")
    again = replay(sealed.digest, Lake(tmp_path / "lake"), folder)
    assert again.same
    assert again.account == sealed_account(folder, sealed)
    assert made(lake) != again.account


def test_the_same_inputs_give_the_same_seal(lake: Lake, tmp_path: Path) -> None:
    one = seal_account(made(lake), factor_book(), lake, tmp_path / "a")
    two = seal_account(made(lake), factor_book(), lake, tmp_path / "b")
    assert one == two


def test_a_sealed_year_cannot_be_sealed_over(lake: Lake, tmp_path: Path) -> None:
    folder = tmp_path / "seals"
    seal_account(made(lake), factor_book(), lake, folder)
    correct(lake)
    with pytest.raises(SealError, match="Restate it with a reason") as caught:
        seal_account(made(lake), factor_book(), lake, folder)
    assert caught.value.code == "seal.exists"


def test_a_restatement_keeps_both_and_tells_the_difference(
    lake: Lake, tmp_path: Path
) -> None:
    folder = tmp_path / "seals"
    first = seal_account(made(lake), factor_book(), lake, folder)
    correct(lake)
    second = restate_account(
        made(lake), factor_book(), lake, folder, reason="meter was read twice"
    )
    assert (second.replaces, second.reason) == (first.digest, "meter was read twice")
    assert [s.digest for s in seals(folder)] == [first.digest, second.digest]
    assert newest_seal(folder, building.DISTRICT, 2022) == second
    found = difference(sealed_account(folder, first), sealed_account(folder, second))
    assert {c.reason for c in found.changes} == {"activity"}
    assert replay(first.digest, lake, folder).same
    assert replay(second.digest, lake, folder).same


@pytest.mark.parametrize(
    ("reason", "code"), [("", "seal.reason"), ("because", "seal.same")]
)
def test_a_restatement_needs_a_reason_and_a_change(
    lake: Lake, tmp_path: Path, reason: str, code: str
) -> None:
    folder = tmp_path / "seals"
    seal_account(made(lake), factor_book(), lake, folder)
    with pytest.raises(SealError) as caught:
        restate_account(made(lake), factor_book(), lake, folder, reason=reason)
    assert caught.value.code == code


def test_what_was_never_sealed_cannot_be_restated(lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(SealError) as caught:
        restate_account(made(lake), factor_book(), lake, tmp_path, reason="why")
    assert caught.value.code == "seal.none"


def test_a_finding_that_blocks_blocks_the_seal(lake: Lake, tmp_path: Path) -> None:
    odd = [row("odd", 5, item="UNOBTAINIUM", unit="t")]
    lake.append(ACTIVITY, lake_rows(odd), key="odd", learned_at=OCTOBER)
    with pytest.raises(SealError, match="account.no_factor") as caught:
        seal_account(made(lake), factor_book(), lake, tmp_path / "seals")
    assert caught.value.code == "seal.findings"


@pytest.mark.parametrize("name", ["seal.json", "account.json"])
def test_a_changed_seal_is_noticed(lake: Lake, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "seals"
    sealed = seal_account(made(lake), factor_book(), lake, folder)
    path = folder / sealed.digest / name
    path.write_bytes(path.read_bytes().replace(b"2022", b"2021", 1))
    with pytest.raises(SealError) as caught:
        replay(sealed.digest, lake, folder)
    assert caught.value.code == "seal.damaged"


def test_an_unknown_seal_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="0 seals begin with"):
        read_seal(tmp_path, "abc")


def test_a_past_days_view_is_rebuilt(lake: Lake) -> None:
    before = made(lake)
    correct(lake)
    then = made(lake, as_of=SEPTEMBER.date())
    assert then.lines == before.lines
    assert made(lake, as_of=NOVEMBER.date()).lines == made(lake).lines != before.lines


def test_the_lake_says_what_accounts_can_be_made(lake: Lake) -> None:
    assert districts(lake) == (building.DISTRICT,)
    assert years_with_activity(lake, building.DISTRICT) == (2022,)
    with pytest.raises(NotFoundError, match="It knows: 990101"):
        read_settings(lake, "110101", 2022)


def test_a_damaged_seal_does_not_hide_the_sound_ones(
    lake: Lake, tmp_path: Path
) -> None:
    folder = tmp_path / "seals"
    first = seal_account(made(lake), factor_book(), lake, folder)
    correct(lake)
    second = restate_account(made(lake), factor_book(), lake, folder, reason="why")
    path = folder / first.digest / "seal.json"
    path.write_bytes(path.read_bytes() + b" ")
    assert seals(folder) == (second,)
    assert damaged_seals(folder) == (first.digest,)


def test_two_processes_cannot_both_seal_first(lake: Lake, tmp_path: Path) -> None:
    one = made(lake)
    correct(lake)
    other = made(lake)
    outcomes: list[object] = []

    def seal(account: Account) -> None:
        try:
            sealed = seal_account(account, factor_book(), lake, tmp_path / "seals")
            outcomes.append(sealed)
        except SealError as error:
            outcomes.append(error.code)

    racers = [Thread(target=seal, args=(account,)) for account in (one, other)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert outcomes.count("seal.exists") == 1
    assert len(seals(tmp_path / "seals")) == 1


def test_real_data_on_factors_that_nobody_checked_is_not_sealed(
    lake: Lake, tmp_path: Path
) -> None:
    sheep = row(
        "sheep",
        1_000_000,
        **{**building.DAIRY, "item": "CN_ENTERIC_SHEEP_INTENSIVE"},
    )
    lake.append(ACTIVITY, lake_rows([sheep]), key="sheep", learned_at=OCTOBER)
    with pytest.raises(SealError, match="unverified factors of line") as caught:
        seal_account(made(lake), factor_book(), lake, tmp_path / "seals")
    assert caught.value.code == "seal.findings"


def test_settings_of_a_past_day_are_those_of_that_day(lake: Lake) -> None:
    changed = {"place": building.DISTRICT, "name": "gwp", "value": "SARGWP100"}
    lake.append(DISTRICT, [changed], key="gwp", learned_at=NOVEMBER)
    day = OCTOBER.date()
    assert read_settings(lake, building.DISTRICT, 2022).gwp == "SARGWP100"
    then = read_settings(lake, building.DISTRICT, 2022, as_of=day)
    assert (then.gwp, then.as_of) == ("AR5GWP100", day)


def test_a_day_on_which_nothing_was_known_has_no_account(lake: Lake) -> None:
    settings = read_settings(lake, building.DISTRICT, 2022)
    early = attrs.evolve(settings, as_of=SEPTEMBER.date() - timedelta(days=9))
    with pytest.raises(NotFoundError, match="Nothing was known") as caught:
        read_evidence(lake, early)
    assert caught.value.code == "account.no_activity"
