"""Reading: tokens, scoped by what the person may see."""

from __future__ import annotations

from dafeng.web.api.selectors.tokens import token_of_key, tokens_for

__all__ = ["token_of_key", "tokens_for"]
