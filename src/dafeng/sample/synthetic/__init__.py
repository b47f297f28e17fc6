"""A made-up but plausible district, statement by statement, with its known truth."""

from __future__ import annotations
