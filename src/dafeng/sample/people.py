"""People of the sample district: invented names, posts, deputies, two delegations.

None of them exists.  ``data/staffing.csv`` says who works where, ``data/names.csv``
holds the characters of which names are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.sample.district import SampleOrganisation, sample_organisations
from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED, sample_enterprises

STAFFED_ENTERPRISES = 43
"""The first of the register; the others have named nobody yet."""
SINCE = date(2021, 1, 4)
OFFICE, ROOT, GRID = "carbon-office", "district", "grid"
_TWO_UNITS = 5
"""Officers of parks who also serve the town around them."""
_ROOM = "dafeng.sample"


@attrs.frozen(kw_only=True)
class SamplePost:
    """A role that somebody holds in a unit.

    Attributes
    ----------
    unit : str
        Code of the unit.
    role : str
        Code of the role.
    """

    unit: str
    role: str
    title: str
    deputy: bool = False
    valid_from: date = SINCE


@attrs.frozen(kw_only=True)
class SamplePerson:
    """Somebody of the district.

    Attributes
    ----------
    username : str
        The name in letters, numbered where it stands twice.
    home : str
        Code of the unit that the person belongs to.
    phone : str
        Of no network: it begins with four digits that none has.
    """

    username: str
    name: str
    home: str
    phone: str
    posts: tuple[SamplePost, ...]


@attrs.frozen(kw_only=True)
class SampleDelegation:
    """Somebody who is away lets somebody else act."""

    giver: str
    taker: str
    valid_from: date
    valid_to: date
    reason: str


@cache
def sample_verifiers() -> tuple[SampleOrganisation, ...]:
    """Return two bodies that verify reports; neither exists."""
    return tuple(
        SampleOrganisation(
            code=f"verifier-{number}",
            parent=ROOT,
            kind="verifier",
            name_zh=f"示范核查{word}所",
            name_en=f"Sample Verification Body {number}",
            short_zh=f"示范核查{word}所",
            place_code="",
        )
        for number, word in enumerate("一二", start=1)
    )


@cache
def sample_people() -> tuple[SamplePerson, ...]:
    """Return everybody, in the order of units and posts."""
    chance = Chance(DISTRICT_SEED)
    names = _Names.read(chance)
    made = [
        names.person(len_so_far, unit, post)
        for len_so_far, (unit, post) in enumerate(_posts())
    ]
    return tuple(_with_second_unit(made))


@cache
def sample_delegations() -> tuple[SampleDelegation, ...]:
    """Return who acts for whom around the end of November 2026."""
    heads = {
        (person.home, post.deputy): person.username
        for person in reversed(sample_people())
        for post in person.posts
        if post.role == "unit-head"
    }
    return tuple(
        SampleDelegation(
            giver=heads[unit, False],
            taker=heads[unit, True],
            valid_from=first,
            valid_to=last,
            reason=reason,
        )
        for unit, first, last, reason in (
            ("water", date(2026, 11, 20), date(2026, 12, 20), "外出学习"),
            ("transport", date(2026, 8, 3), date(2026, 8, 14), "年休假"),
        )
    )


def _posts() -> Iterator[tuple[str, SamplePost]]:
    """Every post to be filled, with the unit of whoever fills it."""
    staffing = list(packaged_rows(_ROOM, "staffing.csv"))
    for unit in (*sample_organisations(), *sample_verifiers()):
        for row in staffing:
            if row["at"] in _kinds_of(unit):
                yield from _filled(row, unit.code)
    managed = [row for row in staffing if row["at"] == "enterprise"]
    for company in sample_enterprises()[:STAFFED_ENTERPRISES]:
        for row in managed:
            yield from _filled(row, company.code.lower())


def _kinds_of(unit: SampleOrganisation) -> tuple[str, ...]:
    """Names under which the staffing table speaks of a unit."""
    return (unit.code,) if unit.code in (GRID, ROOT) else (unit.kind, unit.code)


def _filled(row: Mapping[str, str], unit: str) -> Iterator[tuple[str, SamplePost]]:
    held_in = ROOT if row["role"] == "carbon-office" else unit
    for _number in range(int(row["count"])):
        post = SamplePost(
            unit=held_in,
            role=row["role"],
            title=row["post"],
            deputy=row["deputy"] == "1",
        )
        yield unit, post


def _with_second_unit(people: Iterable[SamplePerson]) -> Iterator[SamplePerson]:
    """Let some officers of parks serve a town too."""
    towns = [o.code for o in sample_organisations() if o.kind == "township"]
    left = _TWO_UNITS
    for person in people:
        first = person.posts[0]
        if left and first.role == "unit-officer" and first.unit.startswith("park-"):
            left -= 1
            second = attrs.evolve(first, unit=towns[left])
            yield attrs.evolve(person, posts=(first, second))
        else:
            yield person


@attrs.frozen(kw_only=True)
class _Names:
    """Characters of which names are made, and how often each login stands already."""

    chance: Chance
    surnames: tuple[str, ...]
    firsts: tuple[str, ...]
    seconds: tuple[str, ...]
    logins: dict[str, int] = attrs.field(factory=dict)

    @classmethod
    def read(cls, chance: Chance) -> _Names:
        rows = list(packaged_rows(_ROOM, "names.csv"))

        def part(name: str) -> tuple[str, ...]:
            return tuple(row["text"] for row in rows if row["part"] == name)

        return cls(
            chance=chance,
            surnames=part("surname"),
            firsts=part("first"),
            seconds=part("second"),
        )

    def person(self, number: int, unit: str, post: SamplePost) -> SamplePerson:
        name = "".join(
            signs[self.chance.between(0, len(signs) - 1, part, number)]
            for part, signs in (
                ("surname", self.surnames),
                ("first", self.firsts),
                ("second", self.seconds),
            )
        )
        return SamplePerson(
            username=self._login(name),
            name=name,
            home=unit,
            phone=f"1000{number:07d}",
            posts=(post,),
        )

    def _login(self, name: str) -> str:
        # Loaded when people are made: its dictionary takes a while.
        from pypinyin import lazy_pinyin  # noqa: PLC0415

        login = "".join(lazy_pinyin(name))
        times = self.logins.get(login, 0) + 1
        self.logins[login] = times
        return login if times == 1 else f"{login}{times}"
