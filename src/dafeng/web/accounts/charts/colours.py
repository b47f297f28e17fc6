"""Colours of sectors, fuels and kinds (Okabe and Ito): the same on every page."""

from __future__ import annotations

from collections.abc import Mapping

INK = "var(--ink-soft)"  # tokens of the style sheet; the page resolves them
LINE = "var(--line)"
BLUE, SKY, GREEN, ORANGE = "#0072B2", "#56B4E9", "#009E73", "#E69F00"
VERMILION, PURPLE, GREY, YELLOW = "#D55E00", "#CC79A7", "#999999", "#F0E442"

_SECTORS: Mapping[str, str] = {
    "industry": BLUE,
    "farming": GREEN,
    "construction": PURPLE,
    "transport": ORANGE,
    "services": SKY,
    "public": YELLOW,
    "households": VERMILION,
    "land": GREEN,
}
_ITEMS = (
    ("ELEC", ORANGE),
    ("POWER", ORANGE),
    ("GRID", ORANGE),
    ("HEAT", VERMILION),
    ("STEAM", VERMILION),
    ("GAS", SKY),
    ("LNG", SKY),
    ("DIESEL", BLUE),
    ("KEROSENE", BLUE),
    ("OIL", BLUE),
    ("LPG", PURPLE),
    ("COAL", "#4d4d4d"),
    ("ANTHRACITE", "#4d4d4d"),
    ("COKE", "#4d4d4d"),
)
_KINDS: Mapping[str, str] = {
    "combustion": BLUE,
    "bought": ORANGE,
    "process": PURPLE,
    "farming": GREEN,
    "waste": GREY,
    "land": GREEN,
}


def sector_colour(code: str) -> str:
    """Colour of a sector: that of its highest level."""
    return _SECTORS.get(code.split(".")[0], GREY)


def item_colour(code: str) -> str:
    """Colour of a fuel, material or animal: that of its family."""
    if "GASOLINE" in code:
        return YELLOW
    return next((colour for part, colour in _ITEMS if part in code), GREY)


def kind_colour(code: str) -> str:
    """Colour of a kind of emission."""
    return _KINDS.get(code, GREY)
