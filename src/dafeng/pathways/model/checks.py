"""Whether the parts of a model fit together: names, cycles, shares, years."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from dafeng.accounts import flows as known_flows
from dafeng.accounts import sectors as known_sectors
from dafeng.pathways.model.notes import near
from dafeng.pathways.records import Acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dafeng.pathways.model.notes import Notes
    from dafeng.pathways.model.values import Item

RESERVED = "other"
"""Code of what no sector or carrier takes."""


def check(
    top: Item,
    lists: dict[str, tuple[Item, ...]],
    notes: Notes,
    *,
    measures: Iterable[str] | None,
) -> None:
    """Note everything that does not fit together."""
    base, horizon = top.get("base_year", 0), top.get("horizon", 9999)
    if horizon <= base:
        notes.fault(
            "horizon",
            top.at("horizon"),
            found=f"base year {base}, horizon {horizon}",
            rule="The horizon lies after the base year.",
        )
    for name, items in lists.items():
        _codes(name, items, notes)
    for name in ("sector", "grid", "scenario"):
        if not lists[name]:
            notes.fault(
                "empty",
                (f"{name}s.yaml" if name != "grid" else "grid.yaml", 0),
                found="nothing",
                rule=f"A model has at least one {name}.",
            )
    drivers = [one.code for one in lists["driver"]]
    carriers = [one.code for one in lists["carrier"]]
    sectors = [one.code for one in lists["sector"]]
    for one in lists["driver"]:
        _steps(one.get("growth", ()), horizon, notes)
        _known(one, "follows", drivers, "driver", notes)
    _cycles(lists["driver"], notes)
    _taken_once(lists["carrier"], "items", "flows", notes)
    for one in lists["carrier"]:
        _carrier(one, notes)
    _taken_once(lists["sector"], "covers", "flows", notes)
    for one in lists["sector"]:
        _sector(one, drivers, carriers, notes)
        _steps(one.get("intensity", ()), horizon, notes)
        _mix(one, carriers, base, notes)
    for one in lists["grid"]:
        _steps(one.get("change", ()), horizon, notes)
    for one in lists["input"]:
        _input(one, drivers, sectors, (base, horizon), notes)
    ids = None if measures is None else list(measures)
    for one in lists["scenario"]:
        _scenario(one, drivers, ids, horizon, notes)


def _codes(name: str, items: Sequence[Item], notes: Notes) -> None:
    first: dict[str, Item] = {}
    for one in items:
        if one.code and one.code in first:
            notes.fault(
                "duplicate",
                one.at("code"),
                found=one.code,
                rule=f"The code of a {name} is used once; line "
                f"{first[one.code].spot[1]} has it too.",
            )
        first.setdefault(one.code, one)
        if one.code == RESERVED and name in {"sector", "carrier"}:
            notes.fault(
                "reserved",
                one.at("code"),
                found=one.code,
                rule=f"`{RESERVED}` is what no {name} of the model takes.",
                hint="Choose another code.",
            )


def _known(one: Item, key: str, have: Sequence[str], kind: str, notes: Notes) -> None:
    name = one.get(key)
    if name and name not in have:
        notes.fault(
            f"unknown_{kind}",
            one.at(key),
            found=name,
            rule=f"`{key}` of {one.code} is the code of a {kind} of the model.",
            hint=near(name, have),
        )


def _steps(steps: Sequence[Item], horizon: int, notes: Notes) -> None:
    read = [one for one in steps if one.get("until") and one.get("rate") is not None]
    for one in read:
        if one.get("rate") <= -1:
            notes.fault(
                "rate",
                one.at("rate"),
                found=f"{one.get('rate'):.1%}",
                rule="Nothing falls by 100 % a year or more.",
            )
    for before, after in zip(read, read[1:], strict=False):
        if after.get("until") <= before.get("until"):
            notes.fault(
                "steps",
                after.at("until"),
                found=str(after.get("until")),
                rule=f"Steps follow each other; this one is not after "
                f"{before.get('until')}.",
            )
    if read and read[-1].get("until") < horizon:
        notes.doubt(
            "rate_ends",
            read[-1].at("until"),
            found=str(read[-1].get("until")),
            rule=f"Rates are stated up to the horizon {horizon}.",
            hint="After the last one nothing changes; say so with a rate of 0 %/a.",
        )


def _cycles(drivers: Sequence[Item], notes: Notes) -> None:
    follows = {one.code: one.get("follows", "") for one in drivers}
    told: set[str] = set()
    for one in drivers:
        path, code = [one.code], follows[one.code]
        while code and code in follows and code not in path:
            path.append(code)
            code = follows[code]
        if code == one.code and one.code not in told:
            told.update(path)
            notes.fault(
                "cycle",
                one.at("follows"),
                found=" → ".join([*path, code]),
                rule="No driver follows itself, not over others either.",
                hint="Give one of them its own growth.",
            )


def _taken_once(items: Sequence[Item], main: str, beside: str, notes: Notes) -> None:
    """Two sectors, or two carriers, must not claim the same lines."""
    for one, other in combinations(items, 2):
        first, second = set(one.get(main, ())), set(other.get(main, ()))
        flows, others = set(one.get(beside, ())), set(other.get(beside, ()))
        both = first & second
        if not first and not second and flows & others:
            both = flows & others
        elif not both or bool(flows) != bool(others) or (flows and not flows & others):
            continue
        for code in sorted(both):
            notes.fault(
                "taken_twice",
                other.at(main if first else beside),
                found=f"{code}: {one.code}, {other.code}",
                rule="A line of the account belongs to one place in the model; "
                f"line {one.spot[1]} claims it too.",
                hint="Take it from one of them, or tell them apart by their flows.",
            )


def _carrier(one: Item, notes: Notes) -> None:
    _flows(one, notes)
    takes = one.get("flows") or one.get("items")
    if not takes and one.get("factor") is None:
        notes.fault(
            "carrier_empty",
            one.spot,
            found=one.code,
            rule="A carrier takes flows or items of the account, or states the factor "
            "with which measures bring it in.",
        )


def _flows(one: Item, notes: Notes) -> None:
    for code in one.get("flows", ()):
        if not any(f == code or f.startswith(f"{code}.") for f in known_flows()):
            notes.fault(
                "unknown_flow",
                one.at("flows"),
                found=code,
                rule=f"`flows` of {one.code} are flows of the account.",
                hint=near(code, known_flows()),
            )


def _sector(
    one: Item, drivers: Sequence[str], carriers: Sequence[str], notes: Notes
) -> None:
    _known(one, "driver", drivers, "driver", notes)
    _known(one, "follows", carriers, "carrier", notes)
    driver, follows = "driver" in one.spots, "follows" in one.spots
    if driver == follows:
        notes.fault(
            "no_driver" if not driver else "two_drivers",
            one.spot,
            found=one.code,
            rule="A sector has a `driver`, or it `follows` a carrier; one of the two.",
            hint="There are: " + ", ".join(drivers),
        )
    for code in one.get("covers", ()):
        if code not in known_sectors():
            notes.fault(
                "unknown_sector",
                one.at("covers"),
                found=code,
                rule=f"`covers` of {one.code} are sectors of the account.",
                hint=near(code, known_sectors()),
            )
    _flows(one, notes)


def _mix(one: Item, carriers: Sequence[str], base: int, notes: Notes) -> None:
    moved: dict[str, float] = {}
    for step in one.get("mix", ()):
        _known(step, "from", carriers, "carrier", notes)
        _known(step, "to", carriers, "carrier", notes)
        share, ratio = step.get("per_year", 0.0), step.get("ratio", 1.0)
        if share < 0 or ratio <= 0 or step.get("from") == step.get("to"):
            notes.fault(
                "mix",
                step.spot,
                found=f"{step.get('from')} to {step.get('to')}: {share:g}, {ratio:g}",
                rule="A share moves to another carrier; share and ratio are positive.",
            )
        name = step.get("from", "")
        years = max(step.get("until", base) - base, 0)
        moved[name] = moved.get(name, 0.0) + share * years
        if moved[name] > 1 + 1e-9:
            notes.fault(
                "mix_sum",
                step.spot,
                found=f"{name}: {moved[name]:.0%}",
                rule="No more than all energy of a carrier moves to others.",
                hint="Lower `per_year`, or end it earlier.",
            )


def _input(
    one: Item,
    drivers: Sequence[str],
    sectors: Sequence[str],
    span: tuple[int, int],
    notes: Notes,
) -> None:
    acts, on = one.get("acts"), one.get("of", "")
    have: Sequence[str] = {Acts.DRIVER: drivers, Acts.INTENSITY: sectors}.get(acts, ())
    if (acts == Acts.GRID) == bool(on) or (on and on not in have):
        notes.fault(
            "input_on_nothing",
            one.at("of"),
            found=f"{acts} {on}".strip(),
            rule="An input shifts a driver, the intensity of a sector, or the grid, "
            "which has no name.",
            hint=near(on, have),
        )
    low, mode, high = (one.get(key, 0.0) for key in ("low", "mode", "high"))
    if not low <= mode <= high:
        notes.fault(
            "order",
            one.at("mode"),
            found=f"{low:g}, {mode:g}, {high:g}",
            rule="low ≤ mode ≤ high.",
        )
    base, horizon = span
    since, until = one.get("since", base), one.get("until", horizon)
    if until <= max(since, base) or since >= horizon:
        notes.fault(
            "input_no_year",
            one.at("until"),
            found=f"{since} to {until}",
            rule=f"An input shifts at least one year from {base + 1} to {horizon}.",
        )


def _scenario(
    one: Item,
    drivers: Sequence[str],
    measures: Sequence[str] | None,
    horizon: int,
    notes: Notes,
) -> None:
    for code, (spot, steps) in one.get("growth", {}).items():
        _steps(steps, horizon, notes)
        if code not in drivers:
            notes.fault(
                "unknown_driver",
                spot,
                found=code,
                rule=f"`growth` of {one.code} names drivers of the model.",
                hint=near(code, drivers),
            )
    for code, (spot, _) in one.get("sizes", {}).items():
        if measures is not None and code not in measures:
            notes.fault(
                "unknown_measure",
                spot,
                found=code,
                rule=f"`sizes` of {one.code} names measures of the library.",
                hint=near(code, measures),
            )
