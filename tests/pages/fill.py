"""Fill a house for the browser: ``python -m tests.pages.fill HOME``.

Prints one JSON object: the accounts, and every address to visit.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import attrs

from dafeng.web.house import prepare_house


def main(home: Path) -> None:
    """Make the sample house and say what is in it."""
    summary = prepare_house(home, None, lambda _what, _done, _of: None)
    addresses = import_module("tests.pages.addresses")
    found = {
        "accounts": {
            account.username: account.password for account in summary.accounts
        },
        "visits": [attrs.asdict(visit) for visit in addresses.visits()],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
