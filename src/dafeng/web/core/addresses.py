"""From which address a request comes."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104 - names nobody, binds nothing


def address_of(request: HttpRequest) -> str:
    """Return the person's address; behind proxies of one's own, what the first saw.

    ``X-Forwarded-For`` is believed from the right, as many entries as there are trusted
    proxies: what stands further left was written by whoever sent the request.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        seen = hops[-proxies].strip() if len(hops) >= proxies else seen
    try:
        return str(ip_address(seen))
    except ValueError:
        return NOWHERE
