"""Lazy doors: a room's ``__init__`` names what it offers and loads it on first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def lazy_door(
    package: str, names: Mapping[str, Sequence[str]]
) -> Callable[[str], object]:
    """Return a module ``__getattr__`` that imports a public name when it is asked for.

    Parameters
    ----------
    package : str
        ``__name__`` of the room.
    names : mapping of submodule to the names that it provides
        Submodules are given relative to ``package``.

    Raises
    ------
    AttributeError
        From the returned function, for a name that the room does not offer.
    """
    home = {name: module for module, offered in names.items() for name in offered}

    def __getattr__(name: str) -> object:  # noqa: N807 - the module hook of PEP 562
        if name not in home:
            offer = ", ".join(sorted(home))
            msg = f"module {package!r} has no attribute {name!r}; it offers {offer}"
            raise AttributeError(msg)
        return getattr(import_module(f"{package}.{home[name]}"), name)

    return __getattr__
