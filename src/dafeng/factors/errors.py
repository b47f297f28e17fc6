"""Errors of the room.

::

    DafengError
    └── FactorError (ValueError)
        ├── UnknownFactorError (LookupError)       no row has that id
        ├── DuplicateFactorError                   one id stands for two rows
        ├── MissingFactorError (LookupError)       nothing answers a request
        │   └── MixedFactorSetsError               parts exist, but not in one set
        └── UnverifiedFactorError                  rows wait for a person's signature
"""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.base.errors import DafengError


class FactorError(DafengError, ValueError):
    """Something is wrong with factors or with what is asked of them."""

    code = "factor.bad"


class UnknownFactorError(FactorError, LookupError):
    """No row, set or rule has that name.

    Attributes
    ----------
    name : str
    have : tuple of str
        The nearest that there are.
    """

    code = "factor.unknown"

    def __init__(self, name: str, *, what: str, have: Sequence[str]) -> None:
        self.name, self.have = name, tuple(have)
        msg = (
            f"There is no {what} {name!r}. "
            f"Near it: {_listed(have) or 'nothing'}. "
            "Look it up with `dafeng factors find`."
        )
        super().__init__(msg, name=name, what=what, have=self.have)


class DuplicateFactorError(FactorError):
    """One id stands for two different rows."""

    code = "factor.duplicate"

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)
        msg = (
            f"These ids stand for two rows: {_listed(ids)}. "
            "Give the new row an id of its own."
        )
        super().__init__(msg, ids=self.ids)


class MissingFactorError(FactorError, LookupError):
    """Nothing answers a request; an estimate would have to be invented.

    Attributes
    ----------
    item : str
        Code of the thing.
    parameters : tuple of str
        What is missing of it.
    year : int
    have : tuple of str
        Ids of rows that come near, each with the reason why it does not answer.
    """

    code = "factor.missing"

    def __init__(
        self,
        *,
        item: str,
        parameters: Sequence[str],
        year: int,
        have: Sequence[str],
        why: str = "",
    ) -> None:
        self.item, self.year = item, year
        self.parameters, self.have = tuple(parameters), tuple(have)
        msg = (
            f"No factor for {item}: {_listed(parameters)} in {year}. {why}"
            f"The tables have: {_listed(have) or 'no such row for its regions'}. "
            "Add a row with its source, or name another item."
        )
        super().__init__(
            msg, item=item, parameters=self.parameters, year=year, have=self.have
        )


class MixedFactorSetsError(MissingFactorError):
    """The parts of one line exist, but only in different sets.

    Attributes
    ----------
    factor_set : str
        Set that the line is bound to; empty when it was free.
    others : tuple of str
        Sets that hold what is missing.
    """

    code = "factor.mixed_sets"

    def __init__(
        self,
        *,
        item: str,
        parameters: Sequence[str],
        year: int,
        have: Sequence[str],
        factor_set: str,
        others: Sequence[str],
    ) -> None:
        self.factor_set, self.others = factor_set, tuple(others)
        bound = f"the set {factor_set}" if factor_set else "any single set"
        super().__init__(
            item=item,
            parameters=parameters,
            year=year,
            have=have,
            why=(
                f"They are not in {bound}, only in {_listed(others)}; "
                "numbers of two sets are not mixed in one line. "
            ),
        )
        self.fields |= {"factor_set": factor_set, "others": self.others}


class UnverifiedFactorError(FactorError):
    """An official account needs rows that nobody verified or signed.

    Attributes
    ----------
    ids : tuple of str
    """

    code = "factor.unverified"

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)
        msg = (
            f"Nobody has verified these rows: {_listed(ids)}. An official account "
            "does not use them. Compare each with its source_document and have a "
            "person sign it: book.signed([Signature(factor_id=…, person=…, "
            "signed_on=…, reason=…)])."
        )
        super().__init__(msg, ids=self.ids)


def _listed(names: Sequence[str], limit: int = 12) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
