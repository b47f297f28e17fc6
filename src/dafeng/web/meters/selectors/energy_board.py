"""What the board of a district shows: its load, its largest users, what is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from threading import Lock
from time import monotonic

import attrs
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.core.stewards import managed_by
from dafeng.web.meters.models import ArrivalCount, EnergyDigest
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.energy import HUNDRED, change_of

HOURS = 24
TOP = 10
SILENT_SHOWN = 8
MOST = Decimal("0.9")
"""An hour is drawn when at least this share of the enterprises of the day know it."""
FRESH_S = 5.0
"""Seconds that a board is kept: all screens of a process share it."""
RATE_S = 300.0
"""Seconds over which arrivals are counted for a rate."""


RateOf = Callable[[int], Decimal | None]
"""From the readings of today to how many come in a minute."""


@attrs.frozen(kw_only=True)
class TopUser:
    """One of the largest users of the day."""

    enterprise: Organisation
    today_g: int
    share: Decimal


@attrs.frozen(kw_only=True)
class SilentFirm:
    """An enterprise with meters that say nothing."""

    enterprise: Organisation
    silent: int
    meters: int
    heard_until: datetime | None


@attrs.frozen(kw_only=True)
class Arrivals:
    """What came today; ``per_minute`` is None until two looks have been taken."""

    batches: int
    readings: int
    last_at: datetime | None
    per_minute: Decimal | None


@attrs.frozen(kw_only=True)
class Board:
    """One board.

    Attributes
    ----------
    day : date or None
        The newest day of readings; None while there are none.
    lines : dict of str to list
        ``today``, ``yesterday``, ``week``: grams of standard coal by hour.
    mark : str
        Another one when anything that is shown may have changed.
    """

    day: date | None
    firms: int
    heard: int
    lines: dict[str, list[int | None]]
    today_g: int | None
    change: Decimal | None
    top: tuple[TopUser, ...]
    silent: int
    silent_firms: tuple[SilentFirm, ...]
    meters: int
    completeness: Decimal | None
    arrivals: Arrivals
    mark: str


@attrs.frozen(kw_only=True)
class Sight:
    """What a board is of.

    Attributes
    ----------
    paths : tuple of str
        Of units.
    firms : tuple of int
        Keys of enterprises besides.
    """

    paths: tuple[str, ...]
    firms: tuple[int, ...] = ()

    @property
    def seen(self) -> Q:
        """The condition of its enterprises."""
        return within("path", self.paths) | Q(pk__in=self.firms)


class BoardKeeper:
    """Boards of this process, each reckoned once for all screens that ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[Sight, tuple[float, Board]] = {}
        self._seen: dict[Sight, list[tuple[float, int]]] = {}

    def board(self, sight: Sight) -> Board:
        """The board of what somebody sees, at most some seconds old."""
        now = monotonic()
        with self._lock:
            kept = self._kept.get(sight)
        if kept is not None and now - kept[0] < FRESH_S:
            return kept[1]
        made = board_of(sight.seen, partial(self._rate, sight))
        with self._lock:
            self._kept = {
                name: one for name, one in self._kept.items() if now - one[0] < RATE_S
            }
            self._kept[sight] = (now, made)
        return made

    def forget(self) -> None:
        """Drop what is kept."""
        with self._lock:
            self._kept.clear()
            self._seen.clear()

    def _rate(self, sight: Sight, readings: int) -> Decimal | None:
        """Readings a minute, since the oldest look of the last minutes."""
        now = monotonic()
        with self._lock:
            seen = [one for one in self._seen.get(sight, ()) if now - one[0] < RATE_S]
            self._seen[sight] = [*seen, (now, readings)]
        if not seen or now - seen[0][0] < FRESH_S or readings < seen[0][1]:
            return None
        return Decimal((readings - seen[0][1]) * 60) / Decimal(now - seen[0][0])


KEEPER = BoardKeeper()


def sight_for(user: Person) -> Sight:
    """Units whose readings the person may see, and enterprises that they manage."""
    paths = tuple(sorted(paths_where(user, VIEW)))
    firms = {key for keys in managed_by(user, VIEW) for key in keys}
    return Sight(paths=paths, firms=tuple(sorted(firms)))


def board_of(seen: Q, rate: RateOf) -> Board:
    """Reckon a board of the enterprises that fit a condition."""
    firms = Organisation.objects.filter(seen)
    digests = list(_digests(firms))
    day = max((one.day for one in digests), default=None)
    current = [one for one in digests if one.day == day]
    lines = {
        name: _line([one.hours.get(name, []) for one in current])
        for name in ("today", "yesterday", "week")
    }
    today = [(one, _sum(one.hours.get("today", []))) for one in current]
    total = _sum(value for _one, value in today)
    ranked = sorted(
        ((value, one) for one, value in today if value),
        key=lambda pair: (-pair[0], pair[1].pk),
    )
    quiet = sorted(
        (one for one in digests if one.silent), key=lambda one: (-one.silent, one.pk)
    )
    arrivals = _arrivals(firms, rate)
    due = sum(one.due_s for one in digests)
    return Board(
        day=day,
        firms=len(digests),
        heard=sum(1 for _one, value in today if value is not None),
        lines=lines,
        today_g=total,
        change=_change(lines),
        top=tuple(
            TopUser(
                enterprise=one.enterprise,
                today_g=value,
                share=Decimal(value) / (total or 1) * HUNDRED,
            )
            for value, one in ranked[:TOP]
        ),
        silent=sum(one.silent for one in digests),
        silent_firms=tuple(
            SilentFirm(
                enterprise=one.enterprise,
                silent=one.silent,
                meters=one.meters,
                heard_until=one.heard_until,
            )
            for one in quiet[:SILENT_SHOWN]
        ),
        meters=sum(one.meters for one in digests),
        completeness=_share(sum(one.known_s for one in digests), due),
        arrivals=arrivals,
        mark=_mark(digests, arrivals),
    )


def _digests(firms: QuerySet[Organisation]) -> QuerySet[EnergyDigest]:
    rows = EnergyDigest.objects.filter(enterprise__in=firms.values("pk"))
    return rows.select_related("enterprise").defer("spark")


def _arrivals(firms: QuerySet[Organisation], rate: RateOf) -> Arrivals:
    rows = ArrivalCount.objects.filter(
        day=timezone.localdate(), enterprise__in=firms.values("pk")
    )
    found = rows.aggregate(
        batches=Sum("batches"), readings=Sum("readings"), last=Max("last_at")
    )
    readings = found["readings"] or 0
    return Arrivals(
        batches=found["batches"] or 0,
        readings=readings,
        last_at=found["last"],
        per_minute=rate(readings),
    )


def _line(rows: Sequence[Sequence[int | None]]) -> list[int | None]:
    """Sums by hour, where nearly all who know anything of the day know the hour."""
    spoke = [row for row in rows if any(value is not None for value in row)]
    made: list[int | None] = []
    for hour in range(HOURS):
        known = [
            value
            for row in spoke
            if hour < len(row)
            for value in (row[hour],)
            if value is not None
        ]
        enough = bool(known) and len(known) >= MOST * len(spoke)
        made.append(sum(known) if enough else None)
    return made


def _sum(values: Iterable[int | None]) -> int | None:
    known = [one for one in values if one is not None]
    return sum(known) if known else None


def _change(lines: dict[str, list[int | None]]) -> Decimal | None:
    """Percent from the same hours of the day before."""
    pairs = [
        (now, ago)
        for now, ago in zip(lines["today"], lines["yesterday"], strict=True)
        if now is not None and ago is not None
    ]
    if not pairs:
        return None
    return change_of(sum(now for now, _a in pairs), sum(ago for _n, ago in pairs))


def _share(known: int, due: int) -> Decimal | None:
    return Decimal(known) / due if due else None


def _mark(digests: Sequence[EnergyDigest], arrivals: Arrivals) -> str:
    made = max((one.made_at for one in digests), default=None)
    stamp = "" if made is None else f"{made.timestamp():.6f}"
    return f"{stamp}-{arrivals.batches}-{arrivals.readings}"
