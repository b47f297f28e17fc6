"""Units in the reader's language: 万m3 is 万m³, and 10⁴ m³ on an English page.

Pages, sentences and pictures tell units through here.  What machines read (files to
load again, JSON, the database) keeps the code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from dafeng.base.units import SCALE_WORDS
from dafeng.web.core.languages import english

WORDS: Mapping[str, str | Promise] = {
    "当量": pgettext_lazy("unit", "当量"),
    "等价": pgettext_lazy("unit", "等价"),
    "百分点": pgettext_lazy("unit", "百分点"),
    "亩": pgettext_lazy("unit", "亩"),
    "元": pgettext_lazy("unit", "元"),
    "蒸吨": pgettext_lazy("unit", "蒸吨"),
    "标箱": pgettext_lazy("unit", "标箱"),
    "吨公里": pgettext_lazy("unit", "吨公里"),
    "人公里": pgettext_lazy("unit", "人公里"),
    "个": pgettext_lazy("unit", "个"),
    "台": pgettext_lazy("unit", "台"),
    "套": pgettext_lazy("unit", "套"),
    "条": pgettext_lazy("unit", "条"),
    "户": pgettext_lazy("unit", "户"),
    "辆": pgettext_lazy("unit", "辆"),
    "艘": pgettext_lazy("unit", "艘"),
    "只": pgettext_lazy("unit", "只"),
    "件": pgettext_lazy("unit", "件"),
    "人": pgettext_lazy("unit", "人"),
    "人次": pgettext_lazy("unit", "人次"),
    "头": pgettext_lazy("unit", "头"),
}
"""Parts of a unit that are Chinese; a noun that is not here stays as it is."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_SMALL = (("CO2", "CO₂"), ("m2", "m²"), ("m3", "m³"))
_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def unit_words(unit: str) -> str:
    """Return a unit as a page says it.

    Parameters
    ----------
    unit : str
        As it is kept: ``kgce当量/t``, ``万m3``.
    """
    shown = unit
    for plain, small in _SMALL:
        shown = shown.replace(plain, small)
    if not english():
        return shown
    return _CHINESE.sub(_foreign, shown).strip()


def _foreign(run: re.Match[str]) -> str:
    """A Chinese run: the multiplier as a power of ten, and the word that follows it."""
    rest, power = run[0], ""
    for word, times in SCALE_WORDS:
        if rest.startswith(word):
            power = f"10{str(len(str(times)) - 1).translate(_HIGH)} "
            rest = rest.removeprefix(word)
            break
    before = run.string[: run.start()]
    gap = "" if power or not before or before.endswith(("/", "*", "(")) else " "
    return f"{gap}{power}{WORDS.get(rest, rest)}"
