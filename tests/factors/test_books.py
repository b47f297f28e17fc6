"""A book finds its rows, refuses doubles, and its edition is its content."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.factors import (
    DuplicateFactorError,
    FactorBook,
    Signature,
    UnknownFactorError,
    book_from_json,
    book_to_json,
    factor_book,
)

BOOK = factor_book()
GAS = "NATURAL_GAS.ncv@PG2011-NCV2008"
DOUBTFUL = "GRID_CN.grid_residual_national@MEE-2021"


def signed_by(person: str) -> Signature:
    return Signature(
        factor_id=DOUBTFUL,
        person=person,
        signed_on=date(2026, 1, 5),
        reason="compared with the announcement",
    )


def test_a_row_is_got_by_its_id() -> None:
    row = BOOK.get(GAS)
    assert (row.value, row.unit, row.name_zh) == (Decimal(38931), "kJ/m3", "天然气")


def test_an_unknown_id_names_its_neighbours() -> None:
    with pytest.raises(UnknownFactorError) as caught:
        BOOK.get("NATURAL_GAS.ncv@NOBODY")
    assert any(name.startswith("NATURAL_GAS.") for name in caught.value.have)


def test_finding_a_name_gives_its_own_rows_first() -> None:
    codes = list(dict.fromkeys(row.code for row in BOOK.find("天然气")))
    assert codes[0] == "NATURAL_GAS"
    assert "LNG" in codes


def test_every_word_must_be_found() -> None:
    rows = BOOK.find("天津 MEE-2022")
    assert [row.id for row in rows] == ["GRID_TIANJIN.grid_average_province@MEE-2022"]
    assert BOOK.find("天津 nowhere") == ()


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(DuplicateFactorError) as caught:
        BOOK.with_rows([BOOK.get(GAS)])
    assert caught.value.ids == (GAS,)


def test_a_row_more_is_another_edition_and_leaves_the_book_as_it_was() -> None:
    edition = BOOK.edition
    more = BOOK.with_rows([attrs.evolve(BOOK.get(GAS), id="NATURAL_GAS.ncv@NEW")])
    assert more.edition != edition == BOOK.edition
    assert len(more.rows) == len(BOOK.rows) + 1


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_edition_does_not_depend_on_the_order_of_rows(random) -> None:
    rows = list(BOOK.rows)
    random.shuffle(rows)
    shuffled = FactorBook(rows=rows, ordering=BOOK.ordering)
    assert shuffled.edition == BOOK.edition
    assert shuffled.rows == BOOK.rows


def test_a_changed_digit_is_another_edition() -> None:
    rows = [attrs.evolve(r, notes="x") if r.id == GAS else r for r in BOOK.rows]
    assert FactorBook(rows=rows, ordering=BOOK.ordering).edition != BOOK.edition


def test_a_signature_is_another_edition_and_is_kept_with_the_book() -> None:
    book = BOOK.signed([signed_by("张某")])
    assert book.edition != BOOK.edition
    assert book.signers[DOUBTFUL].person == "张某"


def test_signing_twice_the_same_changes_nothing() -> None:
    once = BOOK.signed([signed_by("张某")])
    assert once.signed([signed_by("张某")]).edition == once.edition


def test_nobody_signs_a_row_that_is_not_there() -> None:
    wrong = attrs.evolve(signed_by("张某"), factor_id="NOTHING.ncv@NOWHERE")
    with pytest.raises(UnknownFactorError):
        BOOK.signed([wrong])


def test_a_book_comes_back_from_its_bytes_with_its_edition() -> None:
    data = book_to_json(BOOK)
    again = book_from_json(data)
    assert again == BOOK
    assert again.edition == BOOK.edition
    assert book_to_json(again) == data


def test_bytes_that_are_no_book_are_refused() -> None:
    with pytest.raises(BadInputError):
        book_from_json(b"{}")
