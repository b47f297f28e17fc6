"""``python -m dafeng`` is the command ``dafeng``."""

from __future__ import annotations

import sys

from dafeng.cli import main

if __name__ == "__main__":
    sys.exit(main())
