"""The application that the server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dafeng.web.settings")
application = get_wsgi_application()
# Every page's module is imported now: the first visitor of a worker need not wait.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
