"""Texts of the site in both languages, without the gettext tools.

``python -m tools.translations update|check|compile``. The texts in the code are
Chinese; ``locale/<language>/LC_MESSAGES/django.po`` holds their other words. A check
fails on a text without words, on doubtful (fuzzy) and left-over entries, on other
placeholders, and on Chinese in a template outside a translation tag, unless its line
says ``lang="zh…"`` (the name of a language in that language).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "dafeng" / "web"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|\{\w*\}")
OPENS = ("blocktranslate", "blocktrans", "comment", "verbatim")
Key = tuple[str, str]


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    if not settings.configured:
        settings.configure()
    match arguments:
        case ["update"]:
            update()
            return 0
        case ["compile"]:
            compile_all()
            return 0
        case ["check"]:
            found = list(problems())
            print("\n".join(found))
            return 1 if found else 0
        case _:
            print("Use: python -m tools.translations update|check|compile")
            return 3


def catalogs() -> list[Path]:
    """Every translation file."""
    return sorted(WEB.rglob("locale/*/LC_MESSAGES/django.po"))


def sources() -> list[Path]:
    """Every file that may hold texts."""
    found = [*WEB.rglob("*.py"), *WEB.rglob("*.html"), *WEB.rglob("*.txt")]
    kept = (p for p in found if not {"migrations", "static"} & set(p.parts))
    return sorted(kept)


def extracted() -> Catalog:
    """The texts that the code asks for."""
    template = Catalog(project="dafeng", charset="utf-8")
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = as_python(text, path)
        stream = BytesIO(text.encode())
        for _line, text_id, comments, context in extract("python", stream, KEYWORDS):
            where = [(path.relative_to(ROOT).as_posix(), 0)]
            template.add(
                text_id, locations=where, auto_comments=comments, context=context
            )
    return template


def as_python(text: str, path: Path) -> str:
    """A template as calls of gettext, line by line, without the indentation."""
    calls = templatize(text, origin=str(path))
    return "\n".join(line.strip() for line in calls.splitlines())


def read(path: Path) -> Catalog:
    """One translation file."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3], domain="django")


def update() -> None:
    """Add new texts to every file, drop those that nothing asks for any more."""
    template = extracted()
    for path in catalogs():
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        with path.open("wb") as stream:
            write_po(
                stream,
                catalog,
                width=88,
                sort_by_file=True,
                include_lineno=False,
                include_previous=False,
            )
        missing = sum(not words(message) for message in catalog if message.id)
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {missing} to translate")


def compile_all() -> None:
    """Write the binary form beside every file."""
    for path in catalogs():
        with path.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, read(path))


def problems() -> Iterator[str]:
    """What is missing, doubtful, left over or contradictory."""
    asked = {key(message): message for message in extracted() if message.id}
    if asked and not catalogs():
        yield "There is no translation file under a locale folder"
    for path in catalogs():
        name = path.relative_to(ROOT)
        catalog = read(path)
        have = {key(message): message for message in catalog if message.id}
        for text in catalog.obsolete:
            yield f"{name}: left over: {text!r}; run `make messages`"
        for context, text in have.keys() - asked.keys():
            yield f"{name}: nothing asks for {text!r} {context}; run `make messages`"
        for where, message in asked.items():
            for fault in faults(have.get(where)):
                place = ", ".join(file for file, _line in message.locations)
                yield f"{name}: {fault}: {where[1]!r} ({place})"
    for path in sources():
        if path.suffix == ".html":
            yield from untranslated(path)


def key(message: Message) -> Key:
    """Context and (singular) text: what gettext looks up."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", text)


def words(message: Message) -> tuple[str, ...]:
    """The translation, or nothing when a form of it is missing."""
    string = message.string
    forms = (string,) if isinstance(string, str) else tuple(string or ())
    return forms if all(forms) else ()


def faults(message: Message | None) -> Iterator[str]:
    """What is wrong with one entry."""
    if message is None:
        yield "not there"
    elif not words(message):
        yield "not translated"
    elif message.fuzzy:
        yield "doubtful (fuzzy)"
    else:
        texts = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        wanted = {hole for text in texts for hole in PLACEHOLDER.findall(text)}
        for form in words(message):
            if set(PLACEHOLDER.findall(form)) != wanted:
                yield "other placeholders"


def untranslated(path: Path) -> Iterator[str]:
    """Chinese that stands in a template outside every translation tag."""
    waiting: str | None = None
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        tag = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type is TokenType.BLOCK and waiting is None and tag in OPENS:
            waiting = f"end{tag}"
        elif token.token_type is TokenType.BLOCK and tag == waiting:
            waiting = None
        elif token.token_type is TokenType.TEXT and waiting is None:
            for line in token.contents.splitlines():
                if CHINESE.search(line) and 'lang="zh' not in line:
                    name = path.relative_to(ROOT)
                    yield f"{name}: outside a translation tag: {line.strip()[:60]}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
