"""Codelists in the layout of nomenclature: every name that the files use, once.

::

    definitions/variable/variables.yaml
    definitions/region/regions.yaml
    definitions/scenario/scenarios.yaml
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import yaml

from dafeng.pathways.exchange.variables import HISTORICAL, clean, scenario_name

if TYPE_CHECKING:
    from dafeng.pathways.exchange.iamc import Row
    from dafeng.pathways.results import Outlook

FOLDER = "definitions"
HIERARCHY = "District"


def codelist_files(outlook: Outlook, rows: Sequence[Row]) -> dict[str, bytes]:
    """Return the codelists of some rows, by their paths in the folder.

    Parameters
    ----------
    outlook : Outlook
    rows : sequence of Row
        Those of the outlook.
    """
    variables = {row.variable: (row.unit, row.description) for row in rows}
    regions = sorted({row.region for row in rows})
    return {
        f"{FOLDER}/variable/variables.yaml": _yaml(
            [
                {name: {"description": said, "unit": unit}}
                for name, (unit, said) in sorted(variables.items())
            ]
        ),
        f"{FOLDER}/region/regions.yaml": _yaml(
            [{HIERARCHY: [{name: {"gb2260": outlook.place}} for name in regions]}]
        ),
        f"{FOLDER}/scenario/scenarios.yaml": _yaml(_scenarios(outlook)),
    }


def _scenarios(outlook: Outlook) -> list[dict[str, dict[str, str]]]:
    ways = {one.code: one.name_en for one in (*outlook.scenarios, *outlook.conventions)}
    told = {
        scenario_name(path): (
            f"{clean(ways[path.scenario])}, bought power by "
            f"{clean(ways[path.convention])}"
        )
        for path in outlook.paths
    }
    told[HISTORICAL] = "Sealed accounts up to the base year"
    return [{name: {"description": said}} for name, said in told.items()]


def _yaml(content: object) -> bytes:
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=88)
    return text.encode()
