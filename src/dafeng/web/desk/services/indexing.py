"""Prepare the search: words, pinyin and initials of everything that has a page.

Only what is new or was reworded is written, so that the job may run often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from dafeng.web.desk.finding.reading import Reading, reading_of
from dafeng.web.desk.finding.sources import Found, sources
from dafeng.web.desk.models import EntryKind, SearchEntry
from dafeng.web.desk.models.search import TEXT, TITLE

BATCH = 500
FIELDS = ("title", "number", "text", "words", "pinyin", "initials", "url")


def search_prepare() -> int:
    """Bring the entries up to date; return how many were written or taken out."""
    return sum(_prepare(kind, source()) for kind, source in sources().items())


@transaction.atomic
def _prepare(kind: EntryKind, found: Iterable[Found]) -> int:
    known = {
        row[0]: row[1:]
        for row in SearchEntry.objects.filter(kind=kind).values_list(
            "object_id", "title", "number", "text", "url"
        )
    }
    here: set[int] = set()
    changed = []
    for one in found:
        here.add(one.object_id)
        own = (one.title[:TITLE], one.number, one.text[:TEXT], one.url)
        if known.get(one.object_id) != own:
            changed.append(one)
    SearchEntry.objects.bulk_create(
        _entries(kind, changed),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=FIELDS,
    )
    gone = sorted(set(known) - here)
    for start in range(0, len(gone), BATCH):
        rows = SearchEntry.objects.filter(kind=kind)
        rows.filter(object_id__in=gone[start : start + BATCH]).delete()
    return len(changed) + len(gone)


def _entries(kind: EntryKind, found: Iterable[Found]) -> Iterator[SearchEntry]:
    for one in found:
        title = one.title[:TITLE]
        read: Reading = reading_of(title)
        text = one.text[:TEXT]
        yield SearchEntry(
            kind=kind,
            object_id=one.object_id,
            title=title,
            number=one.number,
            text=text,
            words="\n".join((title, one.number, text)).lower(),
            pinyin=read.pinyin,
            initials=read.initials,
            url=one.url,
        )
