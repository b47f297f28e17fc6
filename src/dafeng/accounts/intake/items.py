"""Names of fuels and materials: what a sheet calls them, and their code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance import carriers
from dafeng.accounts.intake.lists import plain
from dafeng.accounts.intake.records import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.factors import FactorBook


@attrs.frozen(kw_only=True)
class ItemNames:
    """Items by every plain name.

    Attributes
    ----------
    by_name : mapping of str to Choice
    labels : tuple of str
        Names to suggest from.
    """

    by_name: Mapping[str, Choice]
    labels: tuple[str, ...]

    def find(self, text: str) -> Choice | None:
        """Return the item of that name or code, or None."""
        return self.by_name.get(plain(text))


def item_names(book: FactorBook) -> ItemNames:
    """Collect energy carriers, and everything that the factor tables know.

    A name that stands for several codes of the tables is known by code only.
    """
    named: dict[str, Choice] = {}
    labels: list[str] = []
    for carrier in carriers().values():
        choice = Choice(
            label=carrier.name_zh,
            code=carrier.code,
            item=carrier.code,
            unit=carrier.unit,
        )
        labels.append(carrier.name_zh)
        for word in (carrier.name_zh, carrier.code, *carrier.spellings):
            named[plain(word)] = choice
    codes: dict[str, set[str]] = {}
    for factor in book.rows:
        codes.setdefault(plain(factor.name_zh), set()).add(factor.code)
        code = Choice(label=factor.name_zh, code=factor.code, item=factor.code)
        named.setdefault(plain(factor.code), code)
    for word, of_one in sorted(codes.items()):
        if len(of_one) == 1 and word not in named:
            named[word] = named[plain(next(iter(of_one)))]
            labels.append(named[word].label)
    return ItemNames(by_name=named, labels=tuple(labels))
