"""Second factors: an authenticator's codes, and recovery codes for a lost one.

allauth keeps and checks them; the acts, their rights and their audit are ours.
"""

from __future__ import annotations

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    validate_totp_code,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from dafeng.web.core import audit
from dafeng.web.core.models import Delegation, User
from dafeng.web.core.permissions import require

_USED = "used_counter"


def second_factor_of(user: User) -> Authenticator | None:
    """Return the person's authenticator, if one is enrolled."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()


def second_factor_is_required(user: User) -> bool:
    """Whether one of the person's roles, own or delegated, must have a second factor.

    Roles count wherever the person holds them, not only in the unit acted for now.
    """
    codes = settings.SECOND_FACTOR_ROLES
    if user.demo or not codes:
        return False
    own = user.memberships.filter(revoked=False, role__code__in=codes)
    lent = Delegation.objects.filter(
        deputy=user,
        withdrawn=False,
        valid_to__gte=timezone.localdate(),
        membership__role__code__in=codes,
    )
    return own.exists() or lent.exists()


def recovery_codes_left(user: User) -> int:
    """Return how many recovery codes were not used yet."""
    kept = _recovery_of(user)
    return 0 if kept is None else len(kept.get_unused_codes())


@transaction.atomic
def second_factor_enrol(*, by: User, secret: str, code: str) -> tuple[str, ...]:
    """Enrol an authenticator that gives the right code; return the recovery codes.

    They are shown once and never again.

    Raises
    ------
    ValidationError
        The code is wrong, or there is an authenticator already.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if second_factor_of(by) is not None:
        raise ValidationError(_("已经绑定了验证器。"), code="factor.there")
    if not validate_totp_code(secret, _digits(code)):
        raise ValidationError(
            {"code": _("验证码不对，核对手机时间后输入当前显示的 6 位数字。")},
            code="factor.code",
        )
    TOTP.activate(by, secret)
    codes = _new_recovery_codes(by)
    audit.record(by=by, action="second-factor.enrol", target=by)
    return codes


@transaction.atomic
def second_factor_check(*, user: User, code: str) -> str:
    """Compare a code of the authenticator or a recovery code; each is good once.

    Returns
    -------
    str
        ``totp`` or ``recovery``; empty when the code is wrong.

    Raises
    ------
    ValidationError
        The secret cannot be read: the house's key was changed.
    """
    digits = _digits(code)
    kept = Authenticator.objects.select_for_update().filter(
        user=user, type=Authenticator.Type.TOTP
    )
    factor = kept.first()
    if factor is None or not digits:
        return ""
    try:
        if _spend_counter(factor, digits):
            return "totp"
        recovery = _recovery_of(user)
        if recovery is not None and recovery.validate_code(digits):
            return "recovery"
    except InvalidToken:
        raise ValidationError(
            _("系统密钥已更换，第二验证无法核对。请安全管理员重置。"),
            code="factor.unreadable",
        ) from None
    return ""


@transaction.atomic
def recovery_codes_renew(*, by: User) -> tuple[str, ...]:
    """Replace one's recovery codes; the old ones are good no more."""
    if second_factor_of(by) is None:
        raise ValidationError(_("尚未绑定验证器。"), code="factor.none")
    codes = _new_recovery_codes(by)
    audit.record(by=by, action="second-factor.codes", target=by)
    return codes


@transaction.atomic
def second_factor_remove(*, by: User) -> None:
    """Do without a second factor, as far as no role asks for one."""
    if second_factor_is_required(by):
        raise ValidationError(
            _("您的角色必须使用第二验证，不能解除。"), code="factor.required"
        )
    if Authenticator.objects.filter(user=by).delete()[0]:
        audit.record(by=by, action="second-factor.remove", target=by)


@transaction.atomic
def second_factor_reset(*, by: User, user: User) -> None:
    """Take the lost second factor of somebody else away; nobody resets the own one."""
    require(by, "core.security.manage", user.organisation)
    if by.pk == user.pk:
        raise ValidationError(_("自己的第二验证须由他人重置。"), code="factor.oneself")
    Authenticator.objects.filter(user=user).delete()
    audit.record(by=by, action="second-factor.reset", target=user)


def _spend_counter(factor: Authenticator, digits: str) -> bool:
    """Accept a code once, and none older than the last: the clock only goes forward.

    allauth remembers used codes in a cache of one process; the house has several.
    """
    if len(digits) != app_settings.TOTP_DIGITS:
        return False
    secret = decrypt(factor.data["secret"])
    for counter in yield_hotp_counters_from_time():
        right = format_hotp_value(hotp_value(secret, counter))
        if constant_time_compare(right, digits):
            if counter <= factor.data.get(_USED, -1):
                return False
            factor.data[_USED] = counter
            factor.save(update_fields=["data"])
            factor.record_usage()
            return True
    return False


def _new_recovery_codes(user: User) -> tuple[str, ...]:
    codes = Authenticator.Type.RECOVERY_CODES
    Authenticator.objects.filter(user=user, type=codes).delete()
    return tuple(RecoveryCodes.activate(user).generate_codes())


def _recovery_of(user: User) -> RecoveryCodes | None:
    kept = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return None if kept is None else RecoveryCodes(kept)


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign.isascii() and sign.isdigit())
