"""A copy of a picture is the picture and nothing else."""

import tracemalloc
from io import BytesIO

import pytest
from builders.attaching import MARK, bomb, jpeg, png
from PIL import Image

from interview.pictures import LONGEST_SIDE, NotAPicture, PictureFormat, stripped

ORIGINALS = {PictureFormat.JPEG: jpeg(), PictureFormat.PNG: png()}


@pytest.mark.parametrize("file_format", PictureFormat)
def test_nothing_that_a_camera_wrote_is_in_the_copy(file_format: PictureFormat) -> None:
    original = ORIGINALS[file_format]
    assert MARK in original

    copy = stripped(original, file_format)

    assert MARK not in copy
    with Image.open(BytesIO(copy)) as picture:
        picture.load()
        assert picture.format == file_format
        assert picture.size == (24, 16)
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_that_was_taken_sideways_stands_upright() -> None:
    copy = stripped(jpeg((24, 16), orientation=6), PictureFormat.JPEG)

    with Image.open(BytesIO(copy)) as picture:
        assert picture.size == (16, 24)


def test_what_can_be_seen_through_stays_so() -> None:
    out = BytesIO()
    Image.new("LA", (4, 4), (9, 0)).save(out, "PNG")

    with Image.open(BytesIO(stripped(out.getvalue(), PictureFormat.PNG))) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((1, 1)) == (9, 9, 9, 0)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "CMYK"])
def test_every_kind_of_picture_can_be_copied(mode: str) -> None:
    out, file_format = BytesIO(), PictureFormat.JPEG if mode == "CMYK" else PictureFormat.PNG
    Image.new(mode, (5, 4)).save(out, file_format.value)

    with Image.open(BytesIO(stripped(out.getvalue(), file_format))) as picture:
        assert picture.size == (5, 4)


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(BytesIO(stripped(jpeg((6000, 3000)), PictureFormat.JPEG))) as picture:
        assert max(picture.size) <= LONGEST_SIDE
        assert picture.width == 2 * picture.height


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_read() -> None:
    tracemalloc.start()
    with pytest.raises(NotAPicture):
        stripped(bomb(), PictureFormat.PNG)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 1_000_000


@pytest.mark.parametrize("file_format", PictureFormat)
def test_what_is_no_picture_or_half_of_one_is_refused(file_format: PictureFormat) -> None:
    original = ORIGINALS[file_format]
    other = ORIGINALS[next(one for one in PictureFormat if one is not file_format)]

    for data in (b"", b"text", other, original[:12], original[: len(original) // 2]):
        with pytest.raises(NotAPicture) as refused:
            stripped(data, file_format)
        assert refused.value.__cause__ is refused.value.__context__ is None


def test_only_the_picture_that_shows_is_copied() -> None:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8), "red")])

    with Image.open(BytesIO(stripped(out.getvalue(), PictureFormat.JPEG))) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        assert picture.size == (4, 4)
