"""Keys of programs hang on the person who gave them, and on the unit they act for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dafeng.web.api.selectors.tokens import tokens_good, tokens_of_unit
from dafeng.web.api.services.tokens import tokens_of_unit_close, tokens_take_back
from dafeng.web.core.belongings import Belonging, Fate, register_belonging
from dafeng.web.core.program_keys import ProgramKeys, register_program_keys

register_program_keys(ProgramKeys(count=tokens_good, take_back=tokens_take_back))
register_belonging(
    Belonging(
        code="api.tokens",
        label=_("有效的接口令牌"),
        right="api.token.view",
        count=tokens_of_unit,
        fate=Fate.MOVES,
        hand_over=tokens_of_unit_close,
    )
)
