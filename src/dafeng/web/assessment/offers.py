"""What can be made of a confirmed proposal: rooms above this one register an offer.

An assessment proposes and people decide; the room that drafts papers stands above it
and says where a paper of a proposal is begun, or where the one that there is stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs
from django.utils.functional import Promise

from dafeng.web.assessment.models import ProposalRow
from dafeng.web.core.selectors import Person


@attrs.frozen(kw_only=True)
class Offer:
    """One link on the page of a proposal."""

    label: str | Promise
    url: str
    icon: str = "file-text"


Source: TypeAlias = Callable[[Person, ProposalRow], Offer | None]

_sources: list[Source] = []


def register_offer(source: Source) -> None:
    """Add an offer; call it from ``AppConfig.ready``; twice is once."""
    if source not in _sources:
        _sources.append(source)


def offers_of(user: Person, proposal: ProposalRow) -> list[Offer]:
    """What the person may make of a proposal, in the order of registration."""
    found = (source(user, proposal) for source in _sources)
    return [offer for offer in found if offer is not None]
