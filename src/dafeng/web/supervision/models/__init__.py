"""Tables of supervision: cases, replies, documents."""

from __future__ import annotations

from dafeng.web.supervision.models.cases import (
    LONG,
    Case,
    CaseBasis,
    CaseMove,
    CaseUnit,
)
from dafeng.web.supervision.models.choices import ACTS, STATES, STEPS
from dafeng.web.supervision.models.documents import CaseDocument, DocumentMark
from dafeng.web.supervision.models.interviews import (
    SIGNERS,
    Interview,
    InterviewSignature,
    Side,
)
from dafeng.web.supervision.models.replies import (
    CaseFile,
    Closure,
    Outcome,
    RectificationItem,
    Reply,
    Review,
)

__all__ = [
    "ACTS",
    "LONG",
    "SIGNERS",
    "STATES",
    "STEPS",
    "Case",
    "CaseBasis",
    "CaseDocument",
    "CaseFile",
    "CaseMove",
    "CaseUnit",
    "Closure",
    "DocumentMark",
    "Interview",
    "InterviewSignature",
    "Outcome",
    "RectificationItem",
    "Reply",
    "Review",
    "Side",
]
