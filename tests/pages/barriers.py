"""What keeps people with a screen reader, a keyboard or weak eyes out of a page.

axe asks of each text what lies behind it, which takes nine tenths of its time, and
most texts of a page look like others, on it and on other pages.  So its rules about
colours ask the first few of each kind, on the first few pages that have it.  Of one
kind are texts that stand in the same place of the same structure, in the same colours
and the same size.  A page all of whose kinds were turned dark before, on a few pages,
is not turned dark again.

All other rules ask every page, and of rows of a table that are built alike a few.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs
from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}
COLOURS = ["color-contrast", "link-in-text-block"]
SLOW = ["region"]  # what it finds is moderate and would not be told
OF_A_KIND = 3
PAGES_OF_A_KIND = 3

STRUCTURE = """
([left_out, limit]) => {
  const build = (element) => [
    element.localName, ...element.getAttributeNames(), element.className,
    element.getAttribute('role'), element.hasChildNodes(),
    '(', ...[...element.children].map(build), ')',
  ].join(' ');
  const alike = [...document.querySelectorAll('tbody')].flatMap((body) => {
    const seen = new Map();
    return [...body.rows].filter((row) => {
      const kind = build(row);
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      return seen.get(kind) > limit;
    });
  });
  return axe.run(alike.length ? {exclude: alike} : document, {
    resultTypes: ['violations'],
    rules: Object.fromEntries(left_out.map((id) => [id, {enabled: false}])),
  }).then((report) => report.violations);
}
"""
SIGHT = """
([colours, limit, familiar]) => {
  const places = new Map();
  const place = (element) => {
    if (!element) return '';
    if (!places.has(element)) {
      const {color, backgroundColor, backgroundImage, opacity, textDecorationLine} =
        getComputedStyle(element);
      places.set(element, [
        place(element.parentElement), element.localName, element.className, color,
        backgroundColor, backgroundImage, opacity, textDecorationLine,
      ].join(' '));
    }
    return places.get(element);
  };
  const isText = (element) => element.matches('input, select, textarea, button')
    || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const isOff = (element) => Boolean(
    element.closest(':disabled, [aria-disabled=true]')
    || element.closest('label')?.control?.disabled
  );
  // A kind is a long text: what is told of it is a number made of its signs.
  const numberOf = (kind) => {
    let [high, low] = [0xdeadbeef, 0x41c6ce57];
    for (let at = 0; at < kind.length; at += 1) {
      high = Math.imul(high ^ kind.charCodeAt(at), 2654435761);
      low = Math.imul(low ^ kind.charCodeAt(at), 1597334677);
    }
    return `${high} ${low}`;
  };
  const known = new Map();
  const told = new Set(familiar);
  const chosen = [...document.body.querySelectorAll('*')].filter((element) => {
    if (!isText(element) || !element.checkVisibility({visibilityProperty: true})) {
      return false;
    }
    const {fontSize, fontWeight, textShadow} = getComputedStyle(element);
    const kind = [place(element), fontSize, fontWeight, textShadow, isOff(element)]
      .join(' ');
    if (!known.has(kind)) known.set(kind, {number: numberOf(kind), count: 0});
    const one = known.get(kind);
    one.count += 1;
    return one.count <= limit && !told.has(one.number);
  });
  const kinds = [...known.values()].map((one) => one.number);
  if (!chosen.length) return {violations: [], kinds};
  return axe.run({include: chosen}, {resultTypes: ['violations'], runOnly: colours})
    .then(({violations}) => ({violations, kinds}));
}
"""


@attrs.define
class Kinds:
    """On how many pages texts of each kind were asked, and none was hard to read.

    Attributes
    ----------
    asked : Counter
        By the number of the kind, in its colours.
    turned : Counter
        By its number in the light: pages that were then turned dark.
    """

    asked: Counter[str] = attrs.field(factory=Counter)
    turned: Counter[str] = attrs.field(factory=Counter)

    def are_known_in_the_dark(self, seen: list[str]) -> bool:
        return all(self.turned[one] >= PAGES_OF_A_KIND for one in seen)


@attrs.frozen
class Sight:
    """What is hard to see on a page, and the kinds of its texts."""

    barriers: list[str]
    kinds: list[str]


def barriers_of_structure(page: Page) -> list[str]:
    """What is wrong whatever its colours are: names, roles, order, languages."""
    _bring_axe(page)
    return _told(page.evaluate(STRUCTURE, [[*COLOURS, *SLOW], OF_A_KIND]))


def barriers_of_colour(page: Page, kinds: Kinds) -> Sight:
    """Texts that are hard to tell from what is behind or around them."""
    _bring_axe(page)
    familiar = [one for one, pages in kinds.asked.items() if pages >= PAGES_OF_A_KIND]
    seen = page.evaluate(SIGHT, [COLOURS, OF_A_KIND, familiar])
    if not seen["violations"]:
        kinds.asked.update(seen["kinds"])
    return Sight(_told(seen["violations"]), seen["kinds"])


def _bring_axe(page: Page) -> None:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)


def _told(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: "
        + "; ".join(node["html"][:120] for node in one["nodes"][:3])
        for one in violations
        if one["impact"] in SERIOUS
    ]
