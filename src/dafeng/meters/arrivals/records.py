"""The nouns of arrival: an envelope around what was sent, and what was refused."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from dafeng.base.errors import BadInputError


class BatchForm(StrEnum):
    """In which form readings were sent."""

    JSON = "json"
    ARROW = "arrow"
    CSV = "csv"
    XLSX = "xlsx"


class Trouble(StrEnum):
    """Why a row of a batch never became a reading."""

    METER = "meter"
    """No meter of that name is registered."""
    FOREIGN = "foreign"
    """The meter belongs to another enterprise."""
    VIRTUAL = "virtual"
    """The meter is a sum of others: nobody sends it."""
    TIME = "time"
    """There is no moment, or one without a zone, or one that cannot be."""
    FUTURE = "future"
    """The moment lies after the arrival, by more than clocks differ."""
    VALUE = "value"
    """There is no number, or none that a dial can show."""
    UNIT = "unit"
    """The unit is not one of the meter's dimension."""


@attrs.frozen(kw_only=True)
class Envelope:
    """What we know of a batch besides its content; it is stored with it.

    Attributes
    ----------
    sender : str
        Code of the enterprise that it speaks for: other meters are refused.
    form : BatchForm
    received_at : datetime
        Aware; when it was learned.
    channel : str
        The way it came: ``api:gw-3`` (a gateway) or ``api:key-ab12`` (a key of none),
        ``mqtt:gw-3``, ``upload:7`` and ``hand:7`` (a person), ``folder``.
    manual : bool
        A person read the dials.
    """

    sender: str = attrs.field(validator=attrs.validators.min_len(1))
    form: BatchForm = attrs.field(converter=BatchForm)
    received_at: datetime
    channel: str
    manual: bool = False

    def __attrs_post_init__(self) -> None:
        if self.received_at.utcoffset() is None:
            msg = f"The time of arrival {self.received_at} has no zone."
            raise BadInputError(msg, code="arrivals.naive_time")


@attrs.frozen(kw_only=True)
class Refused:
    """One row of a batch that is no reading.

    Attributes
    ----------
    row : int
        From 1.
    meter : str
        As it was sent.
    trouble : Trouble
    value : str
        What stands there, cut to 80 characters.
    """

    row: int
    meter: str
    trouble: Trouble
    value: str
