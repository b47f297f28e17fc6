"""Sources: which document says so, where in it, and when it is in force."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import attrs

from dafeng.base.errors import BadInputError

_OPEN = "〔[(【［（〖［{"
_CLOSE = "〕])】］）〗］}"
_BRACKETS = str.maketrans(dict.fromkeys(_OPEN, "〔") | dict.fromkeys(_CLOSE, "〕"))
_NUMBER = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{1,16}?(?:〔[\u4e00-\u9fff]{1,6}〕[\u4e00-\u9fff]{0,4})?)"
    r"〔(?P<year>(?:19|20)\d{2})〕第?(?P<number>\d{1,5})号"
)


@attrs.frozen(order=True)
class DocumentNumber:
    """Number of an official document: agency word, year and serial number.

    Attributes
    ----------
    agency : str
        The agency word (机关代字), for example ``国发``.
    year, number : int
        Year and serial number.

    Source
    ------
    GB/T 9704-2012: agency word, year in hexagonal brackets, number from 1.
    """

    agency: str
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> DocumentNumber:
        """Read a number, with any brackets, blanks or full width.

        Raises
        ------
        BadInputError
            ``source.number``: the text is no document number.

        Examples
        --------
        >>> str(DocumentNumber.parse("国发 [2021] 23 号"))
        '国发〔2021〕23号'
        """
        hit = _NUMBER.fullmatch(normal_brackets(text))
        if hit is None:
            msg = (
                f"{text!r} is no document number. Write agency word, year in brackets "
                "and number, for example 国发〔2021〕23号."
            )
            raise BadInputError(msg, code="source.number", text=text)
        return cls(hit["agency"], int(hit["year"]), int(hit["number"]))

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.number}号"


def normal_brackets(text: str) -> str:
    """Return ``text`` in half width, without blanks, every bracket as ``〔 〕``."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain.translate(_BRACKETS)


@attrs.frozen(kw_only=True)
class Source:
    """A place in a document that a number or a rule rests on.

    Attributes
    ----------
    title : str
        Title of the document.
    number : DocumentNumber or None
        None for a standard, a law or a book.
    issuer : str
        Who issued it; empty when unknown.
    issued : date or None
        Day of issue.
    clause, page : str
        Where in it, in the document's own numbering.
    in_force_from, in_force_to : date or None
        First and last day in force; None is unknown or open.
    superseded_by : str
        What replaced it: a document number or title; empty when nothing did.
    """

    title: str = attrs.field(validator=attrs.validators.min_len(1))
    number: DocumentNumber | None = None
    issuer: str = ""
    issued: date | None = None
    clause: str = ""
    page: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    superseded_by: str = ""

    def __attrs_post_init__(self) -> None:
        first, last = self.in_force_from, self.in_force_to
        if first is not None and last is not None and last < first:
            msg = f"{self.title} would end on {last}, before it starts on {first}."
            raise BadInputError(msg, code="source.force", title=self.title)

    def in_force(self, on: date) -> bool | None:
        """Whether it binds on a day; None when its first day is unknown.

        Without ``in_force_from`` the day of issue counts as the first day.
        """
        first = self.in_force_from or self.issued
        if self.in_force_to is not None and on > self.in_force_to:
            return False
        return None if first is None else on >= first
