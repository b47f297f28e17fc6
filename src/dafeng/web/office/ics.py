"""The calendar as an iCalendar file (RFC 5545), for people's own calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import attrs

CONTENT_TYPE = "text/calendar; charset=utf-8"
_OCTETS = 75


@attrs.frozen(kw_only=True)
class Entry:
    """One day of a calendar."""

    uid: str
    day: date
    title: str
    description: str


def calendar_file(*, name: str, entries: Iterable[Entry], stamp: date) -> bytes:
    """Return the file; the same entries and day give the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//dafeng//office calendar//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(entry.title)}",
            f"DESCRIPTION:{escaped(entry.description)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    folded = (part for line in lines for part in _folded(line))
    return "".join(f"{line}\r\n" for line in folded).encode()


def escaped(text: str) -> str:
    """Text as a value of the format."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> Iterator[str]:
    """Cut a line at 75 octets, never inside a character."""
    part, room = "", _OCTETS
    for sign in line:
        width = len(sign.encode())
        if width > room:
            yield part
            part, room = " ", _OCTETS - 1
        part += sign
        room -= width
    yield part
