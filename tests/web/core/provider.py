"""A provider in a process of its own: prints its port, serves until stdin closes."""

from __future__ import annotations

import json
import sys


def main() -> None:
    # Not above: the suite imports this file too, and the provider warns of its own.
    from oidc_provider_mock import User, run_server_in_thread  # noqa: PLC0415

    people = [User(**one) for one in json.loads(sys.argv[1])]
    with run_server_in_thread(user_claims=people) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
