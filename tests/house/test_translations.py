"""Texts of the site are found without the gettext tools, and gaps are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tools import translations

TEMPLATE = """{% load i18n %}
<h1>{% translate "碳达峰" %}</h1>
  <p>{% blocktranslate count n=n trimmed %}
      一个目标
    {% plural %}
      {{ n }} 个目标
  {% endblocktranslate %}</p>
{% translate "五月" context "month" %}
"""
CODE = 'from x import gettext_lazy as _\nlabel = _("责任" "单位")\n'


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "WEB", tmp_path)
    (tmp_path / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "models.py").write_text(CODE, encoding="utf-8")
    write(tmp_path, {})
    return tmp_path


def write(web: Path, texts: dict[str, str]) -> Path:
    path = web / "locale" / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog = Catalog(locale="en", domain="django")
    for text, words in texts.items():
        catalog.add(text, words)
    with path.open("wb") as stream:
        write_po(stream, catalog)
    return path


@pytest.mark.usefixtures("web")
def test_texts_of_templates_and_code_are_found() -> None:
    found = {message.id for message in translations.extracted() if message.id}
    assert found == {"碳达峰", "五月", "责任单位", ("一个目标", "%(n)s 个目标")}


@pytest.mark.usefixtures("web")
def test_every_text_without_words_is_named() -> None:
    found = list(translations.problems())
    assert len(found) == 4
    assert all(": not there: " in line for line in found)


def test_left_over_and_contradictory_entries_are_named(web: Path) -> None:
    (web / "page.html").unlink()
    (web / "models.py").write_text('_("%(n)s 个")\n', encoding="utf-8")
    write(web, {"旧": "old", "%(n)s 个": "some"})
    first, second = sorted(translations.problems())
    assert "nothing asks for '旧'" in first
    assert "other placeholders: '%(n)s 个'" in second


def test_chinese_outside_a_translation_tag_is_named(web: Path) -> None:
    page = web / "page.html"
    page.write_text('<b>碳</b>\n<a lang="zh-Hans">中文</a>\n', encoding="utf-8")
    (line,) = translations.untranslated(page)
    assert "outside a translation tag: <b>碳</b>" in line


def test_update_keeps_words_and_drops_what_nothing_asks_for(web: Path) -> None:
    path = write(web, {"碳达峰": "Carbon peak", "旧": "old"})
    translations.update()
    words = {m.id: m.string for m in translations.read(path) if m.id}
    assert words["碳达峰"] == "Carbon peak"
    assert "旧" not in words
    assert len(words) == 4


def test_compiled_texts_are_what_gettext_reads(web: Path) -> None:
    import gettext

    path = write(web, {"碳达峰": "Carbon peak"})
    translations.compile_all()
    with path.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("碳达峰") == "Carbon peak"
