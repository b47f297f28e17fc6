"""Errors of the room.

::

    DafengError
    └── ReportError          a document cannot be made here
        ├── NoTypstError     the package ``typst`` is not installed
        └── NoFontsError     the machine has no Chinese font
"""

from __future__ import annotations

from dafeng.base.errors import DafengError


class ReportError(DafengError):
    """A document cannot be made; the message says what is missing."""

    code = "reports.bad"


class NoTypstError(ReportError):
    """The package that sets PDFs and draws charts is not installed."""

    code = "reports.no_typst"

    def __init__(self) -> None:
        msg = (
            "PDFs and charts need the package typst; install it with "
            "`pip install 'dafeng[reports]'`."
        )
        super().__init__(msg)


class NoFontsError(ReportError):
    """No font with Chinese characters is on the machine."""

    code = "reports.no_fonts"

    def __init__(self) -> None:
        msg = (
            "No Chinese font is installed here, so no page can be set; install one, "
            "on Debian with `apt-get install fonts-noto-cjk fonts-arphic-ukai`."
        )
        super().__init__(msg)
