"""The application that the server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dafeng.web.settings")
application = get_wsgi_application()

from dafeng.web.warming import (  # noqa: E402 - Django must stand first
    open_first_page,
    warm_up,
)

open_first_page()
warm_up()
