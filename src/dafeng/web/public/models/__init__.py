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
    "KINDS",
    "OPEN",
    "TERMS",
    "AudienceYear",
    "Event",
    "Feedback",
    "FeedbackState",
    "Figure",
    "Release",
    "ReleasePackage",
    "ReleaseState",
]
