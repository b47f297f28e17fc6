"""Does the convention of the grid decide whether the promise holds; and the JSON of it.

The same district can peak under a grid that gets cleaner and not peak under the factor
of the base year.  Then the answer is the convention's and not the district's, and
whoever reads the probability has to know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.errors import BadInputError
from dafeng.pathways.rules import peak_rules

if TYPE_CHECKING:
    from dafeng.pathways.chances import Chance
    from dafeng.pathways.peak import Band, PeakOutlook

_GRAMS_PER_TONNE = 10**6
_ERRORS = 2
"""Standard errors within which a probability may lie on the other side."""


@attrs.frozen(kw_only=True)
class ConventionChance:
    """What one convention says.

    Attributes
    ----------
    convention : str
    by_promise : Chance
        Peak in or before the year of the promise.
    likely : bool
        At least one half.
    close : bool
        So near to one half that other draws might say otherwise.
    """

    convention: str
    by_promise: Chance
    likely: bool
    close: bool


@attrs.frozen(kw_only=True)
class Verdict:
    """What the conventions say together.

    Attributes
    ----------
    by : int
    flips : bool
        Whether a peak by then is likely under one and not under another.
    conventions : tuple of ConventionChance
        The headline first.
    """

    by: int
    flips: bool
    conventions: tuple[ConventionChance, ...]


def compare_conventions(outlooks: Mapping[str, PeakOutlook]) -> Verdict:
    """Say whether the convention of the grid flips the verdict.

    Parameters
    ----------
    outlooks : mapping of str to PeakOutlook
        By convention, the headline first, of one scenario and one ``by``.

    Raises
    ------
    BadInputError
        ``peak.conventions``: none is given, or they ask for different years.

    Source
    ------
    Rule ``flip`` of ``data/peak_rules.csv``.
    """
    asked = {one.by for one in outlooks.values()}
    if len(asked) != 1:
        msg = f"Conventions ask for {len(asked)} years. Give outlooks of one year."
        raise BadInputError(msg, code="peak.conventions", years=sorted(asked))
    half = peak_rules().flip
    found = tuple(
        ConventionChance(
            convention=name,
            by_promise=(one_chance := one.chance_by(one.by)),
            likely=one_chance.value >= half,
            close=abs(one_chance.value - half) < _ERRORS * one_chance.error,
        )
        for name, one in outlooks.items()
    )
    return Verdict(
        by=asked.pop(),
        flips=len({one.likely for one in found}) > 1,
        conventions=found,
    )


def peak_json(
    outlooks: Mapping[str, PeakOutlook],
    *,
    scenario: str,
    seed: int,
    seal: str,
    digits: int = 6,
) -> dict[str, Any]:
    """Return the headline outlook as plain JSON, the other conventions beside it.

    Parameters
    ----------
    outlooks : mapping of str to PeakOutlook
        By convention, the headline first; totals in grams.
    scenario : str
    seed : int
    seal : str
        Of what went in; empty when nothing is sealed.
    digits : int
        Decimals of a probability.

    Returns
    -------
    dict
        ``scenario``, ``draws``, ``seed``, ``probability`` (``by_2030``, ``by_horizon``,
        ``error``), ``year`` and ``level`` (``p05``, ``p50``, ``p95``; tonnes; null when
        no draw peaks), ``classes``, ``not_peaked``, ``second_peak``, ``conventions``,
        ``flips``, ``seal``.

    Raises
    ------
    BadInputError
        As :func:`compare_conventions`.
    """
    verdict = compare_conventions(outlooks)
    head = next(iter(outlooks.values()))
    conventions = [
        {
            "convention": name,
            **_probability(one, digits),
            "year": _years(one.year),
            "not_peaked": round(one.not_peaked.value, digits),
            "likely": said.likely,
            "close": said.close,
        }
        for (name, one), said in zip(outlooks.items(), verdict.conventions, strict=True)
    ]
    return {
        "scenario": scenario,
        "draws": head.draws,
        "seed": seed,
        "probability": _probability(head, digits),
        "year": _years(head.year),
        "level": _tonnes(head.level),
        "level_unit": "t",
        "classes": {name: round(one.value, digits) for name, one in _classes(head)},
        "not_peaked": round(head.not_peaked.value, digits),
        "second_peak": round(head.second_peak.value, digits),
        "conventions": conventions,
        "flips": verdict.flips,
        "seal": seal,
    }


def _classes(outlook: PeakOutlook) -> Sequence[tuple[str, Chance]]:
    return (
        ("peaked", outlook.peaked),
        ("by_promise", outlook.by_promise),
        ("later", outlook.later),
        ("not_peaked", outlook.not_peaked),
    )


def _probability(outlook: PeakOutlook, digits: int) -> dict[str, float]:
    promise = outlook.chance_by(outlook.by)
    return {
        f"by_{outlook.by}": round(promise.value, digits),
        "by_horizon": round(outlook.until[-1].value, digits),
        "error": round(promise.error, digits),
    }


def _years(band: Band) -> dict[str, int | None]:
    return {
        name: None if value is None else int(value)
        for name, value in attrs.asdict(band).items()
    }


def _tonnes(band: Band) -> dict[str, float | None]:
    return {
        name: None if value is None else round(value / _GRAMS_PER_TONNE, 3)
        for name, value in attrs.asdict(band).items()
    }
