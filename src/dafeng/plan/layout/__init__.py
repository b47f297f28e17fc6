"""From a document's text to blocks: paragraphs, headings and table rows."""

from __future__ import annotations
