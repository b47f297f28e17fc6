"""From a mail server's address to Django's settings."""

from __future__ import annotations

from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

import attrs

from dafeng.base.errors import BadInputError

_BACKENDS = "django.core.mail.backends"
NO_MAIL = f"{_BACKENDS}.dummy.EmailBackend"
SENDER = "dafeng@localhost"
_SECURITY: dict[str, tuple[Literal["", "tls", "ssl"], int]] = {
    "smtp": ("", 25),
    "smtp+tls": ("tls", 587),
    "smtps": ("ssl", 465),
}


@attrs.frozen(kw_only=True)
class MailSettings:
    """How mails leave the house; the default lets none out."""

    backend: str = NO_MAIL
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = attrs.field(default="", repr=False)
    security: Literal["", "tls", "ssl"] = ""
    folder: str | None = None
    sender: str = SENDER


def mail_settings(url: str) -> MailSettings:
    """Read the address of a mail server.

    Parameters
    ----------
    url : str
        ``smtp://user:password@host:port?from=office@example.org`` (``smtp+tls`` begins
        with STARTTLS, ``smtps`` speaks TLS from the start); ``file:///folder`` writes
        each mail to a file there; empty sends none.

    Raises
    ------
    BadInputError
        The address names another kind of server, or no server.

    Examples
    --------
    >>> mail_settings("smtp+tls://clerk:secret@mail.example.org").port
    587
    """
    if not url:
        return MailSettings()
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [SENDER])[0]
    if parts.scheme == "file" and parts.path:
        folder = unquote(parts.path)
        backend = f"{_BACKENDS}.filebased.EmailBackend"
        return MailSettings(backend=backend, folder=folder, sender=sender)
    if parts.scheme not in _SECURITY or not parts.hostname:
        msg = (
            f"DAFENG_MAIL_URL begins with {parts.scheme!r} or names no server. Use "
            "smtp://USER:PASSWORD@HOST:PORT, smtp+tls://…, smtps://… or file:///FOLDER."
        )
        raise BadInputError(msg, code="mail.url", scheme=parts.scheme)
    security, port = _SECURITY[parts.scheme]
    return MailSettings(
        backend=f"{_BACKENDS}.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
        sender=sender,
    )
