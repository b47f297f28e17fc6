"""What is written of a letter, and the refusal of a correction that came too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation
from dafeng.web.office.models import Letter
from dafeng.web.plans.models import Target
from dafeng.web.work.models import Task


@attrs.frozen(kw_only=True)
class LetterFacts:
    """What is written into the register; links are whole rows."""

    title: str
    correspondent: str
    registered_on: date
    number: str = ""
    dated: date | None = None
    reply_by: date | None = None
    replies_to: Letter | None = None
    hands_down: bool = False
    note: str = ""
    units: Sequence[Organisation] = ()
    targets: Sequence[Target] = ()
    tasks: Sequence[Task] = ()


class StaleLetterError(BadInputError):
    """The register was corrected since the page was opened; nothing was overwritten.

    Attributes
    ----------
    mine, theirs : LetterFacts
        What the person wanted to write, and what the register says now.
    version : int
        The newest version.
    """

    code = "letter.stale"

    def __init__(self, *, mine: LetterFacts, theirs: LetterFacts, version: int) -> None:
        self.mine, self.theirs, self.version = mine, theirs, version
        super().__init__(f"Version {version} is the newest.", version=version)
