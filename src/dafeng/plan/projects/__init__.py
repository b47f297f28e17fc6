"""Named projects: labelled paragraphs of boxes, lists with sizes, project tables."""

from __future__ import annotations
