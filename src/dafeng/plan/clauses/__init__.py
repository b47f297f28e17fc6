"""From blocks to the clause tree: the document's own numbering is the spine."""

from __future__ import annotations
