"""The nouns of the room: figures that were released, releases, corrections."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from dafeng.public.errors import ReleaseError

_VERSION = re.compile(r"([1-9]\d{0,4})\.(0|[1-9]\d{0,4})", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9-]*(?::[\w.-]+)+")


class FigureKind(StrEnum):
    """What a released figure is about."""

    TARGET = "target"
    ACCOUNT = "account"
    OUTLOOK = "outlook"


@attrs.frozen(order=True)
class Version:
    """``1.0`` is a release, ``1.1`` its first correction, ``2.0`` the next release."""

    major: int = attrs.field(validator=attrs.validators.ge(1))
    minor: int = attrs.field(default=0, validator=attrs.validators.ge(0))

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read ``1.10``.

        Raises
        ------
        ReleaseError
            ``release.version``: not two whole numbers with a dot between.

        Examples
        --------
        >>> Version.parse("1.9") < Version.parse("1.10")
        True
        """
        found = _VERSION.fullmatch(text)
        if found is None:
            msg = f"{text!r} is no version: write 1.0, and 1.1 for its correction."
            raise ReleaseError(msg, code="release.version", version=text)
        return cls(int(found[1]), int(found[2]))

    def corrected(self) -> Version:
        """Return the version of the next correction."""
        return Version(self.major, self.minor + 1)

    def following(self) -> Version:
        """Return the version of the next release."""
        return Version(self.major + 1, 0)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


def _is_key(_record: object, _field: object, value: str) -> None:
    if not _KEY.fullmatch(value):
        msg = (
            f"{value!r} is no key of a figure: write kind:name, for example target:T1."
        )
        raise ReleaseError(msg, code="release.key", key=value)


@attrs.frozen(kw_only=True)
class ReleasedFigure:
    """One figure as it was released; unknown is None.

    Attributes
    ----------
    key : str
        The same in every version: ``target:T001``, ``account:control:2023``.
    text_zh, text_en : str
        The figure as one sentence.
    value, low, high : Decimal or None
        In ``unit``; None is unknown, and always after a withdrawal.
    state : str
        Code of the light of a target; empty where there is none.
    clause : str
        Number of the clause, never its words.
    definition : str
        Which definition the figure follows.
    source, source_seal : str
        The result that it was taken from, and the seal of that result.
    withdrawn : bool
        The figure does not hold any more; ``reason_zh`` says why.
    """

    key: str = attrs.field(validator=_is_key)
    kind: FigureKind = attrs.field(converter=FigureKind)
    field: str = ""
    field_en: str = ""
    name_zh: str = attrs.field(validator=attrs.validators.min_len(1))
    name_en: str = ""
    text_zh: str = ""
    text_en: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    period: str = ""
    state: str = ""
    target_value: Decimal | None = None
    target_max: Decimal | None = None
    target_year: int | None = None
    comparator: str = ""
    clause: str = ""
    definition: str = ""
    source: str = ""
    source_seal: str = ""
    withdrawn: bool = False
    reason_zh: str = ""
    reason_en: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.withdrawn:
            return
        if not self.reason_zh.strip():
            msg = f"{self.key} is withdrawn without a reason; say why."
            raise ReleaseError(msg, code="release.reason", key=self.key)
        figures = (self.value, self.low, self.high)
        if any(one is not None for one in figures) or self.state or self.text_zh:
            msg = f"{self.key} is withdrawn and still holds its figure; leave it out."
            raise ReleaseError(msg, code="release.withdrawn_value", key=self.key)

    def withdraw(self, *, reason_zh: str, reason_en: str = "") -> ReleasedFigure:
        """Return the figure without what it said, with the reason."""
        return attrs.evolve(
            self,
            value=None,
            low=None,
            high=None,
            state="",
            text_zh="",
            text_en="",
            withdrawn=True,
            reason_zh=reason_zh.strip(),
            reason_en=reason_en.strip(),
        )


@attrs.frozen(kw_only=True)
class PromisedField:
    """How much the plan promises in one field: numbers of clauses, no sentences."""

    ref: str
    title: str
    targets: int
    clauses: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PromisedYear:
    """How many targets are due in a year; None gathers those without a year."""

    year: int | None
    targets: int


@attrs.frozen(kw_only=True)
class Promise:
    """What the plan promises, in numbers."""

    title: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    targets: int = 0
    with_figure: int = 0
    binding: int = 0
    tasks: int = 0
    units: int = 0
    fields: tuple[PromisedField, ...] = ()
    years: tuple[PromisedYear, ...] = ()


@attrs.frozen(kw_only=True)
class Release:
    """Figures that two people signed, as the public reads them.

    Attributes
    ----------
    version : Version
    corrects : Version or None
        The version that this one corrects; None for a release of its own.
    note_zh, note_en : str
        What changed and why; a correction has one.
    terms : str
        A code of ``data/terms.csv``.
    """

    place: str
    place_en: str = ""
    place_code: str = ""
    version: Version
    corrects: Version | None = None
    title_zh: str
    title_en: str = ""
    issued_on: date
    note_zh: str = ""
    note_en: str = ""
    terms: str = "CC-BY-4.0"
    synthetic: bool = False
    promise: Promise | None = None
    figures: tuple[ReleasedFigure, ...]

    def __attrs_post_init__(self) -> None:
        keys = [one.key for one in self.figures]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            msg = f"These figures stand twice in {self.version}: {', '.join(twice)}."
            raise ReleaseError(msg, code="release.twice", keys=tuple(twice))
        if self.corrects is not None and not self.note_zh.strip():
            msg = f"{self.version} corrects {self.corrects}; say what changed and why."
            raise ReleaseError(msg, code="release.note", version=str(self.version))
        if self.corrects is not None and self.corrects.corrected() != self.version:
            msg = f"{self.version} cannot correct {self.corrects}; its correction is "
            msg += f"{self.corrects.corrected()}."
            raise ReleaseError(msg, code="release.order", version=str(self.version))


class ChangeKind(StrEnum):
    """What became of a figure from one version to the next."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    CHANGED = "changed"


@attrs.frozen(kw_only=True)
class Change:
    """One figure that differs between two versions.

    Attributes
    ----------
    part : str
        The attribute that differs, ``value``; empty unless the kind is ``changed``.
    before, after : str
        As text; empty is unknown.
    """

    kind: ChangeKind
    key: str
    name_zh: str
    name_en: str = ""
    part: str = ""
    before: str = ""
    after: str = ""
    reason_zh: str = ""
    reason_en: str = ""


@attrs.frozen(kw_only=True)
class Correction:
    """A line of the log: which version corrects which, when, what and why."""

    version: Version
    corrects: Version
    issued_on: date
    note_zh: str
    note_en: str = ""
    changes: tuple[Change, ...] = ()
