"""What other rooms know of cases: the register of letters, the leading group."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import attrs
import pytest
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.desk.models import EntryKind
from dafeng.web.desk.selectors.search import found_for, words_of
from dafeng.web.desk.services.indexing import search_prepare
from dafeng.web.office.services.letters import facts_of as letter_facts
from dafeng.web.office.services.letters import letter_change, letter_void
from dafeng.web.supervision.agenda_items import case_items
from dafeng.web.supervision.wording import error_words
from tests.web.supervision.building import drafted, issued

if TYPE_CHECKING:
    from dafeng.web.core.models import User
    from tests.web.supervision.building import Hall


def test_what_was_signed_is_not_changed_in_the_register_of_letters(hall: Hall) -> None:
    case = issued(hall)
    letter = case.letter
    assert letter is not None
    standing = letter_facts(letter)
    later = attrs.evolve(standing, reply_by=date(2027, 1, 29))
    how = {"letter": letter, "by": hall.office}
    for change in (
        lambda: letter_change(**how, facts=later, version=letter.version),
        lambda: letter_void(**how, reason="登记有误"),
    ):
        with pytest.raises(BadInputError) as caught:
            change()
        assert caught.value.code == "letter.kept"
        assert str(case) in error_words(caught.value)
    noted = attrs.evolve(standing, note="已传阅")
    assert letter_change(**how, facts=noted, version=letter.version).note == "已传阅"
    letter.refresh_from_db()
    assert letter.reply_by == case.reply_by


def test_the_leading_group_is_told_what_supervision_waits_for(hall: Hall) -> None:
    today = timezone.localdate()
    assert list(case_items(hall.district, today)) == []
    drafted(hall, step="interview", meets_on=today, item="自评报告迟报")
    drafted(hall, item="节水")
    (one,) = case_items(hall.district, today)
    assert one.title == "审议约谈通知书 1 件"
    assert one.why == "自评报告迟报。"
    case = issued(hall)
    assert case.reply_by is not None
    _first, late = case_items(hall.district, case.reply_by + timedelta(days=1))
    assert late.key == "supervision.silent"
    assert case.item in late.why
    assert list(case_items(hall.other, today)) == []


def test_a_case_is_found_by_those_who_may_see_it(
    hall: Hall, clerk: User, reader: User
) -> None:
    case, draft = issued(hall), drafted(hall, item="节水")
    search_prepare()

    def found(user: User, word: str) -> list[str]:
        groups = found_for(user, words_of(word), EntryKind.CASE.value)
        return [hit.url for group in groups for hit in group.hits]

    for user in (hall.office, hall.officer, reader):
        assert found(user, "提升工作") == [case.get_absolute_url()]
    assert found(clerk, "提升工作") == []
    assert found(hall.office, "节水") == [draft.get_absolute_url()]
    assert found(hall.officer, "节水") == []
    assert found(hall.office, case.number) == [case.get_absolute_url()]
