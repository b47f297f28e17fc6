"""The address of a mail server, and the addresses that are none."""

from __future__ import annotations

import pytest

from dafeng.base.errors import BadInputError
from dafeng.web.mail_url import NO_MAIL, MailSettings, mail_settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_without_an_address_no_mail_leaves_the_house() -> None:
    assert mail_settings("") == MailSettings()
    assert mail_settings("").backend == NO_MAIL


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://mail.example.org", 25, ""),
        ("smtp+tls://mail.example.org", 587, "tls"),
        ("smtps://mail.example.org", 465, "ssl"),
        ("smtps://mail.example.org:2465", 2465, "ssl"),
    ],
)
def test_the_scheme_says_how_the_line_is_protected(
    url: str, port: int, security: str
) -> None:
    made = mail_settings(url)
    assert (made.backend, made.host) == (SMTP, "mail.example.org")
    assert (made.port, made.security) == (port, security)


def test_name_password_and_sender_are_read_and_the_password_is_not_shown() -> None:
    made = mail_settings(
        "smtp://clerk%40example.org:p%2Fss@mail.example.org?from=office@example.org"
    )
    assert (made.user, made.password) == ("clerk@example.org", "p/ss")
    assert made.sender == "office@example.org"
    assert "p/ss" not in repr(made)


def test_a_folder_takes_mails_as_files() -> None:
    made = mail_settings("file:///var/spool/dafeng%20mails")
    assert made.folder == "/var/spool/dafeng mails"
    assert made.backend.endswith("filebased.EmailBackend")


@pytest.mark.parametrize(
    "url", ["imap://mail.example.org", "smtp://", "mail.example.org", "file://"]
)
def test_another_kind_of_server_or_none_is_refused(url: str) -> None:
    with pytest.raises(BadInputError, match="DAFENG_MAIL_URL") as caught:
        mail_settings(url)
    assert caught.value.code == "mail.url"
