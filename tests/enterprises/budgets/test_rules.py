"""Classes, methods, states, bands, deductions, the return, and a case as JSON."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import openpyxl
import pytest
from typer.testing import CliRunner

from dafeng.base.errors import BadInputError
from dafeng.cli.app import app
from dafeng.enterprises import (
    BudgetError,
    KeyUserError,
    classify_key_user,
    key_user_class,
)
from dafeng.enterprises.budgets import (
    BudgetAct,
    BudgetDeduction,
    BudgetProduct,
    BudgetState,
    ReturnHead,
    ReturnRow,
    acts_in,
    benchmark_budget,
    budget_move,
    budget_moves,
    counted_use,
    deduction_kind,
    energy_saved,
    historical_budget,
    method_of,
    read_budget_case,
    return_workbook,
    stand_of,
    stand_of_case,
    still_told,
)
from dafeng.enterprises.errors import BudgetCaseError

if TYPE_CHECKING:
    from pathlib import Path

NEW_YEAR = date(2026, 1, 1)
HERE, ELSEWHERE = "120118", "440100"


@pytest.mark.parametrize(
    ("tce", "place", "kind", "manager"),
    [
        ("4999.99", HERE, None, None),
        ("5000", HERE, "municipal", "district"),
        ("5000", ELSEWHERE, None, None),
        ("9999.99", HERE, "municipal", "district"),
        ("10000", HERE, "national", "district"),
        ("10000", ELSEWHERE, "national", "district"),
        ("499999.99", HERE, "national", "district"),
        ("500000", HERE, "national", "city"),
        ("500000", ELSEWHERE, "national", "district"),
    ],
)
def test_thresholds_hold_from_their_number_on(
    tce: str, place: str, kind: str | None, manager: str | None
) -> None:
    found = classify_key_user(Decimal(tce), place=place, on=NEW_YEAR)
    assert (found.kind and found.kind.code) == kind
    assert (found.manager and found.manager.code) == manager


def test_a_designation_makes_a_key_user_between_its_ends_alone() -> None:
    def kind(tce: Decimal | None) -> str | None:
        found = classify_key_user(tce, place=ELSEWHERE, on=NEW_YEAR, designated="文件")
        return None if found.kind is None else found.kind.code

    assert kind(Decimal(5000)) == "designated"
    assert kind(Decimal(4999)) is None
    assert kind(None) == "designated"
    unknown = classify_key_user(None, place=HERE, on=NEW_YEAR)
    assert (unknown.kind, unknown.known) == (None, False)


def test_rules_hold_from_their_day_on() -> None:
    before = classify_key_user(Decimal(20000), place=HERE, on=date(2018, 4, 30))
    assert before.kind is None


def test_what_cannot_be_a_class_is_refused() -> None:
    with pytest.raises(KeyUserError) as caught:
        classify_key_user(Decimal(-1), place=HERE, on=NEW_YEAR)
    assert caught.value.code == "key_user.negative"
    with pytest.raises(KeyUserError):
        key_user_class("grand")


def test_the_historical_method_takes_the_last_known_years() -> None:
    used = {2021: Decimal(500), 2022: Decimal(90), 2023: None, 2024: Decimal(110)}
    used |= {2025: Decimal(100), 2026: Decimal(999)}
    budget = historical_budget(used, year=2026, years=3, reduction_percent=Decimal(10))
    assert budget == Decimal("90.00")
    with pytest.raises(BudgetError) as caught:
        historical_budget(
            {2025: None}, year=2026, years=3, reduction_percent=Decimal(0)
        )
    assert caught.value.code == "budget.no_history"
    with pytest.raises(BudgetError):
        historical_budget(used, year=2026, years=3, reduction_percent=Decimal(100))


def test_benchmark_and_energy_saved_are_sums_over_products() -> None:
    pipe = BudgetProduct(
        name="pipe",
        output=Decimal(2000),
        base=Decimal("0.1"),
        report=Decimal("0.09"),
    )
    wire = BudgetProduct(
        name="wire", output=Decimal(100), base=Decimal("0.2"), report=Decimal("0.25")
    )
    assert benchmark_budget([pipe, wire]) == Decimal("220.00")
    assert energy_saved([pipe, wire]) == Decimal("15.00")
    assert energy_saved([]) is None
    with pytest.raises(BudgetError):
        benchmark_budget([])
    with pytest.raises(BudgetError):
        method_of("guess", on=NEW_YEAR)


def test_every_state_but_the_last_leads_on_and_none_leads_nowhere() -> None:
    for state in BudgetState:
        assert acts_in(state), state
    assert acts_in(BudgetState.WITHDRAWN) == (BudgetAct.RELIST,)
    assert acts_in(BudgetState.SETTLED) == (BudgetAct.UNSETTLE,)
    reached = {move.after for move in budget_moves().values()}
    assert reached | {BudgetState.LISTED} == set(BudgetState)


def test_a_move_that_cannot_be_made_and_a_missing_reason_are_refused() -> None:
    with pytest.raises(BudgetError) as caught:
        budget_move(BudgetAct.SETTLE, BudgetState.METERING)
    assert caught.value.code == "budget.state"
    with pytest.raises(BudgetError) as caught:
        budget_move(BudgetAct.REFUSE, BudgetState.ADJUSTED, reason=" ")
    assert caught.value.code == "budget.reason"


def test_deductions_count_when_they_are_confirmed() -> None:
    items = [
        BudgetDeduction(
            kind="feedstock", amount=Decimal(30), document="X", confirmed=True
        ),
        BudgetDeduction(kind="green-power", amount=Decimal(20), document="Y"),
    ]
    assert counted_use(Decimal(100), items) == Decimal(70)
    with pytest.raises(BudgetError) as caught:
        counted_use(Decimal(20), items)
    assert caught.value.code == "budget.deducted"
    with pytest.raises(BudgetError):
        deduction_kind("luck", on=NEW_YEAR)


@pytest.mark.parametrize(
    ("used", "due", "codes"),
    [
        (79, Fraction(1, 2), []),
        (80, Fraction(1, 2), ["used-80"]),
        (80, Fraction(9, 10), []),
        (90, Fraction(1, 2), ["used-80", "used-90"]),
        (100, Fraction(1), []),
        (101, Fraction(1), ["used-80", "used-90", "used-100"]),
    ],
)
def test_bands_are_reached_at_their_share_and_ahead_of_the_curve(
    used: int, due: Fraction, codes: list[str]
) -> None:
    stand = stand_of(
        budget=Decimal(100),
        used=Decimal(used),
        landing=None,
        due_share=due,
        on=NEW_YEAR,
    )
    assert [band.code for band in stand.bands] == codes


def test_without_a_budget_or_use_nothing_is_said() -> None:
    for budget, used in ((None, Decimal(5)), (Decimal(5), None), (Decimal(0), None)):
        stand = stand_of(
            budget=budget, used=used, landing=None, due_share=None, on=NEW_YEAR
        )
        assert not stand.known
        assert stand.bands == ()
    nothing = {"budget": Decimal(0), "landing": None, "due_share": None}
    over = stand_of(used=Decimal(1), on=NEW_YEAR, **nothing)  # type: ignore[arg-type]
    assert (over.known, over.level.value, over.used_share) == (True, "alarm", None)
    still = stand_of(used=Decimal(0), on=NEW_YEAR, **nothing)  # type: ignore[arg-type]
    assert (still.known, still.bands) == (True, ())


def test_a_band_that_was_left_behind_is_told_again_and_one_near_it_is_not() -> None:
    def told(used: int, due: Fraction) -> tuple[str, ...]:
        stand = stand_of(
            budget=Decimal(100),
            used=Decimal(used),
            landing=None,
            due_share=due,
            on=NEW_YEAR,
        )
        return still_told(["used-80", "used-90"], stand, on=NEW_YEAR)

    assert told(91, Fraction(1, 2)) == ("used-80", "used-90")
    assert told(88, Fraction(1, 2)) == ("used-80", "used-90")
    assert told(85, Fraction(1, 2)) == ("used-80",)
    assert told(95, Fraction(96, 100)) == ("used-80", "used-90")
    assert told(95, Fraction(99, 100)) == ()


def line(uscc: str, name: str, budget: str | None, saving: str | None) -> ReturnRow:
    return ReturnRow(
        uscc=uscc,
        name=name,
        kind="K",
        budget=None if budget is None else Decimal(budget),
        saving=None if saving is None else Decimal(saving),
        used_before=None,
        saved_before=None,
    )


def returned(*rows: ReturnRow) -> bytes:
    head = ReturnHead(
        district="示范区",
        year=2026,
        basis="等价值",
        total=Decimal("1000.00"),
        allotted=Decimal("280.00"),
        reserve=Decimal("720.00"),
        settled=Decimal("20.00"),
    )
    return return_workbook(head, rows, made_on=date(2026, 3, 20))


def test_the_return_holds_two_numbers_of_each_unit_and_the_same_bytes() -> None:
    first, second = line("A", "甲厂", "100.00", "2"), line("B", "乙厂", "200.00", None)
    third = line("C", "丙厂", None, None)
    content = returned(first, second, third)
    assert content == returned(second, third, first)
    book = openpyxl.load_workbook(io.BytesIO(content))
    units, sums = book.worksheets
    assert [cell.value for cell in units[2]][1:6] == ["甲厂", None, "K", 100, 2]
    told = {row[0].value: row[1].value for row in sums.iter_rows(min_row=2)}
    assert told["已核定用能预算合计（吨标准煤）"] == "300.00"
    assert told["已核定单位节能量合计（吨标准煤）"] == "未知"
    assert (told["单位数"], told["其中预算未核定"]) == ("3", "1")
    assert (told["文号"], told["已分配（吨标准煤）"]) == ("未签发", "280.00")
    assert told["年终收回（吨标准煤）"] == "20.00"


CASE = {
    "year": 2026,
    "on": "2026-07-01",
    "place": HERE,
    "entries": [
        {"kind": "total", "debit": "reserve", "credit": "total", "amount": 30000},
        {"kind": "allot", "debit": "unit:a", "credit": "reserve", "amount": 12000},
    ],
    "units": [
        {
            "code": "a",
            "name": "甲厂",
            "last_year_tce": 12500,
            "months": [
                *({"month": f"2025-{n:02d}", "tce": 1040} for n in range(1, 13)),
                *({"month": f"2026-{n:02d}", "tce": 1030 + n} for n in range(1, 7)),
            ],
            "deductions": [
                {
                    "kind": "feedstock",
                    "amount": 100,
                    "document": "X",
                    "confirmed": True,
                }
            ],
        },
        {"code": "b", "last_year_tce": None},
    ],
}


def test_a_case_says_where_each_unit_lands() -> None:
    told = stand_of_case(read_budget_case(json.dumps(CASE)))
    assert told.balances.reserve == 18000
    a, b = told.units
    assert a.used == Decimal(1030 * 6 + 21 - 100)
    assert a.stand.used_share == Fraction(6101, 12000)
    assert "landing-100" in {band.code for band in a.stand.bands}
    assert (b.budget, b.used, b.classified.known) == (None, None, False)
    assert (a.missing, b.missing, a.findings) == (0, 6, ())


def test_a_case_without_some_months_is_due_as_little_as_it_is_used() -> None:
    told = json.loads(json.dumps(CASE))
    del told["units"][0]["months"][13:15]
    told["units"][0]["deductions"][0]["amount"] = 9000
    a = stand_of_case(read_budget_case(json.dumps(told))).units[0]
    assert (a.missing, a.used, a.stand.level.value) == (2, 0, "calm")
    assert [one.code for one in a.findings] == ["deduction.above_use"]
    assert a.landing.gross == Decimal("4136")
    told["units"][0]["deductions"] = []
    whole = stand_of_case(read_budget_case(json.dumps(told))).units[0]
    assert whole.stand.due_share == Fraction(1, 3)
    assert whole.stand.pace is not None
    assert 1 < whole.stand.pace < Fraction(11, 10)


def test_the_command_gives_the_case_as_json(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE), encoding="utf-8")
    run = CliRunner()
    done = run.invoke(app, ["enterprises", "budget", "--input", str(file), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["ledger"] == {"total": 30000, "allotted": 12000, "reserve": 18000}
    (a, b) = told["units"]
    assert (a["class"], a["manager"], b["class"]) == ("national", "district", None)
    assert 12300 < a["landing"] < 12500
    assert a["over_in"] == 12
    assert (b["budget"], b["missing_months"]) == (None, 6)
    table = run.invoke(app, ["enterprises", "budget", "--input", str(file)])
    assert table.exit_code == 0
    assert "甲厂" in table.stdout


TOTAL = {"kind": "total", "debit": "reserve", "credit": "total", "amount": 1}
DRAW = {"kind": "draw", "debit": "unit:a", "credit": "reserve", "amount": 1}
UNIT = {"code": "a"}
OFF = {"kind": "feedstock", "amount": 1, "document": "X"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"units": None}, "units"),
        ({"on": "soon"}, "on"),
        ({"year": 99}, "year"),
        ({"year": 1e40}, "year"),
        ({"budgets": []}, "the case.budgets"),
        ({"entries": [{"kind": "allot", "amount": 1}]}, "entries[0]"),
        ({"entries": [{**TOTAL, "on": "2024-03-01"}]}, "entries[0].on"),
        ({"entries": [{**DRAW, "on": "2025-12-01"}]}, "entries[0].on"),
        ({"entries": [{**DRAW, "on": "2027-01-05"}]}, "entries[0].on"),
        ({"units": [UNIT, UNIT]}, "units[1]"),
        ({"units": [{**UNIT, "last_year_tce": "12000"}]}, "units[0].last_year_tce"),
        ({"units": [{**UNIT, "last_year_tce": [1]}]}, "units[0].last_year_tce"),
        (
            {"units": [{**UNIT, "last_year_tce": float("nan")}]},
            "units[0].last_year_tce",
        ),
        *(
            ({"units": [{**UNIT, "months": months}]}, f"units[0].months[{at}]{field}")
            for months, at, field in (
                ([{"month": "2026-13", "tce": 1}], 0, ".month"),
                ([{"month": "2026-08", "tce": 1}], 0, ".month"),
                ([{"month": "2026-01", "tce": -1}], 0, ".tce"),
                ([{"month": "2026-01", "tce": 1, "days": -5}], 0, ".days"),
                ([{"month": "2026-01", "tce": 1, "days": 99}], 0, ".days"),
                ([{"month": "2026-01"}, {"month": "2026-01"}], 1, ""),
            )
        ),
        *(
            (
                {"units": [{**UNIT, "deductions": [{**OFF, **change}]}]},
                f"units[0].deductions[0]{field}",
            )
            for change, field in (
                ({"confirmed": "no"}, ".confirmed"),
                ({"kind": "luck"}, ""),
                ({"document": " "}, ".document"),
            )
        ),
    ],
)
def test_a_case_that_cannot_be_read_names_the_place(
    change: dict[str, object], place: str
) -> None:
    with pytest.raises(BudgetCaseError) as caught:
        read_budget_case(json.dumps({**CASE, **change}))
    assert [one.place for one in caught.value.findings] == [place]
    with pytest.raises(BadInputError):
        read_budget_case("{")
