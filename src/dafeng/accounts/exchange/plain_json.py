"""An account as JSON: for people's programs with numbers, for seals without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.accounts.boundaries import Cut, by_cut, total_g, within
from dafeng.accounts.exchange.figures import tonnes_of
from dafeng.accounts.records import Account, Boundary
from dafeng.base.plain import Plain, exact_json, record_from_json, record_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.accounts.records import Line

_CUTS = (("sector", Cut.SECTOR), ("fuel", Cut.FUEL), ("gas", Cut.GAS))


def account_to_json(account: Account) -> bytes:
    """Write a whole account in canonical bytes: sorted keys, no floats.

    The same account gives the same bytes; :func:`account_from_json` gives it back.
    """
    return record_to_json(account)


def account_from_json(data: bytes) -> Account:
    """Read an account that :func:`account_to_json` wrote; it equals the first.

    Raises
    ------
    BadInputError
        ``record.bad``: the bytes are no account.
    """
    return record_from_json(data, Account)


def shown_json(
    account: Account, boundary: Boundary = Boundary.CONTROL, *, seal: str = ""
) -> bytes:
    """Write what a boundary counts, in tonnes, with every digit as a JSON number.

    Parameters
    ----------
    account : Account
    boundary : Boundary
    seal : str
        Digest of the seal, where the account has one.

    Returns
    -------
    bytes
        ``{place, year, boundary, gwp, unit, total, low, high, lines, by, seal}``.
    """
    lines = within(account.lines, boundary)
    interval = next((t for t in account.totals if t.boundary is boundary), None)
    document: Mapping[str, Plain] = {
        "place": account.settings.place,
        "year": account.settings.year,
        "boundary": boundary.value,
        "gwp": account.settings.gwp,
        "unit": "tCO2e",
        "total": tonnes_of(total_g(lines)),
        "low": None if interval is None else tonnes_of(interval.low_g),
        "high": None if interval is None else tonnes_of(interval.high_g),
        "lines": [_line(line) for line in lines],
        "by": {
            name: {key: tonnes_of(grams) for key, grams in by_cut(lines, cut).items()}
            for name, cut in _CUTS
        },
        "seal": seal or None,
    }
    return (exact_json(document) + "\n").encode()


def _line(line: Line) -> Mapping[str, Plain]:
    return {
        "id": line.id,
        "sector": line.sector,
        "fuel": line.item,
        "flow": line.flow,
        "gas": line.gas,
        "quantity": line.activity,
        "unit": line.unit,
        "factor_ids": [use.factor_id for use in line.uses],
        "value": tonnes_of(line.co2e_g),
        "low": tonnes_of(line.low_g),
        "high": tonnes_of(line.high_g),
        "grade": line.grade.value,
    }
