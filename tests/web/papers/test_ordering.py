"""The worker's orders: each ends, once, whatever stands in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Membership
from dafeng.web.notices.models import Notice
from dafeng.web.papers.models import OrderScope, PaperContent, PaperOrder
from dafeng.web.papers.services.ordering import (
    CLAIM_LAPSES,
    _words,
    orders_work,
    paper_order,
)
from tests.web.papers.building import asked, draft, row

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun
    from tests.web.papers.conftest import House

pytestmark = pytest.mark.django_db


def ordered(house: House) -> PaperOrder:
    return paper_order(plan=house.plan, asked=asked(house), by=house.office)


def test_what_was_made_since_it_was_asked_for_is_not_made_again(
    house: House,
    result: AssessmentRun,  # noqa: ARG001 - stands in the house
) -> None:
    order = ordered(house)
    paper = draft(house)
    assert orders_work() == 1
    order.refresh_from_db()
    assert (order.state, order.paper, order.trouble) == ("done", paper, "")
    assert [move.act for move in paper.moves.all()] == ["make"]


@pytest.mark.database
def test_an_order_that_another_worker_has_is_left_to_it_until_it_falls_silent(
    house: House,
) -> None:
    order = ordered(house)
    PaperOrder.objects.update(claimed_at=timezone.now())
    assert orders_work() == 0
    order.refresh_from_db()
    assert order.state == "waiting"
    PaperOrder.objects.update(claimed_at=timezone.now() - CLAIM_LAPSES * 2)
    assert orders_work() == 1
    order.refresh_from_db()
    assert order.state == "failed"
    assert Notice.objects.get(recipient=house.office).note == order.trouble


def test_a_document_whose_pages_cannot_be_drawn_ends_its_order(house: House) -> None:
    order = ordered(house)
    paper = row(house, "dispatch", "2026-11")
    PaperContent.objects.create(paper=paper, facts={}, composed={"blocks": 1})
    assert orders_work() == 1
    order.refresh_from_db()
    assert (order.state, order.paper) == ("done", paper)
    assert "由别的版本编写" in order.trouble


def test_an_order_of_who_lost_the_right_fails_and_the_next_goes_on(
    house: House,
) -> None:
    order = ordered(house)
    Membership.objects.filter(user=house.office).delete()
    other = PaperOrder.objects.create(
        plan=house.plan,
        kind="circular",
        period="2025",
        unit=house.root,
        scope=OrderScope.ONE,
        asked_by=house.second,
        asked_at=timezone.now(),
    )
    assert orders_work() == 2
    order.refresh_from_db()
    other.refresh_from_db()
    assert (order.state, other.state) == ("failed", "failed")
    assert "提出人已没有编写文件的权限" in order.trouble
    assert "还没有可写的内容" in other.trouble


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (BadInputError("-", code="paper.too_long"), "自写文字过长"),
        (ValidationError(["甲", "乙"]), "甲；乙"),
        (PermissionDenied(), "没有编写文件的权限"),
        (IntegrityError("UNIQUE"), "已有正在办理的文件"),
        (OSError(28, "No space left"), "文件写不进去"),
    ],
)
def test_every_trouble_of_an_order_has_its_words(
    trouble: Exception, words: str
) -> None:
    assert words in _words(trouble)
