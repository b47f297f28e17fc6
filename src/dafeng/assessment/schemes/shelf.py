"""The packaged schemes."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from dafeng.assessment.schemes.reading import scheme_from_toml
from dafeng.base.errors import BadInputError, NotFoundError

if TYPE_CHECKING:
    from dafeng.assessment.schemes.records import Scheme

_ENDING = ".toml"


def _folder() -> Traversable:
    return resources.files("dafeng.assessment") / "data" / "schemes"


@cache
def schemes() -> tuple[str, ...]:
    """Return the ids of the packaged schemes, sorted."""
    names = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(n.removesuffix(_ENDING) for n in names if n.endswith(_ENDING)))


def scheme_toml(scheme: str) -> bytes:
    """Return the bytes of a packaged scheme, as they are pinned with a result.

    Raises
    ------
    NotFoundError
        ``scheme.unknown``: there is none of that id; says which there are.
    """
    if scheme not in schemes():
        msg = (
            f"There is no scheme {scheme!r}. There are: {', '.join(schemes())}. "
            "Read a scheme of your own with scheme_from_toml."
        )
        raise NotFoundError(msg, code="scheme.unknown", scheme=scheme)
    return (_folder() / f"{scheme}{_ENDING}").read_bytes()


@cache
def load_scheme(scheme: str) -> Scheme:
    """Return a packaged scheme.

    Raises
    ------
    NotFoundError
        ``scheme.unknown``: as :func:`scheme_toml`.

    Examples
    --------
    >>> load_scheme("grade-2026").total
    Decimal('14')
    """
    return scheme_from_toml(scheme_toml(scheme))


def scheme_in_force(scheme: str, on: date) -> Scheme:
    """Return a packaged scheme that holds on a day.

    Raises
    ------
    NotFoundError
        ``scheme.unknown``: there is none of that id.
    BadInputError
        ``scheme.not_in_force``: it does not hold on that day; says from when to when
        it does, and which schemes hold.
    """
    found = load_scheme(scheme)
    if not found.in_force(on):
        held = ", ".join(name for name in schemes() if load_scheme(name).in_force(on))
        until = f" to {found.effective_to}" if found.effective_to else ""
        msg = (
            f"The scheme {scheme!r} holds from {found.effective_from}{until}, not on "
            f"{on}. On that day there are: {held or 'none'}."
        )
        raise BadInputError(msg, code="scheme.not_in_force", scheme=scheme, on=on)
    return found
