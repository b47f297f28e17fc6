"""What this room keeps: releases and their figures, letters in, courses."""

from __future__ import annotations

from dafeng.web.public.models.events import (
    AUDIENCES,
    EVENT_KINDS,
    EVENT_STATES,
    AudienceYear,
    Event,
)
from dafeng.web.public.models.feedback import Feedback, FeedbackState
from dafeng.web.public.models.lists import (
    FIRST_YEAR,
    LIST_OPEN,
    DisclosureList,
    ListState,
)
from dafeng.web.public.models.releases import (
    KINDS,
    OPEN,
    TERMS,
    Figure,
    Release,
    ReleasePackage,
    ReleaseState,
)

__all__ = [
    "AUDIENCES",
    "EVENT_KINDS",
    "EVENT_STATES",
    "FIRST_YEAR",
    "KINDS",
    "LIST_OPEN",
    "OPEN",
    "TERMS",
    "AudienceYear",
    "DisclosureList",
    "Event",
    "Feedback",
    "FeedbackState",
    "Figure",
    "ListState",
    "Release",
    "ReleasePackage",
    "ReleaseState",
]
