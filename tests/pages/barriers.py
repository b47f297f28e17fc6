"""What keeps people with a screen reader, a keyboard or weak eyes out of a page.

axe asks of each text what lies behind it, which takes nine tenths of its time, and
most texts of a page look like others.  So its rules about colours ask the first few of
each kind, and all other rules ask the whole page.  Of one kind are texts that stand in
the same place of the same structure, in the same colours and the same size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}
COLOURS = ["color-contrast", "link-in-text-block"]
SLOW = ["region"]  # what it finds is moderate and would not be told
OF_A_KIND = 3

STRUCTURE = """
(left_out) => axe.run({
  resultTypes: ['violations'],
  rules: Object.fromEntries(left_out.map((id) => [id, {enabled: false}])),
}).then((report) => report.violations)
"""
SIGHT = """
([colours, limit]) => {
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
  const known = new Map();
  const chosen = [...document.body.querySelectorAll('*')].filter((element) => {
    if (!isText(element) || !element.checkVisibility({visibilityProperty: true})) {
      return false;
    }
    const {fontSize, fontWeight, textShadow} = getComputedStyle(element);
    const kind = [place(element), fontSize, fontWeight, textShadow, isOff(element)]
      .join(' ');
    known.set(kind, (known.get(kind) ?? 0) + 1);
    return known.get(kind) <= limit;
  });
  return axe.run({include: chosen}, {resultTypes: ['violations'], runOnly: colours})
    .then((report) => report.violations);
}
"""


def barriers(page: Page) -> list[str]:
    """Every serious barrier of the page that is shown."""
    return barriers_of_structure(page) + barriers_of_colour(page)


def barriers_of_structure(page: Page) -> list[str]:
    """What is wrong whatever its colours are: names, roles, order, languages."""
    _bring_axe(page)
    return _told(page.evaluate(STRUCTURE, [*COLOURS, *SLOW]))


def barriers_of_colour(page: Page) -> list[str]:
    """Texts that are hard to tell from what is behind or around them."""
    _bring_axe(page)
    return _told(page.evaluate(SIGHT, [COLOURS, OF_A_KIND]))


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
