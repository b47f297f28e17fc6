"""The packaged schemes: which there are, and which are in force on a day."""

from __future__ import annotations

from datetime import date

import attrs

from dafeng.assessment.schemes import Scheme, SchemeItem, load_scheme, schemes


@attrs.frozen(kw_only=True)
class ShownScheme:
    """A scheme, and whether it holds on the day that was asked for."""

    scheme: Scheme
    in_force: bool

    @property
    def items(self) -> tuple[SchemeItem, ...]:
        """Items of all its rules; empty for a scheme of units."""
        return tuple(
            item for rule in self.scheme.rules for item in getattr(rule, "items", ())
        )


def schemes_on(day: date) -> tuple[ShownScheme, ...]:
    """Every packaged scheme, the ones in force first, the newest first."""
    found = [scheme_on(name, day) for name in schemes()]
    known = [one for one in found if one is not None]
    known.sort(key=lambda one: one.scheme.effective_from, reverse=True)
    return tuple(sorted(known, key=lambda one: not one.in_force))


def scheme_on(name: str, day: date) -> ShownScheme | None:
    """One scheme; None when there is none of that id."""
    if name not in schemes():
        return None
    scheme = load_scheme(name)
    return ShownScheme(scheme=scheme, in_force=scheme.in_force(day))
