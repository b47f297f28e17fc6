"""PDF documents with a text layer.

PDF libraries are native programs fed with foreign files, so the file is read in a
process of its own (see ``pdf_reader``) with a limit on time and memory: a crash, a hang
or a flood ends in one sentence, and not with the program.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from enum import StrEnum
from typing import TYPE_CHECKING

from dafeng.plan.documents.guards import (
    bomb_error,
    broken_error,
    encrypted_error,
    no_text_error,
    too_long_error,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dafeng.base.errors import BadInputError

SECONDS = 60.0
"""A plan of 100 pages takes less than one."""

_START = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from dafeng.plan.documents.pdf_reader import main; sys.exit(main())"
)


_SURROGATE = re.compile("[\ud800-\udfff]")


class Refusal(StrEnum):
    """Why a PDF gives no text."""

    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    NO_TEXT = "no_text"
    TOO_LARGE = "too_large"
    BOMB = "bomb"


_ERRORS: Mapping[Refusal, Callable[[str], BadInputError]] = {
    Refusal.ENCRYPTED: encrypted_error,
    Refusal.BROKEN: broken_error,
    Refusal.TOO_LARGE: too_long_error,
    Refusal.BOMB: bomb_error,
}


def pdf_text(data: bytes, *, name: str, seconds: float = SECONDS) -> str:
    """Return the text layer of a PDF.

    Lines are as laid out on the page, from top to bottom; a gap of more than 1.5 em in
    a line is a tab. Where ruled lines form a table, a row of the table is a line, with
    tabs between the cells. Pages are separated by a line that holds a form feed.
    Slanted text (watermarks) is left out.

    Parameters
    ----------
    data : bytes
    name : str
        File name, for messages.
    seconds : float
        Limit of time.

    Raises
    ------
    BadInputError
        ``document.encrypted``, ``.broken``, ``.no_text``, ``.too_large`` or ``.bomb``.
    """
    try:
        reader = subprocess.run(
            [sys.executable, "-I", "-c", _START, *sys.path],
            input=data,
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired as error:
        raise bomb_error(name) from error
    if reader.returncode < 0:
        raise bomb_error(name)
    try:
        answer = json.loads(reader.stdout)
    except ValueError as error:
        raise broken_error(name) from error
    if answer["refusal"]:
        raise _error(Refusal(answer["refusal"]), name, pages=answer["pages"])
    return _SURROGATE.sub("\ufffd", answer["text"])


def _error(refusal: Refusal, name: str, *, pages: int) -> BadInputError:
    if refusal is Refusal.NO_TEXT:
        return no_text_error(name, pages=pages)
    return _ERRORS[refusal](name)
