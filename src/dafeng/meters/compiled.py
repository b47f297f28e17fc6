"""Machine code from Python, once per machine: numba with a cache on disk.

numba keeps what it compiled in ``__pycache__`` beside the source, or, where that cannot
be written, in the user's own cache folder (``NUMBA_CACHE_DIR`` moves it). Where neither
can be written the code is compiled in each process, which takes some seconds. Functions
let go of the interpreter's lock, so threads run them side by side; numba's own threads
are not used, because its simplest kind ends the process when two threads meet in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")

_SETTINGS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
_WOVEN: dict[str, Any] = {"forceinline": True, "_nrt": False}


def part(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that other compiled functions call; it is woven into them.

    It makes no arrays. Without the counting of references to those that it is handed
    (``_nrt``) the pass is five times as fast; :func:`entry` counts them for all.
    """
    return cast(Callable[P, R], numba.njit(**_SETTINGS, **_WOVEN)(function))


def entry(signature: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function that Python calls, for one signature, when it is imported.

    Parameters
    ----------
    signature : str
        In the words of ``numba.types``. Read-only arrays in it accept writable ones.
    """

    def compile_(function: Callable[P, R]) -> Callable[P, R]:
        try:
            made = numba.njit(signature, cache=True, **_SETTINGS)(function)
        except RuntimeError as error:
            if "no locator available" not in str(error):
                raise
            made = numba.njit(signature, **_SETTINGS)(function)
        return cast(Callable[P, R], made)

    return compile_
