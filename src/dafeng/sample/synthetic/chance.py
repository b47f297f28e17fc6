"""Chance without a stream: each draw hangs on the seed and on its own name alone."""

from __future__ import annotations

from hashlib import blake2b

import attrs

MILLION = 10**6


@attrs.frozen
class Chance:
    """Draws by name, so that a new row elsewhere moves no other row.

    Attributes
    ----------
    seed : int
        Same seed and same name give the same draw on every machine.
    """

    seed: int

    def between(self, low: int, high: int, *name: object) -> int:
        """Draw a whole number from ``low`` to ``high``, both included."""
        text = "/".join(str(part) for part in (self.seed, *name))
        drawn = int.from_bytes(blake2b(text.encode(), digest_size=16).digest())
        return low + drawn % (high - low + 1)

    def vary(self, amount: int, parts: int, *name: object) -> int:
        """Move an amount by up to ``parts`` millionths, up or down."""
        return amount * (MILLION + self.between(-parts, parts, *name)) // MILLION


def in_proportion(total: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """Split a whole number by weights, so that the parts add up to it exactly."""
    shares = []
    left, weight_left = total, sum(weights)
    for weight in weights:
        share = left * weight // weight_left if weight_left else 0
        shares.append(share)
        left -= share
        weight_left -= weight
    return tuple(shares)
