"""A mail server on this machine that keeps what it gets, or refuses as it is told."""

from __future__ import annotations

import email
import socket
from email import policy
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from email.message import EmailMessage


class Postbox:
    """Handler of the server; ``answers`` says what an address is answered."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - the name that the server calls
        self,
        _server: Any,
        _session: Any,
        envelope: Any,
        address: str,
        _options: list[str],
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        mail = email.message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(mail)  # type: ignore[arg-type]
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server(postbox: Postbox) -> Controller:
    """A server that is not started yet."""
    return Controller(postbox, hostname="127.0.0.1", port=free_port())


def text_of(mail: EmailMessage, kind: str) -> str:
    """The plain or the html part of a mail."""
    part = mail.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())
