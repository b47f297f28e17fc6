"""What the browser checks on every page, whatever it shows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, Response

SHOTS = Path(__file__).parent / "shots"
# Nobody looks at the pictures of CI, and a long page takes a second to draw.
KEEPS_PICTURES = os.environ.get("CI") != "true"
# Chinese that a reader of English meets: not what is marked as data, not in controls.
FOREIGN_WORDS = """
() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!/[\\u3400-\\u9fff]/.test(node.data)) continue;
    if (parent.closest('[lang^="zh"], script, select, option, svg, textarea')) continue;
    found.push(node.data.trim().slice(0, 60));
  }
  return found;
}
"""
OVERFLOW = """
() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((e) => e.getBoundingClientRect().right > wide + 1)
    .slice(0, 5)
    .map((e) => `${e.tagName}.${e.className}`);
}
"""
HEAD = """
() => [document.documentElement.lang, document.querySelectorAll('h1').length]
"""
# What follows the window, as charts do, is drawn in the frame after it changed.
REST = """
async (seconds) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const until = performance.now() + 1000 * seconds;
  await frame();
  await frame();
  while (document.getAnimations().length) {
    if (performance.now() > until) {
      const [one] = document.getAnimations();
      throw new Error(`never at rest: ${one.effect.target.outerHTML.slice(0, 200)}`);
    }
    await frame();
  }
}
"""
AT_REST_WITHIN = 30


@attrs.define(slots=False)
class Watch:
    """Everything that went wrong while a page was shown."""

    troubles: list[str] = attrs.field(factory=list)
    asked: set[Request] = attrs.field(factory=set)
    earlier: set[Request] = attrs.field(factory=set)

    def follow(self, page: Page) -> None:
        """Listen to a page."""
        page.on("request", self._asked)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answer)

    def begin(self) -> None:
        """Look at the next page; what the last one still asked for does not count."""
        self.troubles.clear()
        self.earlier = set(self.asked)
        self.asked.clear()

    def _asked(self, request: Request) -> None:
        self.asked.add(request)

    def _console(self, message: ConsoleMessage) -> None:
        # Maps are drawn without a graphics card here, and the driver tells of it.
        if "GL Driver Message" in message.text:
            return
        if message.type in {"error", "warning"}:
            self.troubles.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request not in self.earlier:
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400 and response.request not in self.earlier:
            self.troubles.append(f"{response.status}: {response.url}")


def faults(page: Page, language: str) -> list[str]:
    """What is wrong with the page that is shown."""
    found = [f"wider than the window: {name}" for name in page.evaluate(OVERFLOW)]
    lang, titles = page.evaluate(HEAD)
    expected = {"en": "en", "zh": "zh-Hans"}[language]
    if lang != expected:
        found.append(f"lang is {lang}, not {expected}")
    if language == "en":
        found += [f"not English: {words}" for words in page.evaluate(FOREIGN_WORDS)]
    if titles != 1:
        found.append(f"{titles} headings of the first level")
    return found


def at_rest(page: Page) -> None:
    """Wait until the page is drawn anew and nothing moves or changes colour."""
    page.evaluate(REST, AT_REST_WITHIN)


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page for whoever wants to look at it."""
    if not KEEPS_PICTURES:
        return
    path = SHOTS / f"{name.replace(':', '-')}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
