"""People of a load test: each signs in, and opens one page after the other."""

from __future__ import annotations

import re
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from time import monotonic
from urllib.parse import urlencode, urlsplit

import attrs

PATIENCE = 60.0
TIMING = re.compile(r'app;dur=([\d.]+), cpu;dur=([\d.]+), db;dur=([\d.]+);desc="(\d+)"')
FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@attrs.frozen(kw_only=True)
class Seen:
    """One page that somebody opened."""

    route: str
    status: int
    app_ms: float
    cpu_ms: float
    db_ms: float
    queries: int
    waited_ms: float


class Person:
    """A browser without pictures: cookies, one connection, one account."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self.name = name
        self._password = password
        self._line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}

    def sign_in(self) -> None:
        """Sign in as people do, by the form.

        Raises
        ------
        RuntimeError
            The site did not let the person in.
        """
        _status, _timing, body = self.ask("GET", "/login/")
        token = FORM_TOKEN.search(body)
        fields = {"username": self.name, "password": self._password}
        fields["csrfmiddlewaretoken"] = token[1] if token else ""
        status, _timing, _body = self.ask("POST", "/login/", urlencode(fields))
        if status != 302:
            msg = f"{self.name} could not sign in: {status}"
            raise RuntimeError(msg)

    def open(self, route: str, address: str) -> Seen:
        """Open a page, and follow where it leads."""
        begin = monotonic()
        status, timing, body = self.ask("GET", address)
        for _step in range(3):
            if status not in (301, 302):
                break
            status, timing, body = self.ask("GET", body)
        waited = (monotonic() - begin) * 1000
        found = TIMING.search(timing)
        app, cpu, db, queries = found.groups() if found else ("nan", "nan", "nan", "0")
        return Seen(
            route=route,
            status=status,
            app_ms=float(app),
            cpu_ms=float(cpu),
            db_ms=float(db),
            queries=int(queries),
            waited_ms=waited,
        )

    def ask(self, method: str, address: str, form: str = "") -> tuple[int, str, str]:
        """Status, ``Server-Timing``, and the body or the address that it leads to."""
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items()),
            "Accept-Language": "zh-CN",
            "Referer": f"http://127.0.0.1:{self._line.port}/login/",
        }
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._line.request(method, address, form or None, headers)
            answer = self._line.getresponse()
        except (HTTPException, ConnectionError):  # an idle line may be closed
            self._line.close()
            self._line.request(method, address, form or None, headers)
            answer = self._line.getresponse()
        body = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self._cookies[name] = morsel.value
        leads = answer.headers.get("Location")
        if leads is not None:
            parts = urlsplit(leads)
            body = parts.path + (f"?{parts.query}" if parts.query else "")
        return answer.status, answer.headers.get("Server-Timing") or "", body
