"""How `make docs` builds these pages."""

from __future__ import annotations

from dafeng import __version__

project = "dafeng"
author = "The dafeng authors"
version = release = __version__
language = "en"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["images"]
html_theme = "alabaster"
html_theme_options = {"description": "Runs a district's carbon-peak plan"}
html_show_sphinx = False
html_copy_source = False
myst_heading_anchors = 3
