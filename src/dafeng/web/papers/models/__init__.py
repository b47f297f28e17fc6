"""What this room keeps: documents with their signatures, and orders for them."""

from __future__ import annotations

from dafeng.web.papers.models.orders import OrderScope, OrderState, PaperOrder
from dafeng.web.papers.models.papers import (
    IN_HAND,
    KINDS,
    Paper,
    PaperAct,
    PaperContent,
    PaperKindCode,
    PaperMove,
    PaperState,
)

__all__ = [
    "IN_HAND",
    "KINDS",
    "OrderScope",
    "OrderState",
    "Paper",
    "PaperAct",
    "PaperContent",
    "PaperKindCode",
    "PaperMove",
    "PaperOrder",
    "PaperState",
]
