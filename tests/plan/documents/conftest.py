"""Files for the tests of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.base.errors import BadInputError
from dafeng.plan.documents import read_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[[str, bytes], str]:
    """Write bytes under a name and read the document."""

    def read(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return read_document(path).text

    return read


@pytest.fixture
def refusal_of(
    text_of: Callable[[str, bytes], str],
) -> Callable[[str, bytes], BadInputError]:
    """Write bytes under a name and return why they are refused."""

    def read(name: str, data: bytes) -> BadInputError:
        with pytest.raises(BadInputError) as caught:
            text_of(name, data)
        return caught.value

    return read
