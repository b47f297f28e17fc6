"""Errors a caller can decide about.

::

    DafengError
    ├── BadInputError (ValueError)   the user's file or value cannot be used; exit 2
    ├── UnitError (ValueError)       a unit is unknown, or two do not fit together
    └── NotFoundError (LookupError)  a named thing is not there; says what is

A message says what happened, where, what there is, and what to do.  Bad *data*
inside a good file is not an error: it is a :class:`~dafeng.base.findings.Finding`.
"""

from __future__ import annotations


class DafengError(Exception):
    """Root of every error that dafeng raises on purpose.

    Attributes
    ----------
    code : str
        Stable key, for example ``document.encrypted``; the interface words it
        in the reader's language from the code and ``fields``.
    fields : dict of str to object
        What the message speaks of.
    """

    code = "dafeng"

    def __init__(
        self, message: str, *, code: str | None = None, **fields: object
    ) -> None:
        super().__init__(message)
        self.code = code or type(self).code
        self.fields = fields


class BadInputError(DafengError, ValueError):
    """The file or value that the user gave cannot be used."""

    code = "input.bad"


class UnitError(DafengError, ValueError):
    """A unit is unknown, or two units have different dimensions."""

    code = "unit.bad"


class NotFoundError(DafengError, LookupError):
    """A named thing does not exist; the message lists what does."""

    code = "not_found"
