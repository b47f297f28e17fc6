"""The constants of the outlook: rows of ``data/outlook_rules.csv``."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import attrs

from dafeng.indicators.editions import standing_rows


@attrs.frozen(kw_only=True)
class OutlookRules:
    """Conventions of the outlook; the file says where each one comes from.

    Attributes
    ----------
    fewest : Decimal
        Values below which nobody can tell.
    tail : Decimal
        Probability left out at each end of the band.
    least : Decimal
        No probability lies nearer to 0 or 1.
    equal, about : Decimal
        Share of the demanded value by which ``=`` and ``~`` may be missed.
    still : Decimal
        Years added to those in which a series did not move, and to those in which it
        did, before their share is taken.
    first_move : Decimal
        Share of its value by which a series moves that never moved before.
    """

    fewest: Decimal
    tail: Decimal
    least: Decimal
    equal: Decimal
    about: Decimal
    still: Decimal
    first_move: Decimal


@cache
def outlook_rules() -> OutlookRules:
    """Return the packaged rules, read once."""
    rows = standing_rows("outlook_rules.csv", "rule")
    return OutlookRules(**{rule: Decimal(row["value"]) for rule, row in rows.items()})
