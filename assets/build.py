"""Fetch the site's styles, icons and charts from npm and lay them where it serves them.

What is copied goes to ``src/dafeng/web/static/vendor/``, which git ignores, each
package with its licence.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import npm

ASSETS = Path(__file__).resolve().parent
MODULES = ASSETS / "node_modules"
VENDOR = ASSETS.parent / "src" / "dafeng" / "web" / "static" / "vendor"

FILES = {
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "maplibre/maplibre-gl.css": "maplibre-gl/dist/maplibre-gl.css",
    "maplibre/maplibre-gl-csp.js": "maplibre-gl/dist/maplibre-gl-csp.js",
    "maplibre/maplibre-gl-csp-worker.js": "maplibre-gl/dist/maplibre-gl-csp-worker.js",
}
LICENCES = {
    "tabler": ("@tabler/core", "@tabler/icons", "@popperjs/core"),
    "echarts": ("echarts", "zrender", "tslib"),
    "maplibre": (
        "maplibre-gl",
        "@mapbox/jsonlint-lines-primitives",
        "@mapbox/point-geometry",
        "@mapbox/tiny-sdf",
        "@mapbox/unitbezier",
        "@mapbox/vector-tile",
        "@maplibre/geojson-vt",
        "@maplibre/maplibre-gl-style-spec",
        "@maplibre/mlt",
        "@maplibre/vt-pbf",
        "earcut",
        "gl-matrix",
        "kdbush",
        "murmurhash-js",
        "pbf",
        "potpack",
        "quickselect",
        "tinyqueue",
    ),
}
SCRIPT_BUDGET_BYTES = 300 * 1024
OUT_OF_BUDGET = ("echarts", "maplibre")
SVG = "http://www.w3.org/2000/svg"
SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=[^\n*]*(?:\*/)?\s*$")


def main() -> int:
    """Build everything; the exit code of npm when it fails."""
    if code := npm.install(ASSETS):
        return code
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in FILES.items():
        copy_without_map(MODULES / source, VENDOR / target)
    (VENDOR / "tabler" / "icons.svg").write_bytes(sprite(icon_names()))
    for folder, packages in LICENCES.items():
        text = "\n\n".join(npm.licence(MODULES / package) for package in packages)
        (VENDOR / folder / "LICENSES.txt").write_text(text + "\n", encoding="utf-8")
    check_budget()
    shutil.rmtree(MODULES)
    return 0


def copy_without_map(source: Path, target: Path) -> None:
    """Copy a text file; a pointer to a map that is not served would be a dead link."""
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    target.write_text(SOURCE_MAP.sub("\n", text), encoding="utf-8")


def icon_names() -> list[str]:
    """The names listed in ``icons.txt``, in order, without comments."""
    lines = (ASSETS / "icons.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]


def sprite(names: list[str]) -> bytes:
    """One SVG file with a ``<symbol id="NAME">`` per icon."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.Element(f"{{{SVG}}}svg")
    for name in names:
        kind, _, stem = name.rpartition("/")
        path = MODULES / "@tabler" / "icons" / "icons" / (kind or "outline")
        if not (path / f"{stem}.svg").exists():
            msg = f"icons.txt: @tabler/icons has no icon {name!r}"
            raise SystemExit(msg)
        # The file comes from a package whose hash the lock file holds.
        icon = ElementTree.parse(path / f"{stem}.svg").getroot()  # noqa: S314
        drawing = {
            key: value
            for key, value in icon.attrib.items()
            if key not in {"width", "height", "class"}
        }
        symbol = ElementTree.SubElement(
            root, f"{{{SVG}}}symbol", {"id": stem, **drawing}
        )
        symbol.extend(list(icon))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def check_budget() -> None:
    """Stop when scripts outgrow their budget, besides those of charts and maps."""
    size = sum(
        path.stat().st_size
        for path in VENDOR.rglob("*.js")
        if path.parent.name not in OUT_OF_BUDGET
    )
    if size > SCRIPT_BUDGET_BYTES:
        msg = f"scripts weigh {size} bytes; the budget is {SCRIPT_BUDGET_BYTES}"
        raise SystemExit(msg)


if __name__ == "__main__":
    raise SystemExit(main())
