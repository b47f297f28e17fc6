"""The sealed accounts of a house, made again after its database is gone.

::

    python -m tools.soak_seals --report build/soak-seals.json
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import attrs

from dafeng.accounts import replay, seals
from dafeng.lake import Lake


@attrs.frozen(kw_only=True)
class Outcome:
    """What was found.

    Attributes
    ----------
    sealed, same : int
        Seals of the house, and those that came out in the same bytes.
    different : tuple of str
        Digests of the others.
    deleted : tuple of str
        Files of the database that were deleted before.
    """

    sealed: int
    same: int
    different: tuple[str, ...]
    deleted: tuple[str, ...]

    def is_good(self) -> bool:
        """Whether there were seals and a database, and every byte came back."""
        return bool(self.sealed and self.deleted) and not self.different


def soak_seals(house: Path) -> Outcome:
    """Delete the database of a house and replay its seals from lake and folder."""
    deleted = []
    for path in sorted(house.glob("*.sqlite3*")):
        path.unlink()
        deleted.append(path.name)
    folder, lake = house / "seals", Lake(house / "lake")
    replayed = [replay(seal.digest, lake, folder) for seal in seals(folder)]
    different = tuple(each.seal.digest for each in replayed if not each.same)
    return Outcome(
        sealed=len(replayed),
        same=len(replayed) - len(different),
        different=different,
        deleted=tuple(deleted),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a sample house, take its database away, replay; 0 when nothing differs."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak_seals")
    parser.add_argument("--report", type=Path, help="write the report here as well")
    asked = parser.parse_args(arguments)
    # Imported here: it sets Django up for one house, and only this run needs it.
    from dafeng.web.house import prepare_house

    with tempfile.TemporaryDirectory(prefix="dafeng-soak-") as folder:
        prepare_house(Path(folder), None, lambda *_: None)
        outcome = soak_seals(Path(folder))
    report = {"good": outcome.is_good(), **attrs.asdict(outcome)}
    text = json.dumps(report, indent=2) + "\n"
    sys.stdout.write(text)
    if asked.report is not None:
        asked.report.parent.mkdir(parents=True, exist_ok=True)
        asked.report.write_text(text)
    return 0 if outcome.is_good() else 1


if __name__ == "__main__":
    sys.exit(main())
