"""The public list: what is withheld, the files, the signature, and its check."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import attrs
import pytest

from dafeng.base.errors import BadInputError
from dafeng.enterprises import (
    Claim,
    DutyClass,
    Enterprise,
    OpenList,
    OpenTerms,
    Publication,
    Register,
    UnknownClaimError,
    VerifiedValue,
    check_claim,
    check_list,
    duties_in,
    list_files,
    list_zip,
    open_rows,
    package_files_of,
    public_key_of,
    read_case,
    signer,
    standings,
)

ON, SEED = date(2026, 4, 1), bytes(range(32))
TERMS = OpenTerms(code="CC-BY-4.0", name="CC BY 4.0", path="https://example.org/terms")
REGISTER = Register(
    enterprises=(
        Enterprise(
            code="a", name="=甲厂", contact="张三", phone="1390000", note="工艺"
        ),
    ),
    classes=(DutyClass(enterprise="a", kind="key-discharger", since=date(2025, 1, 1)),),
    publications=(
        Publication(
            enterprise="a",
            rule="env-report",
            period="2025",
            published_on=date(2026, 3, 1),
            value=Decimal("10200.50"),
            unit="tCO2",
        ),
    ),
    verified=(
        VerifiedValue(
            enterprise="a",
            rule="env-report",
            period="2025",
            value=Decimal(10000),
            unit="tCO2",
        ),
    ),
)


def made(register: Register = REGISTER) -> OpenList:
    rows = standings(register, duties_in(register, 2026), ON)
    return OpenList(
        place="示范区",
        place_code="110101",
        year=2026,
        as_of=ON,
        terms=TERMS,
        rows=open_rows(register, rows, ON),
        synthetic=True,
    )


def claiming(field: str, until: date | None = None) -> Register:
    claim = Claim(enterprise="a", field=field, basis="第六条", until=until)
    return attrs.evolve(REGISTER, claims=(claim,))


def packed(register: Register = REGISTER) -> bytes:
    return list_zip(list_files(made(register), signer(SEED)))


def test_personal_data_are_never_in_the_list() -> None:
    everything = b"".join(one.content for one in list_files(made()))
    assert "张三".encode() not in everything
    assert b"1390000" not in everything
    assert "个人信息不公开".encode() in everything


def test_a_claim_withholds_its_field_with_its_basis_while_it_holds() -> None:
    (open_,) = made().rows
    assert (open_.note, open_.verified_value) == ("工艺", Decimal(10000))
    (hidden,) = made(claiming("note")).rows
    assert hidden.note is None
    assert any(one.reason.endswith("第六条") for one in hidden.withheld)
    (again,) = made(claiming("note", until=date(2026, 3, 31))).rows
    assert again.note == "工艺"


def test_where_the_verified_value_is_withheld_so_is_whether_it_agrees() -> None:
    (row,) = made(claiming("verified_value")).rows
    assert row.verified_value is None
    assert row.agreement is None
    assert row.value == Decimal("10200.50")


def test_emissions_are_published_whatever_is_claimed() -> None:
    (row,) = made(claiming("value")).rows
    assert row.value == Decimal("10200.50")


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("value", "claim.refused"),
        ("phone", "claim.needless"),
        ("weather", "claim.field"),
    ],
)
def test_a_claim_that_cannot_be_taken_says_why(field: str, code: str) -> None:
    with pytest.raises(UnknownClaimError) as caught:
        check_claim(field)
    assert caught.value.code == code


def test_table_and_json_hold_the_same_and_no_text_runs_as_a_formula() -> None:
    files = {one.name: one.content for one in list_files(made())}
    (row,) = csv.DictReader(io.StringIO(files["disclosure.csv"].decode("utf-8-sig")))
    told = json.loads(files["disclosure.json"])
    assert row["name"] == "'=甲厂"
    assert (row["value"], told["rows"][0]["value"]) == ("10200.5", 10200.5)
    assert (row["state"], row["agreement"]) == ("in-time", "differs")
    assert told["synthetic"] is True
    assert json.loads(files["datapackage.json"])["version"] == told["version"]


def test_the_same_list_has_the_same_bytes_and_another_one_another_version() -> None:
    assert packed() == packed()
    assert made().version != made(claiming("note")).version


def test_a_list_that_was_signed_is_whole_and_a_changed_one_is_not() -> None:
    files = dict(package_files_of(packed()))
    key = public_key_of(SEED)
    assert check_list(files, key) == ()
    assert check_list(files) == ()
    table = files["disclosure.csv"]
    codes = {
        "package.changed": files | {"disclosure.csv": table + b"x"},
        "package.signature": files
        | {"datapackage.json": files["datapackage.json"].replace(b"2026", b"2025")},
        "package.unlisted": files | {"more.txt": b""},
        "package.missing": {k: v for k, v in files.items() if k != "disclosure.csv"},
        "package.unsigned": {k: v for k, v in files.items() if k != "signature.json"},
    }
    for code, changed in codes.items():
        assert code in {one.code for one in check_list(changed, key)}, code
    other = check_list(files, public_key_of(bytes(32)))
    assert [one.code for one in other] == ["package.other_key"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no archive",
        b"PK\x05\x06",
        packed()[:-30],
        packed().replace(b"PK\x03", b"QK\x03"),
    ],
    ids=["empty", "text", "end", "cut", "damaged"],
)
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(BadInputError) as caught:
        package_files_of(content)
    assert caught.value.code == "package.broken"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"on": "2026-13-01", "enterprises": []}']
    + ['{"on": "2026-01-01", "year": 9999, "enterprises": []}']
    + ['{"on": "2026-01-01", "enterprises": [{"code": "a"}]}']
    + ['{"on": "2026-01-01", "enterprises": [{"code": ["a"], "name": "b"}]}']
    + [
        '{"on": "2026-01-01", "enterprises": [], "verified": [{"enterprise": "a", '
        '"rule": "x", "period": 1, "value": "Infinity", "unit": "t"}]}'
    ]
    + ['{"on": "2026-01-01", "enterprises": [{"code": "a", "name": "b", "x": 1}]}'],
)
def test_a_case_that_cannot_be_read_says_where(text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_case(text)
    assert caught.value.code == "case.bad"
