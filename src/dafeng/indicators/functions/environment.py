"""Environment: air and water as people meet them."""

from __future__ import annotations

from fractions import Fraction

from dafeng.indicators.functions.arithmetic import share
from dafeng.indicators.functions.registry import reckons


@reckons("K02")
def good_air_days(*, good: Fraction, valid: Fraction) -> Fraction:
    """Good air days share, in %.

    ``good``: good days; ``valid``: valid days.
    Source: 环境空气质量标准.
    """
    return share(good, of=valid)


@reckons("K03")
def good_surface_water(*, good: Fraction, sections: Fraction) -> Fraction:
    """Good surface water share, in %.

    ``good``: sections at class III or better; ``sections``: sections of surface
    water.
    Source: 地表水环境质量标准.
    """
    return share(good, of=sections)
