"""Copies of pictures that hold nothing but the picture: no place, no device, no date, no thumbnail, no profile.

Every point is painted onto an empty sheet, which is written anew: whatever else lay in the file stays behind.
"""

import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from io import BytesIO
from threading import Lock
from types import MappingProxyType

from PIL import Image, ImageOps


class PictureFormat(StrEnum):
    """Which pictures are taken."""

    JPEG = "JPEG"
    PNG = "PNG"


MOST_POINTS: Mapping[PictureFormat, int] = MappingProxyType(
    # A picture is small as a file and large in memory. A telephone makes 50 million points, and JPEG is read at a
    # fraction of its size; PNG is read whole, and 25 million are a page scanned at 500 points to the inch.
    {PictureFormat.JPEG: 50_000_000, PictureFormat.PNG: 25_000_000}
)
LONGEST_SIDE = 4096
"""Points. A copy is to be looked at: larger ones are made smaller."""

QUALITY = 90

# The points are counted below, before any is read; Pillow's own limit would warn on standard error first.
Image.MAX_IMAGE_PIXELS = None
_one_at_a_time = Lock()
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, KeyError, struct.error, zlib.error)


class NotAPicture(Exception):
    """It cannot be read as a picture, or has too many points. Nothing of it is repeated."""

    def __init__(self) -> None:
        super().__init__("not a picture")


def stripped(data: bytes, file_format: PictureFormat) -> bytes:
    """The same picture, upright, and nothing else, in the same format. Raises `NotAPicture`.

    One at a time in each process, because each takes up to some hundred megabytes while it lasts.
    """
    out = BytesIO()
    # Raised below, so that no error of the library's hangs on it.
    with _one_at_a_time, suppress(*_UNREADABLE):
        _painted(data, file_format).save(out, file_format.value, quality=QUALITY)
    if not out.getbuffer().nbytes:
        raise NotAPicture
    return out.getvalue()


def _painted(data: bytes, file_format: PictureFormat) -> Image.Image:
    with Image.open(BytesIO(data), formats=[file_format.value]) as picture:
        if picture.width * picture.height > MOST_POINTS[file_format]:
            raise ValueError("too many points")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    plain = upright.convert(mode)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    sheet = Image.new(mode, plain.size)
    sheet.paste(plain)
    return sheet
