"""Pages and data sets that other rooms show to everybody.

A room above registers what it has when the app is ready; this room knows none of them.
What is shown gets the district and nothing of who asks, and the room answers for it
that only what was released gets there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs
from django.utils.functional import Promise

from dafeng.public import DataEdition
from dafeng.web.core.models import Organisation

Content: TypeAlias = Callable[[Organisation], Mapping[str, Any]]
Mark: TypeAlias = Callable[[Organisation], str]
Editions: TypeAlias = Callable[[Organisation], Sequence[DataEdition]]


@attrs.frozen(kw_only=True)
class PublicPage:
    """A page of another room for everybody, at ``/public/more/NAME/``.

    Attributes
    ----------
    name : str
        Its place in the address, a slug.
    label : str
        Its entry in the navigation.
    template : str
        Extends ``public/base.html``.
    content : callable
        What the template shows of the district.
    mark : callable
        Something short that changes whenever the page must be drawn anew: it is kept
        until then.
    """

    order: int
    name: str
    label: str | Promise
    template: str
    content: Content
    mark: Mark


@attrs.frozen(kw_only=True)
class PublicData:
    """A data set of another room, listed on the page of open data.

    Attributes
    ----------
    name : str
        Its place in the address, a slug; ``/public/sets/NAME/VERSION/NAME.csv``.
    editions : callable
        Every version that is given out, the newest first; what a version says must not
        change, and one that is not given out any more is left out.
    mark : callable
        As that of a page.
    page : str
        Name of the public page that explains it; empty for none.
    """

    order: int
    name: str
    label: str | Promise
    editions: Editions
    mark: Mark
    page: str = ""


_pages: dict[str, PublicPage] = {}
_sets: dict[str, PublicData] = {}


def register_public_page(page: PublicPage) -> None:
    """Add a page; call it from ``AppConfig.ready``."""
    _pages[page.name] = page


def register_public_data(data: PublicData) -> None:
    """Add a data set; call it from ``AppConfig.ready``."""
    _sets[data.name] = data


def public_pages() -> list[PublicPage]:
    """Pages of other rooms, in order."""
    return sorted(_pages.values(), key=lambda page: page.order)


def public_page(name: str) -> PublicPage | None:
    """One of them; None where there is none of that name."""
    return _pages.get(name)


def public_sets() -> list[PublicData]:
    """Data sets of other rooms, in order."""
    return sorted(_sets.values(), key=lambda data: data.order)


def public_set(name: str) -> PublicData | None:
    """One of them; None where there is none of that name."""
    return _sets.get(name)


def sets_mark(organisation: Organisation) -> str:
    """Changes whenever any data set has another version."""
    return "\n".join(f"{one.name} {one.mark(organisation)}" for one in public_sets())
