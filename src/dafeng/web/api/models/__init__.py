"""What this room keeps: tokens of programs, and answers to requests sent twice."""

from __future__ import annotations

from dafeng.web.api.models.replies import Reply
from dafeng.web.api.models.tokens import Scope, Token

__all__ = ["Reply", "Scope", "Token"]
