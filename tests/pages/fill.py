"""What the browser visits in a sample house: ``python -m tests.pages.fill HOME``.

Adds what some pages want to show, and prints one JSON object: the accounts, and every
address to visit.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import attrs

from dafeng.web.house import stand_up
from tests.houses import accounts_of


def main(home: Path) -> None:
    """Say what is in the house."""
    stand_up(home)
    addresses = import_module("tests.pages.addresses")
    found = {
        "accounts": accounts_of(home),
        "visits": [attrs.asdict(visit) for visit in addresses.visits()],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
