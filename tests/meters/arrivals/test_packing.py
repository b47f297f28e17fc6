"""Packed batches are unpacked with limits."""

from __future__ import annotations

import gzip

import pytest

from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.packing import unpacked


def test_a_gzip_of_very_many_parts_is_refused() -> None:
    part = gzip.compress(b"")
    assert unpacked(part * 9 + gzip.compress(b"{}")) == b"{}"
    with pytest.raises(BatchError, match="gzip") as caught:
        unpacked(part * 500_000)
    assert caught.value.code == "arrivals.damaged"
