"""Read a model's folder: one record, or every fault with its file and line."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import Boundary
from dafeng.base.errors import BadInputError
from dafeng.base.findings import has_errors
from dafeng.pathways.model.checks import check
from dafeng.pathways.model.nodes import read_nodes
from dafeng.pathways.model.notes import Notes, near
from dafeng.pathways.model.shapes import FILES, MODEL
from dafeng.pathways.model.values import read_item
from dafeng.pathways.records import (
    Acts,
    Carrier,
    CarrierKind,
    Driver,
    GridPath,
    Input,
    MixStep,
    Model,
    Scenario,
    Sector,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dafeng.base.findings import Finding
    from dafeng.pathways.model.values import Item

_SHOWN = 3


class ModelError(BadInputError):
    """A model's folder cannot be used; nothing of it was taken.

    Attributes
    ----------
    findings : tuple of Finding
        All that is wrong, each with its file and line.
    """

    code = "model.bad"

    def __init__(self, name: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = "; ".join(
            f"{one.place}: {one.rule} Found {one.value!r}."
            for one in self.findings[:_SHOWN]
        )
        more = len(self.findings) - _SHOWN
        msg = (
            f"The model {name} has {len(self.findings)} faults. {first}"
            + (f" And {more} more." if more > 0 else "")
            + " Correct them and read it again."
        )
        super().__init__(msg, name=name, findings=self.findings)


@attrs.frozen(kw_only=True)
class ModelReading:
    """What a folder holds.

    Attributes
    ----------
    model : Model or None
        None when any finding is an error.
    findings : tuple of Finding
    """

    model: Model | None
    findings: tuple[Finding, ...]


def read_model(folder: Path, *, measures: Iterable[str] | None = None) -> ModelReading:
    """Read a model and say all that is wrong with it.

    Parameters
    ----------
    folder : Path
        Holds ``model.yaml`` and the lists that ``shapes.FILES`` names.
    measures : iterable of str, optional
        Ids that a scenario may name; not checked when they are not given.

    Returns
    -------
    ModelReading
        Every finding names file and line, what stands there and what should.
    """
    notes = Notes()
    head = read_nodes(folder / "model.yaml", notes)
    top = read_item(head, MODEL, notes) if head is not None else None
    lists: dict[str, tuple[Item, ...]] = {}
    for file, shape in FILES:
        node = read_nodes(folder / file, notes)
        found: list[Item] = []
        if node is not None and node.kind != "list":
            notes.fault(
                "shape",
                node.spot,
                found=node.text,
                rule=f"{file} holds a list; each item is a {shape.name}.",
            )
        elif node is not None:
            items = (read_item(one, shape, notes) for one in node.items())
            found = [one for one in items if one is not None]
        lists[shape.name] = tuple(found)
    _strangers(folder, notes)
    if top is not None:
        check(top, lists, notes, measures=measures)
    if top is None or has_errors(notes.findings):
        return ModelReading(model=None, findings=notes.findings)
    return ModelReading(model=_model(top, lists), findings=notes.findings)


def load_model(folder: Path, *, measures: Iterable[str] | None = None) -> Model:
    """Read a model.

    Raises
    ------
    ModelError
        ``model.bad``: it has faults; ``.findings`` names all of them.
    """
    reading = read_model(folder, measures=measures)
    if reading.model is None:
        faults = [one for one in reading.findings if has_errors([one])]
        raise ModelError(folder.name, faults)
    return reading.model


@cache
def starting_model() -> Model:
    """Return the packaged model to start from; all of it is assumed."""
    with as_file(files("dafeng.pathways") / "data" / "model") as folder:
        return load_model(folder)


def _strangers(folder: Path, notes: Notes) -> None:
    known = ["model.yaml", *(file for file, _ in FILES)]
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in known:
            notes.doubt(
                "unknown_file",
                (path.name, 0),
                found=path.name,
                rule="A model's folder holds the files that the model knows.",
                hint=near(path.name, known),
            )


def _model(top: Item, lists: dict[str, tuple[Item, ...]]) -> Model:
    return Model(
        name=top.get("name"),
        base_year=top.get("base_year"),
        horizon=top.get("horizon"),
        boundary=Boundary(top.get("boundary")),
        drivers=tuple(map(_driver, lists["driver"])),
        carriers=tuple(map(_carrier, lists["carrier"])),
        sectors=tuple(map(_sector, lists["sector"])),
        grid=tuple(
            GridPath(
                code=one.code,
                name_zh=one.get("name")[0],
                name_en=one.get("name")[1],
                change=_steps(one.get("change", ())),
                source=one.source,
            )
            for one in lists["grid"]
        ),
        inputs=tuple(map(_input, lists["input"])),
        scenarios=tuple(map(_scenario, lists["scenario"])),
    )


def _steps(items: tuple[Item, ...]) -> tuple[Step, ...]:
    return tuple(Step(until=one.get("until"), rate=one.get("rate")) for one in items)


def _driver(one: Item) -> Driver:
    return Driver(
        code=one.code,
        name_zh=one.get("name")[0],
        name_en=one.get("name")[1],
        unit=one.get("value").unit,
        value=one.get("value").value,
        growth=_steps(one.get("growth", ())),
        source=one.source,
        follows=one.get("follows", ""),
        elasticity=one.get("elasticity", 1.0),
    )


def _carrier(one: Item) -> Carrier:
    return Carrier(
        code=one.code,
        name_zh=one.get("name")[0],
        name_en=one.get("name")[1],
        kind=CarrierKind(one.get("kind")),
        flows=one.get("flows", ()),
        items=one.get("items", ()),
        group=one.get("group", "none"),
        factor=one.get("factor", 0.0),
        source=one.source,
    )


def _sector(one: Item) -> Sector:
    return Sector(
        code=one.code,
        name_zh=one.get("name")[0],
        name_en=one.get("name")[1],
        covers=one.get("covers"),
        flows=one.get("flows", ()),
        driver=one.get("driver", ""),
        elasticity=one.get("elasticity", 1.0),
        intensity=_steps(one.get("intensity", ())),
        mix=tuple(
            MixStep(
                from_carrier=step.get("from"),
                to_carrier=step.get("to"),
                per_year=step.get("per_year"),
                ratio=step.get("ratio"),
                until=step.get("until"),
            )
            for step in one.get("mix", ())
        ),
        source=one.source,
        follows=one.get("follows", ""),
    )


def _input(one: Item) -> Input:
    return Input(
        code=one.code,
        name_zh=one.get("name")[0],
        name_en=one.get("name")[1],
        acts=Acts(one.get("acts")),
        on=one.get("of", ""),
        low=one.get("low"),
        mode=one.get("mode"),
        high=one.get("high"),
        since=one.get("since"),
        until=one.get("until"),
        national=one.get("national", False),
        source=one.source,
    )


def _scenario(one: Item) -> Scenario:
    return Scenario(
        code=one.code,
        name_zh=one.get("name")[0],
        name_en=one.get("name")[1],
        delivery=one.get("delivery"),
        pull_forward=one.get("pull_forward", 0),
        potential=one.get("potential", 0.0),
        growth=tuple(
            (code, _steps(steps)) for code, (_, steps) in one.get("growth", {}).items()
        ),
        sizes=tuple((code, sizes) for code, (_, sizes) in one.get("sizes", {}).items()),
        source=one.source,
    )
