"""The pictures of the sample's building sites."""

from __future__ import annotations

import io

from PIL import Image

from dafeng.web.projects.sample_photos import sample_photo


def test_a_picture_is_drawn_the_same_each_time() -> None:
    first = sample_photo("风电", 1)
    assert first == sample_photo("风电", 1)
    assert first != sample_photo("风电", 2)
    with Image.open(io.BytesIO(first)) as drawn:
        assert drawn.size == (480, 320)
