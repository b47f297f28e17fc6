"""How the mails stand, for who looks after the background work."""

from __future__ import annotations

from django.db.models import QuerySet

from dafeng.web.notices.models import Delivery, DeliveryState

SHOWN = 50


def mails_waiting() -> int:
    """How many notices wait for their mail."""
    under_way = (DeliveryState.WAITING, DeliveryState.SENDING)
    return Delivery.objects.filter(state__in=under_way).count()


def mails_failed() -> QuerySet[Delivery]:
    """Mails that were given up, newest first; the content is not shown."""
    failed = Delivery.objects.filter(state=DeliveryState.FAILED)
    return failed.select_related("notice__recipient").order_by("-pk")[:SHOWN]
