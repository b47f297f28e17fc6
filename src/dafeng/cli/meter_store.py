"""What ``dafeng meters`` does in a house: take in, compact, roll up, count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dafeng.base.errors import BadInputError
from dafeng.cli.house import open_house, today, web_room
from dafeng.cli.house_case import is_house
from dafeng.cli.progress import progress_shown

if TYPE_CHECKING:
    from dafeng.meters import Quality, QualityRules, Window
    from dafeng.meters.store import Compacted

FORMS = ("json", "arrow", "csv", "xlsx")
NEAR, NEAR_ENOUGH = 5, 0.5
"""So many codes are offered for an unknown one, and how alike they are."""


def ingest_files(
    home: Path, files: Iterable[Path], sender: str, form: str
) -> list[dict[str, Any]]:
    """Store each file as a batch of an enterprise; return what became of each.

    Raises
    ------
    BadInputError
        ``meters.no_house``; ``meters.sender``: no enterprise has that code;
        ``meters.form``: a file's form is not known, and nothing was stored.
    """
    _open(home)
    enterprise = _enterprise(sender)
    asked = [(file, form or file.suffix.removeprefix(".").lower()) for file in files]
    for file, kind in asked:
        if kind not in FORMS:
            have = ", ".join(FORMS)
            msg = f"{file} is of no known form: say --form, one of {have}."
            raise BadInputError(msg, code="meters.form", file=str(file))
    made = []
    with progress_shown() as progress:
        for done, (file, kind) in enumerate(asked, start=1):
            made.append(_ingested(enterprise, file, kind))
            progress(str(file), done, len(asked))
    return made


def _ingested(enterprise: Any, file: Path, kind: str) -> dict[str, Any]:
    from dafeng.meters.arrivals.errors import BatchError
    from dafeng.meters.arrivals.packing import MOST_BYTES, too_large
    from dafeng.meters.arrivals.records import Envelope

    envelope = Envelope(
        sender=enterprise.code,
        form=kind,
        received_at=datetime.now(UTC),
        channel="folder",
    )
    told: dict[str, Any] = {"file": str(file), "sequence": None, "repeated": False}
    try:
        if file.stat().st_size > MOST_BYTES:
            raise too_large(MOST_BYTES)  # noqa: TRY301 - told like every other
        arrived = web_room("meters.services.arriving").batch_arrive(
            by=None, enterprise=enterprise, blob=file.read_bytes(), envelope=envelope
        )
    except BatchError as error:
        return told | {"readings": 0, "refused": {}, "error": str(error)}
    return told | {
        "sequence": arrived.sequence,
        "repeated": arrived.repeated,
        "readings": len(arrived.batch.readings),
        "refused": _counts(arrived.batch.troubles),
        "error": "",
    }


def _counts(troubles: Mapping[Any, int]) -> dict[str, int]:
    return {str(trouble): count for trouble, count in sorted(troubles.items())}


def _enterprise(code: str) -> Any:
    """Find an enterprise by its code, or by its USCC in any case."""
    models = web_room("core.models")
    firms = models.Organisation.objects.filter(kind=models.OrganisationKind.ENTERPRISE)
    found = firms.filter(code=code).first()
    if found is None and code:
        found = firms.filter(uscc=code.upper()).first()
    if found is None:
        near = _near(code, firms.values_list("code", "name_zh"))
        told = f" Near to it: {near}." if near else " Enter it first."
        msg = f"No enterprise of the house has the code or USCC {code!r}.{told}"
        raise BadInputError(msg, code="meters.sender", sender=code)
    return found


def _near(code: str, firms: Iterable[tuple[str, str]]) -> str:
    """Codes that are close to one, each with the name of its enterprise."""
    named = dict(firms)
    folded = {firm.casefold(): firm for firm in named}
    found = get_close_matches(code.casefold(), folded, NEAR, NEAR_ENOUGH)
    return ", ".join(f"{folded[one]} ({named[folded[one]]})" for one in found)


def compact_house(home: Path) -> dict[str, Any]:
    """Bring what has arrived into the readings; count what was refused."""
    _open(home)
    store, tree = _store(), _tree()
    done = store.compact(tree, now=datetime.now(UTC))
    web_room("meters.services.rolling").refusals_take(store)
    refused: dict[str, int] = {}
    for row in done.refused:
        refused[row.trouble] = refused.get(row.trouble, 0) + row.count
    return _compacted(done) | {"refused": dict(sorted(refused.items()))}


def replay_house(home: Path, since: int) -> dict[str, Any]:
    """Read the journal again; bring in what is not there yet."""
    _open(home)
    return _compacted(_store().replay(_tree(), since=since, now=datetime.now(UTC)))


def _compacted(done: Compacted) -> dict[str, Any]:
    return {
        "batches": done.batches,
        "readings": done.readings,
        "meters": len(done.meters),
        "sequence": done.sequence,
    }


def roll_up_house(home: Path) -> dict[str, Any]:
    """Bring hours and days up to the readings, and what pages show of them."""
    _open(home)
    now = datetime.now(UTC)
    calendar = web_room("meters.calendars").house_calendar()
    with progress_shown() as progress:
        done = _store().roll_up(
            _tree(),
            calendar,
            until=now,
            told=lambda at, every: progress("meters", at, every),
        )
    if done.meters:
        web_room("meters.services.energy").digests_renew(now=now)
    return {
        "meters": len(done.meters),
        "from_first_reading": done.whole,
        "hours": done.hours,
        "days": done.days,
    }


def quality_house(home: Path, month: str) -> tuple[Window, Quality, QualityRules]:
    """Reckon the official measures of a month of the house.

    Raises
    ------
    BadInputError
        ``meters.month``: that is no month. ``meters.no_readings``: it has no reading.
    """
    from dafeng.meters import quality_rules_on

    try:
        day = date.fromisoformat(f"{month}-01") if month else today().replace(day=1)
    except ValueError as error:
        msg = f"--month {month} is no month; write it like 2026-03."
        raise BadInputError(msg, code="meters.month", month=month) from error
    _open(home)
    found = web_room("meters.services.quality").quality_of_month(
        _tree(), _store(), day, datetime.now(UTC)
    )
    if found is None:
        msg = f"No meter of the house has a reading in {day:%Y-%m}."
        raise BadInputError(msg, code="meters.no_readings", month=f"{day:%Y-%m}")
    named = web_room("meters.services.quality").with_names(found.quality)
    return found.window, named, quality_rules_on(day)


def _open(home: Path) -> None:
    if not is_house(home):
        msg = (
            f"There is no house in {home}. `dafeng run` makes the sample district, "
            "`dafeng new` one of your own; --input computes a case without a house."
        )
        raise BadInputError(msg, code="meters.no_house", home=str(home))
    open_house(home)


def _store() -> Any:
    return web_room("meters.stores").house_meters()


def _tree() -> Any:
    return web_room("meters.convert").the_tree()
