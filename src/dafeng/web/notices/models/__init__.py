"""What this room keeps: notices, their mails, and who wants mail how often."""

from __future__ import annotations

from dafeng.web.notices.models.deliveries import Delivery, DeliveryState
from dafeng.web.notices.models.notices import Notice
from dafeng.web.notices.models.preferences import MailPace, Preference

__all__ = ["Delivery", "DeliveryState", "MailPace", "Notice", "Preference"]
