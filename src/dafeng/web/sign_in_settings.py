"""From the environment's words about signing in to values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from dafeng.base.errors import BadInputError

ADMINISTRATORS_DAYS = 180
PROVIDER = "house"
"""How our addresses name the one provider."""


@attrs.frozen(kw_only=True)
class Rate:
    """At most so many acts in so many seconds."""

    acts: int = attrs.field(validator=attrs.validators.ge(1))
    seconds: int = attrs.field(validator=attrs.validators.ge(1))


@attrs.frozen(kw_only=True)
class OutsideLogin:
    """A provider that says who somebody is.

    Attributes
    ----------
    name : str
        Words on the button.
    claim : str
        The claim that is the user name here; empty matches the verified e-mail.
    provider : dict
        What allauth wants to know.
    """

    name: str
    claim: str
    provider: dict[str, Any] = attrs.field(repr=False)


# An office of three hundred comes in on Monday morning from one address.
STARTING_RATES = {
    "login": Rate(acts=300, seconds=300),
    "second-factor": Rate(acts=10, seconds=600),
    "upload": Rate(acts=120, seconds=600),
    "api": Rate(acts=600, seconds=60),
    "readings": Rate(acts=12_000, seconds=60),
    "feedback": Rate(acts=5, seconds=3600),
}


def role_codes(given: str | None, *, default: tuple[str, ...]) -> tuple[str, ...]:
    """Read codes separated by commas; ``none`` is no role, nothing the default.

    >>> role_codes("system-admin, leader", default=())
    ('system-admin', 'leader')
    """
    if not given:
        return default
    if given.strip() == "none":
        return ()
    return tuple(code.strip() for code in given.split(",") if code.strip())


def password_days(given: str | None) -> tuple[int | None, int | None]:
    """After how many days everybody's and administrators' passwords are changed.

    >>> password_days(None)
    (None, 180)
    >>> password_days("90")
    (90, 90)

    Raises
    ------
    BadInputError
        It is neither a number of days nor ``off``.
    """
    if not given:
        return None, ADMINISTRATORS_DAYS
    if given == "off":
        return None, None
    if not given.isdecimal() or int(given) < 1:
        msg = f"DAFENG_PASSWORD_DAYS is {given!r}. Write a number of days, or off."
        raise BadInputError(msg, code="settings.password_days", given=given)
    days = int(given)
    return days, min(days, ADMINISTRATORS_DAYS)


def rates(given: str | None) -> dict[str, Rate]:
    """Read ``login=200/300,upload=120/600``; what is not named keeps its default.

    Raises
    ------
    BadInputError
        A part cannot be read, or names no rate.
    """
    found = dict(STARTING_RATES)
    for part in filter(None, (given or "").split(",")):
        name, _, numbers = part.strip().partition("=")
        acts, _, seconds = numbers.partition("/")
        if name not in found or not (acts.isdecimal() and seconds.isdecimal()):
            msg = (
                f"DAFENG_RATES holds {part!r}. Write name=acts/seconds; the names are "
                f"{', '.join(STARTING_RATES)}."
            )
            raise BadInputError(msg, code="settings.rates", part=part)
        found[name] = Rate(acts=int(acts), seconds=int(seconds))
    return found


def outside_login(environment: Mapping[str, str]) -> OutsideLogin | None:
    """Read the provider; None when there is none.

    Raises
    ------
    BadInputError
        There is an issuer without a client or a secret.
    """
    issuer = environment.get("DAFENG_OIDC_ISSUER", "")
    if not issuer:
        return None
    client = environment.get("DAFENG_OIDC_CLIENT", "")
    secret = environment.get("DAFENG_OIDC_SECRET", "")
    if not client or not secret:
        msg = (
            "DAFENG_OIDC_ISSUER is set. "
            "Set DAFENG_OIDC_CLIENT and DAFENG_OIDC_SECRET as well."
        )
        raise BadInputError(msg, code="settings.oidc")
    name = environment.get("DAFENG_OIDC_NAME", "") or "OpenID Connect"
    app = {
        "provider_id": PROVIDER,
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return OutsideLogin(
        name=name,
        claim=environment.get("DAFENG_OIDC_CLAIM", ""),
        provider={"APPS": [app]},
    )
