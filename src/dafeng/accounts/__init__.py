"""The carbon account: activity times factor, the balance, uncertainty, change."""

from __future__ import annotations
