"""The quick estimate: months and quarters from sales, before the account exists."""

from __future__ import annotations
