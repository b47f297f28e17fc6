"""Errors of this room.

::

    BadInputError
    ├── HouseholdError       an input of the calculator cannot be meant
    ├── ReleaseError         a release or its correction breaks a rule
    └── PackageError         a file is no package of open data
"""

from __future__ import annotations

from dafeng.base.errors import BadInputError


class HouseholdError(BadInputError):
    """An input of the calculator cannot be meant; ``fields["inputs"]`` names all."""

    code = "household.value"


class ReleaseError(BadInputError):
    """A release, or the correction of one, breaks a rule."""

    code = "release.bad"


class PackageError(BadInputError):
    """A file is no package of open data."""

    code = "package.bad"
