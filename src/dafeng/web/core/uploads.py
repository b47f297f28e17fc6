"""A limit on what one request may carry, checked before anything is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.request import UnreadablePostError

PIECE = 1 << 16
LONGEST_LISTENING = 256 << 20


def listen_to_the_end(request: HttpRequest) -> None:
    """Read what is refused, and forget it, up to a bound.

    A browser that is cut off while it sends shows an error of its own; one that came to
    its end shows our page.
    """
    for _piece in range(LONGEST_LISTENING // PIECE):
        try:
            if not request.read(PIECE):
                return
        except UnreadablePostError:
            return


class LimitedUpload(FileUploadHandler):
    """Refuses a request that says it is larger than ``UPLOAD_MAX_BYTES``."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 - Django's signature
        META: dict[str, Any],  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        """Look at the length that the browser gave.

        Raises
        ------
        RequestDataTooBig
            It is above the limit; the page of status 400 says so.
        """
        if content_length > settings.UPLOAD_MAX_BYTES:
            msg = f"{content_length} bytes were sent, above UPLOAD_MAX_BYTES."
            raise RequestDataTooBig(msg)

    def receive_data_chunk(
        self,
        raw_data: bytes,
        start: int,  # noqa: ARG002 - Django's signature
    ) -> bytes:
        """Pass the data on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django's
        """Leave the file to the next handler."""
