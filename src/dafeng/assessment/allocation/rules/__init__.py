"""Rules by which a total is shared out, one file each; ``register`` lists them."""

from __future__ import annotations
