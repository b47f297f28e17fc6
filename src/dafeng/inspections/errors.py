"""What a draw can refuse.

::

    BadInputError
    ├── DrawError            the case cannot be drawn as it stands
    │   └── InspectorsError  some subjects have too few inspectors without a conflict
    └── SeedError            a seed is no seed, or does not fit its commitment
"""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.base.errors import BadInputError


class DrawError(BadInputError):
    """The case cannot be drawn as it stands."""

    code = "draw.bad"


class InspectorsError(DrawError):
    """Some subjects have too few inspectors without a conflict.

    Attributes
    ----------
    subjects : tuple of str
        All of them.
    """

    code = "draw.inspectors"

    def __init__(self, *, subjects: Sequence[str], needed: int, pool: int) -> None:
        self.subjects = tuple(subjects)
        super().__init__(
            f"{', '.join(self.subjects)}: fewer than {needed} of the {pool} inspectors "
            "have no conflict of interest. Add inspectors, or take an exclusion back.",
            subjects="、".join(self.subjects),
            needed=needed,
            pool=pool,
        )


class SeedError(BadInputError):
    """A seed is no seed, or does not fit its commitment."""

    code = "seed.bad"
