"""What keeps people with a screen reader, a keyboard or weak eyes out of a page.

axe asks of each text what lies behind it, which takes nine tenths of its time, and
most texts of a page look like others, on it and on other pages.  So its rules about
colours ask the first few of each kind, on the first few pages that have it, and all
other rules ask the whole of every page.  Of one kind are texts that stand in the same
place of the same structure, in the same colours and the same size.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}
COLOURS = ["color-contrast", "link-in-text-block"]
SLOW = ["region"]  # what it finds is moderate and would not be told
OF_A_KIND = 3
PAGES_OF_A_KIND = 3

STRUCTURE = """
(left_out) => axe.run({
  resultTypes: ['violations'],
  rules: Object.fromEntries(left_out.map((id) => [id, {enabled: false}])),
}).then((report) => report.violations)
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
Kinds = Counter[str]
"""On how many pages texts of each kind were asked, and none was hard to read."""


def barriers(page: Page, kinds: Kinds) -> list[str]:
    """Every serious barrier of the page that is shown."""
    return barriers_of_structure(page) + barriers_of_colour(page, kinds)


def barriers_of_structure(page: Page) -> list[str]:
    """What is wrong whatever its colours are: names, roles, order, languages."""
    _bring_axe(page)
    return _told(page.evaluate(STRUCTURE, [*COLOURS, *SLOW]))


def barriers_of_colour(page: Page, kinds: Kinds) -> list[str]:
    """Texts that are hard to tell from what is behind or around them."""
    _bring_axe(page)
    familiar = [kind for kind, pages in kinds.items() if pages >= PAGES_OF_A_KIND]
    seen = page.evaluate(SIGHT, [COLOURS, OF_A_KIND, familiar])
    if not seen["violations"]:
        kinds.update(seen["kinds"])
    return _told(seen["violations"])


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
