"""The file of a letter that another room composed and two people signed."""

from __future__ import annotations

from dafeng.web.core.sending import DOCX
from dafeng.web.office.models import Letter


def signed_file_laid(letter: Letter, *, sha256: str, size: int) -> None:
    """Lay a signed .docx, kept under its hash, into the register.

    It belongs to the act that entered the letter, in its transaction and its audit.
    """
    letter.file_name, letter.file_media = f"{letter.number}.docx", DOCX
    letter.file_sha256, letter.file_size = sha256, size
    letter.save()
