"""Fixtures whose rows stay in the database while the tests that follow ask for them.

``@layer`` stands in for ``@pytest.fixture`` over a function that only writes into the
database and into the folders of a house, and asks for other layers at most.  Each layer
is a savepoint on the one before; a test keeps those that it shares with the test before
it, undoes the others, and has the missing ones made.  So it finds what it would find if
all were made for it alone, and gets its own copies of the objects and of the files.
"""

from __future__ import annotations

import inspect
import pickle
import shutil
import tempfile
from contextlib import ExitStack
from itertools import groupby, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.conf import settings

from tests.web.held import FOLDERS, held, making

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_django import DjangoDbBlocker

    Maker = Callable[..., Any]

MAKERS: dict[Maker, int] = {}
"""Every maker of a layer, numbered in the order in which they are defined."""


def layer(maker: Maker) -> Maker:
    """Make a fixture of a function that makes a layer."""
    MAKERS[maker] = len(MAKERS)
    asked = inspect.signature(maker).parameters.values()

    def given(db: None, **parts: Any) -> Any:  # noqa: ARG001 - opens the database
        kept = LAYERS.kept(maker)
        return maker(**parts) if kept is None else pickle.loads(kept)  # noqa: S301

    (database, _parts) = inspect.signature(given).parameters.values()
    vars(given).update(
        __doc__=maker.__doc__,
        __signature__=inspect.Signature([database, *asked]),
        maker=maker,
    )
    fixture: Maker = pytest.fixture(name=maker.__name__)(given)
    return fixture


@attrs.frozen
class Kept:
    """A layer that is there: who made it, what it gave, its files, how to undo it."""

    maker: Maker
    value: bytes
    folder: Path
    undo: ExitStack


@attrs.define
class Layers:
    """The layers that are there, the lowest first."""

    there: list[Kept] = attrs.field(factory=list)
    module: Path | None = None
    laid_out: bool = False

    def prepare(self, wanted: Sequence[Maker], blocker: DjangoDbBlocker) -> None:
        """Have these layers there, and no others."""
        pairs = zip(self.there, wanted, strict=False)
        same = len(list(takewhile(lambda pair: pair[0].maker is pair[1], pairs)))
        self.undo(down_to=same)
        for maker in wanted[same:]:
            self._make(maker, blocker)
        self.laid_out = False

    def undo(self, *, down_to: int = 0) -> None:
        """Undo the layers above a number of them."""
        while len(self.there) > down_to:
            self.there.pop().undo.close()

    def kept(self, maker: Maker) -> bytes | None:
        """What a layer gave, to be read; None when it is not there."""
        if self.there and not self.laid_out:
            _copy(self.there[-1].folder)
            self.laid_out = True
        return next((one.value for one in self.there if one.maker is maker), None)

    def _make(self, maker: Maker, blocker: DjangoDbBlocker) -> None:
        below = {one.maker.__name__: one.value for one in self.there}
        asked = inspect.signature(maker).parameters
        parts = {name: pickle.loads(below[name]) for name in asked}  # noqa: S301
        with ExitStack() as undo:
            folder = Path(undo.enter_context(tempfile.TemporaryDirectory()))
            if self.there:
                shutil.copytree(self.there[-1].folder, folder, dirs_exist_ok=True)
            undo.enter_context(held(blocker))
            with making(blocker, folder):
                value = pickle.dumps(maker(**parts))
            self.there.append(Kept(maker, value, folder, undo.pop_all()))


LAYERS = Layers()


def wanted_by(item: pytest.Function) -> list[Maker]:
    """The layers that a test asks for, each after those that it stands on."""
    seen = {name: found[-1] for name, found in _definitions(item).items() if found}
    makers = {name: getattr(one.func, "maker", None) for name, one in seen.items()}
    wanted: list[Maker] = []

    def stands(name: str) -> bool:
        """Whether a fixture is a layer, and stands on nothing but layers."""
        maker = makers.get(name)
        if maker is None or maker in wanted:
            return maker is not None
        if all(stands(below) for below in inspect.signature(maker).parameters):
            wanted.append(maker)
        return maker in wanted

    asked = {one: name for name in item.fixturenames if (one := makers.get(name))}
    for maker in sorted(asked, key=MAKERS.__getitem__):
        stands(asked[maker])
    return wanted


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Put tests of a module that ask for the same layers side by side."""
    return [
        item
        for _module, those in groupby(items, key=lambda item: item.path)
        for item in sorted(those, key=_numbers)
    ]


def _numbers(item: pytest.Item) -> list[int]:
    those = wanted_by(item) if isinstance(item, pytest.Function) else []
    return [MAKERS[maker] for maker in those]


def _definitions(item: pytest.Function) -> dict[str, Sequence[Any]]:
    """Of each fixture's name the definitions that a test sees, its own last."""
    return item._fixtureinfo.name2fixturedefs


def _copy(folder: Path) -> None:
    """Give a test its own copy of the files."""
    for setting, name in FOLDERS.items():
        if (folder / name).exists():
            to = Path(getattr(settings, setting))
            shutil.copytree(folder / name, to, dirs_exist_ok=True)
